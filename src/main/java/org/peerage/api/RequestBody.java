package org.peerage.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.peerage.registry.rules.Input;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Parsed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What a request to change something carries, or the answer if it cannot be read (docs/spec/objects.md §1.1). */
sealed interface RequestBody {

    /** A mapping of values. */
    record Values(Input input) implements RequestBody {}

    /** Any JSON, where not a mapping of values but something else is expected. */
    record Json(JsonNode value) implements RequestBody {}

    record Unreadable(Answer answer) implements RequestBody {}

    /** The most bytes of a body that describes one object. */
    int LARGEST = 2 * 1024 * 1024;

    /** The most values of a form. */
    int MOST_VALUES = 1000;

    /** Reads a mapping. */
    static RequestBody values(Asked request) throws IOException {
        return values(request, nothing(request));
    }

    /** Reads a mapping that may be empty: what is missing in it is told by name. */
    static RequestBody valuesOrNone(Asked request) throws IOException {
        return values(request, new Values(new Input(Map.of(), false)));
    }

    private static RequestBody values(Asked request, RequestBody nothing) throws IOException {
        return switch (type(request)) {
            case "application/json" -> mapping(request, bytes(request), nothing);
            case "application/x-www-form-urlencoded" -> form(bytes(request), nothing);
            case "multipart/form-data" -> multipart(request, nothing);
            default -> unsupported(request);
        };
    }

    /** Reads JSON of any kind. */
    static RequestBody json(Asked request) throws IOException {
        if (!type(request).equals("application/json")) {
            return unsupported(request);
        }
        byte[] body = bytes(request);
        if (body.length > LARGEST) {
            return tooLarge();
        }
        return switch (JsonBodies.read(body)) {
            case Parsed.Value<JsonNode>(JsonNode value) -> new Json(value);
            case Parsed.Problem<JsonNode>(String message) -> unparsable(request, message);
        };
    }

    private static String type(Asked request) {
        String header = request.header("Content-Type");
        if (header == null) {
            return request.contentLength() > 0 ? "" : "application/json";
        }
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static RequestBody unsupported(Asked request) {
        String type = request.header("Content-Type") == null ? "" : request.header("Content-Type");
        return new Unreadable(Answer.error(415, "Unsupported media type \"" + type + "\" in request."));
    }

    /** At most one byte more than is taken. */
    private static byte[] bytes(Asked request) throws IOException {
        if (request.contentLength() > LARGEST) {
            return new byte[LARGEST + 1];
        }
        // Not closed: that would read what is refused to its end.
        return request.body().readNBytes(LARGEST + 1);
    }

    private static RequestBody tooLarge() {
        return new Unreadable(Answer.error(413, "A request has at most " + LARGEST + " bytes."));
    }

    private static RequestBody tooManyValues() {
        return new Unreadable(Answer.error(400, "A form has at most " + MOST_VALUES + " values."));
    }

    private static RequestBody unparsable(Asked request, String message) {
        return new Unreadable(Answer.error(
                400,
                "Data supplied with the " + request.method() + " request could not be parsed: JSON parse error - "
                        + message));
    }

    private static RequestBody nothing(Asked request) {
        return new Unreadable(Answer.error(400, "No data was supplied with the " + request.method() + " request"));
    }

    private static RequestBody mapping(Asked request, byte[] body, RequestBody nothing) {
        if (body.length > LARGEST) {
            return tooLarge();
        }
        if (body.length == 0) {
            return nothing;
        }
        return switch (JsonBodies.read(body)) {
            case Parsed.Value<JsonNode>(JsonNode value) -> mapping(value, nothing);
            case Parsed.Problem<JsonNode>(String message) -> unparsable(request, message);
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
            return new Unreadable(Answer.of(400, new Body.Bytes(out.toByteArray())));
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        value.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new Values(new Input(values, false));
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
        if (body.length > LARGEST) {
            return tooLarge();
        }
        if (Parameters.count(body) > MOST_VALUES) {
            return tooManyValues();
        }
        FormValues values = new FormValues();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                values.add(
                        Parameters.decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : Parameters.decode(pair.substring(equals + 1)));
            }
        }
        return values.body(nothing);
    }

    private static RequestBody multipart(Asked request, RequestBody nothing) throws IOException {
        return switch (request.form(LARGEST)) {
            case Asked.Form.TooLarge _ -> tooLarge();
            case Asked.Form.Malformed _ ->
                new Unreadable(Answer.error(
                        400,
                        "Data supplied with the " + request.method()
                                + " request could not be parsed: Multipart form parse error"));
            case Asked.Form.Fields(List<Asked.FormField> fields, var _) -> {
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
            if (count > MOST_VALUES) {
                return tooManyValues();
            }
            return values.isEmpty() ? nothing : new Values(new Input(values, true));
        }
    }
}
