package org.peerage.api.handlers;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import org.peerage.access.CallerAuthor;
import org.peerage.access.rights.Permission;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.registry.Logos;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.StoredLogo;

/** Answers at {@code /api/asset/<tag>/<id>/logo} (docs/spec/objects.md §1.12). */
public final class LogoHandler {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    private final Logos logos;

    public LogoHandler(Logos logos) {
        this.logos = logos;
    }

    public ApiResponse handle(
            ObjectType type, long id, ApiRequest request, AccessDecision.Admitted caller, Snapshot snapshot)
            throws IOException {
        Row row = snapshot.find(type, id);
        if (row == null || !row.isActive()) {
            return invalid("ref_id", type.title() + " with id " + id + " not found");
        }
        try {
            return handle(row, type.namespace(row, snapshot), request, caller);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return WriteHandler.unavailable(unavailable);
        }
    }

    private ApiResponse handle(Row row, String namespace, ApiRequest request, AccessDecision.Admitted caller)
            throws IOException, WriteLane.WriteUnavailableException {
        return switch (request.method()) {
            case "GET", "HEAD" -> logoResponse(row, 200);
            case "DELETE" ->
                caller.caller().may(Permission.DELETE, namespace) ? delete(row, caller) : forbidden("delete");
            default ->
                caller.caller().may(Permission.UPDATE, namespace)
                                && caller.caller().may(Permission.CREATE, namespace)
                        ? put(row, request, caller)
                        : forbidden("write");
        };
    }

    private ApiResponse delete(Row row, AccessDecision.Admitted caller) throws WriteLane.WriteUnavailableException {
        if (logos.of(row).isEmpty()) {
            return ApiResponse.error(404, "Asset does not exist");
        }
        return switch (logos.remove(row, new CallerAuthor(caller.caller()))) {
            case Logos.LogoResult.LogoSaved _ -> ApiResponse.empty(204);
            case Logos.LogoResult.InvalidLogo(String problem) -> invalid("file_data", problem);
            case Logos.LogoResult.LogoRefused _ -> forbidden("delete");
        };
    }

    private ApiResponse put(Row row, ApiRequest request, AccessDecision.Admitted caller)
            throws IOException, WriteLane.WriteUnavailableException {
        return RequestBody.values(request).answer(input -> put(row, input, request.method(), caller));
    }

    private ApiResponse put(Row row, RequestFields input, String method, AccessDecision.Admitted caller)
            throws WriteLane.WriteUnavailableException {
        String type = text(input, "file_type");
        String data = text(input, "file_data");
        if (data.isEmpty()) {
            return invalid("file_data", "This field is required.");
        }
        Optional<byte[]> decoded = decoded(data);
        if (decoded.isEmpty()) {
            return invalid("file_data", "Invalid base64 encoded data");
        }
        byte[] bytes = decoded.get();
        if (Logos.typeOf(bytes, Logos.API_HEIGHT) instanceof ParseResult.Value<String>(String actual)
                && !type.equals(actual)) {
            return type.isEmpty()
                    ? invalid("file_type", "This field is required.")
                    : invalid("file_type", "Declared file_type does not match actual file type. Expected: " + actual);
        }
        return switch (logos.put(row, bytes, Logos.API_HEIGHT, new CallerAuthor(caller.caller()))) {
            case Logos.LogoResult.LogoSaved _ -> stored(row, bytes, method.equals("POST") ? 201 : 200);
            case Logos.LogoResult.InvalidLogo(String problem) -> invalid("file_data", problem);
            case Logos.LogoResult.LogoRefused _ -> forbidden("write");
        };
    }

    private static Optional<byte[]> decoded(String data) {
        try {
            return Optional.of(Base64.getMimeDecoder()
                            .decode(data.startsWith("data:") ? data.substring(data.indexOf(',') + 1) : data))
                    .filter(bytes -> bytes.length > 0);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String text(RequestFields input, String key) {
        return input.find(key)
                .filter(value -> value.isString())
                .map(value -> value.stringValue().strip())
                .orElse("");
    }

    private ApiResponse logoResponse(Row row, int status) throws WriteLane.WriteUnavailableException {
        return logos.of(row)
                .map(logo -> described(row, logo, status))
                .orElseGet(() -> ApiResponse.of(
                        200,
                        new ResponseBody.Bytes(head(row)
                                .ascii("\"file_type\": null, \"file_data\": null, \"created\": null, \"updated\": null}"
                                        + "], \"meta\": {}}")
                                .toByteArray())));
    }

    /** What was put a moment ago: the row at hand is of before. It is there, even if it cannot be shown. */
    private ApiResponse stored(Row row, byte[] bytes, int status) {
        try {
            return logos.find(row, Logos.hash(bytes))
                    .map(logo -> described(row, logo, status))
                    .orElseGet(() -> ApiResponse.empty(status));
        } catch (WriteLane.WriteUnavailableException unreadable) {
            return ApiResponse.empty(status);
        }
    }

    private static ApiResponse described(Row row, StoredLogo logo, int status) {
        return ApiResponse.of(
                status,
                new ResponseBody.Bytes(head(row)
                        .ascii("\"file_type\": ")
                        .quoted(logo.type())
                        .ascii(", \"file_data\": ")
                        .quoted(Base64.getEncoder().encodeToString(logo.bytes()))
                        .ascii(", \"created\": ")
                        .quoted(time(logo.created()))
                        .ascii(", \"updated\": ")
                        .quoted(time(logo.updated()))
                        .ascii("}], \"meta\": {}}")
                        .toByteArray()));
    }

    private static JsonBuffer head(Row row) {
        return new JsonBuffer(256)
                .ascii("{\"data\": [{\"ref_tag\": ")
                .quoted(row.type().typeName())
                .ascii(", \"ref_id\": ")
                .number(row.id())
                .ascii(", \"asset_type\": \"logo\", ");
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static ApiResponse forbidden(String action) {
        return ApiResponse.error(403, "No " + action + " permissions to this entity");
    }

    private static ApiResponse invalid(String key, String message) {
        return ApiResponse.of(
                400,
                new ResponseBody.Bytes(new JsonBuffer(160)
                        .ascii("{")
                        .quoted(key)
                        .ascii(": [")
                        .quoted(message)
                        .ascii("], \"meta\": {\"error\": \"Bad Request\"}}")
                        .toByteArray()));
    }
}
