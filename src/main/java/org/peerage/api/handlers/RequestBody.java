package org.peerage.api.handlers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ParseResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What a request to change something carries, or the answer if it cannot be read (docs/spec/objects.md §1.1). */
sealed interface RequestBody {

    /** A mapping of values. */
    record ParsedValues(RequestFields input) implements RequestBody {}

    /** Any JSON, where not a mapping of values but something else is expected. */
    record ParsedJson(JsonNode value) implements RequestBody {}

    record UnreadableBody(ApiResponse response) implements RequestBody {}

    /** What is done with a mapping of values. */
    interface ValuesHandler<E extends Exception> {
        ApiResponse handle(RequestFields input) throws E;
    }

    /** The answer to a mapping, where one was asked for, or why it cannot be read. */
    default <E extends Exception> ApiResponse answer(ValuesHandler<E> handler) throws E {
        return switch (this) {
            case UnreadableBody(ApiResponse response) -> response;
            case ParsedJson json -> throw new IllegalStateException("a mapping was asked for");
            case ParsedValues(RequestFields input) -> handler.handle(input);
        };
    }

    /** The most bytes of a body that describes one object. */
    int MAX_BYTES = 2 * 1024 * 1024;

    /** The most values of a form. */
    int MAX_VALUES = 1000;

    /** Reads a mapping. */
    static RequestBody values(ApiRequest request) throws IOException {
        return values(request, nothing(request));
    }

    /** Reads a mapping that may be empty: what is missing in it is told by name. */
    static RequestBody valuesOrNone(ApiRequest request) throws IOException {
        return values(request, new ParsedValues(new RequestFields(Map.of(), false)));
    }

    private static RequestBody values(ApiRequest request, RequestBody nothing) throws IOException {
        return switch (type(request)) {
            case "application/json" -> mapping(request, bytes(request), nothing);
            case "application/x-www-form-urlencoded" -> form(bytes(request), nothing);
            case "multipart/form-data" -> multipart(request, nothing);
            default -> unsupported(request);
        };
    }

    /** Reads JSON of any kind. */
    static RequestBody json(ApiRequest request) throws IOException {
        if (!type(request).equals("application/json")) {
            return unsupported(request);
        }
        byte[] body = bytes(request);
        if (body.length > MAX_BYTES) {
            return tooLarge();
        }
        return switch (JsonRequestParser.read(body)) {
            case ParseResult.Value<JsonNode>(JsonNode value) -> new ParsedJson(value);
            case ParseResult.Problem<JsonNode>(String message) -> unparsable(request, message);
        };
    }

    private static String type(ApiRequest request) {
        String header = request.header("Content-Type");
        if (header == null) {
            return request.contentLength() > 0 ? "" : "application/json";
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static RequestBody unsupported(ApiRequest request) {
        String type = request.header("Content-Type") == null ? "" : request.header("Content-Type");
        return new UnreadableBody(ApiResponse.error(415, "Unsupported media type \"" + type + "\" in request."));
    }

    /** At most one byte more than is taken. */
    private static byte[] bytes(ApiRequest request) throws IOException {
        if (request.contentLength() > MAX_BYTES) {
            return new byte[MAX_BYTES + 1];
        }
        // Not closed: that would read what is refused to its end.
        return request.body().readNBytes(MAX_BYTES + 1);
    }

    private static RequestBody tooLarge() {
        return new UnreadableBody(ApiResponse.error(413, "A request has at most " + MAX_BYTES + " bytes."));
    }

    private static RequestBody tooManyValues() {
        return new UnreadableBody(ApiResponse.error(400, "A form has at most " + MAX_VALUES + " values."));
    }

    private static RequestBody unparsable(ApiRequest request, String message) {
        return new UnreadableBody(ApiResponse.error(
                400,
                "Data supplied with the " + request.method() + " request could not be parsed: JSON parse error - "
                        + message));
    }

    private static RequestBody nothing(ApiRequest request) {
        return new UnreadableBody(
                ApiResponse.error(400, "No data was supplied with the " + request.method() + " request"));
    }

    private static RequestBody mapping(ApiRequest request, byte[] body, RequestBody nothing) {
        if (body.length > MAX_BYTES) {
            return tooLarge();
        }
        if (body.length == 0) {
            return nothing;
        }
        return switch (JsonRequestParser.read(body)) {
            case ParseResult.Value<JsonNode>(JsonNode value) -> mapping(value, nothing);
            case ParseResult.Problem<JsonNode>(String message) -> unparsable(request, message);
        };
    }

    private static RequestBody mapping(JsonNode value, RequestBody nothing) {
        if (isNothing(value)) {
            return nothing;
        }
        if (!value.isObject()) {
            JsonBuffer out = new JsonBuffer(160)
                    .ascii("{\"non_field_errors\": [")
                    .quoted("Invalid data. Expected a dictionary, but got " + kind(value) + ".")
                    .ascii("], \"meta\": {\"error\": \"Bad Request\"}}");
            return new UnreadableBody(ApiResponse.of(400, new ResponseBody.Bytes(out.toByteArray())));
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        value.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new ParsedValues(new RequestFields(values, false));
    }

    /** What counts as nothing in Python: the reference asks so. */
    private static boolean isNothing(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, ARRAY -> value.isEmpty();
            case STRING -> value.stringValue().isEmpty();
            case NUMBER -> value.doubleValue() == 0;
            case BOOLEAN -> !value.booleanValue();
            default -> true;
        };
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "list";
            case STRING -> "str";
            case BOOLEAN -> "bool";
            default -> value.isIntegralNumber() ? "int" : "float";
        };
    }

    private static RequestBody form(byte[] body, RequestBody nothing) {
        if (body.length > MAX_BYTES) {
            return tooLarge();
        }
        if (QueryParameters.count(body) > MAX_VALUES) {
            return tooManyValues();
        }
        FormValues values = new FormValues();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                values.add(
                        QueryParameters.decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : QueryParameters.decode(pair.substring(equals + 1)));
            }
        }
        return values.body(nothing);
    }

    private static RequestBody multipart(ApiRequest request, RequestBody nothing) throws IOException {
        return switch (request.form(MAX_BYTES)) {
            case ApiRequest.Form.TooLarge _ -> tooLarge();
            case ApiRequest.Form.Malformed _ ->
                new UnreadableBody(ApiResponse.error(
                        400,
                        "Data supplied with the " + request.method()
                                + " request could not be parsed: Multipart form parse error"));
            case ApiRequest.Form.Fields(List<ApiRequest.FormField> fields, var _) -> {
                FormValues values = new FormValues();
                fields.forEach(field -> values.add(field.name(), field.value()));
                yield values.body(nothing);
            }
        };
    }

    /** Values of a form: a repeated key is a list. */
    final class FormValues {
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        private int count;

        void add(String key, String value) {
            count++;
            JsonNode text = JsonMapper.shared().getNodeFactory().stringNode(value);
            values.merge(key, text, (first, next) -> {
                if (first instanceof ArrayNode list) {
                    return list.add(next);
                }
                return JsonMapper.shared().createArrayNode().add(first).add(next);
            });
        }

        RequestBody body(RequestBody nothing) {
            if (count > MAX_VALUES) {
                return tooManyValues();
            }
            return values.isEmpty() ? nothing : new ParsedValues(new RequestFields(values, true));
        }
    }
}
