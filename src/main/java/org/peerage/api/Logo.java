package org.peerage.api;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.CallerAuthor;
import org.peerage.access.Permission;
import org.peerage.registry.Logos;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Input;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.StoredLogo;

/** Answers at {@code /api/asset/<tag>/<id>/logo} (docs/spec/objects.md §1.12). */
public final class Logo {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
    private static final Map<String, String> WORDS = Map.of(
            "org", "Organization",
            "net", "Network",
            "fac", "Facility",
            "ix", "InternetExchange",
            "carrier", "Carrier",
            "campus", "Campus");

    private final Logos logos;

    public Logo(Logos logos) {
        this.logos = logos;
    }

    Answer answer(ObjectType type, long id, Asked request, Admission.Admitted caller, Snapshot snapshot)
            throws IOException {
        Row row = snapshot.find(type, id);
        if (row == null || !row.isOk()) {
            return wrong("ref_id", WORDS.get(type.tag()) + " with id " + id + " not found");
        }
        try {
            return answer(row, type.namespace(row, snapshot), request, caller);
        } catch (WriteLane.Unavailable unavailable) {
            return Writes.unavailable(unavailable);
        }
    }

    private Answer answer(Row row, String namespace, Asked request, Admission.Admitted caller)
            throws IOException, WriteLane.Unavailable {
        return switch (request.method()) {
            case "GET", "HEAD" -> shown(row, 200);
            case "DELETE" ->
                caller.caller().may(Permission.DELETE, namespace) ? delete(row, caller) : refused("delete");
            default ->
                caller.caller().may(Permission.UPDATE, namespace)
                                && caller.caller().may(Permission.CREATE, namespace)
                        ? put(row, request, caller)
                        : refused("write");
        };
    }

    private Answer delete(Row row, Admission.Admitted caller) throws WriteLane.Unavailable {
        if (logos.of(row).isEmpty()) {
            return Answer.error(404, "Asset does not exist");
        }
        return switch (logos.remove(row, new CallerAuthor(caller.caller()))) {
            case Logos.Outcome.Done _ -> Answer.empty(204);
            case Logos.Outcome.Wrong(String problem) -> wrong("file_data", problem);
            case Logos.Outcome.Refused _ -> refused("delete");
        };
    }

    private Answer put(Row row, Asked request, Admission.Admitted caller) throws IOException, WriteLane.Unavailable {
        return switch (RequestBody.values(request)) {
            case RequestBody.Unreadable(Answer answer) -> answer;
            case RequestBody.Json json -> throw new IllegalStateException("a mapping was asked for");
            case RequestBody.Values(Input input) -> put(row, input, request.method(), caller);
        };
    }

    private Answer put(Row row, Input input, String method, Admission.Admitted caller) throws WriteLane.Unavailable {
        String type = text(input, "file_type");
        String data = text(input, "file_data");
        if (data.isEmpty()) {
            return wrong("file_data", "This field is required.");
        }
        Optional<byte[]> decoded = decoded(data);
        if (decoded.isEmpty()) {
            return wrong("file_data", "Invalid base64 encoded data");
        }
        byte[] bytes = decoded.get();
        if (Logos.typeOf(bytes, Logos.API_HEIGHT) instanceof Parsed.Value<String>(String actual)
                && !type.equals(actual)) {
            return type.isEmpty()
                    ? wrong("file_type", "This field is required.")
                    : wrong("file_type", "Declared file_type does not match actual file type. Expected: " + actual);
        }
        return switch (logos.put(row, bytes, Logos.API_HEIGHT, new CallerAuthor(caller.caller()))) {
            case Logos.Outcome.Done _ -> stored(row, bytes, method.equals("POST") ? 201 : 200);
            case Logos.Outcome.Wrong(String problem) -> wrong("file_data", problem);
            case Logos.Outcome.Refused _ -> refused("write");
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

    private static String text(Input input, String key) {
        return input.find(key)
                .filter(value -> value.isString())
                .map(value -> value.stringValue().strip())
                .orElse("");
    }

    private Answer shown(Row row, int status) throws WriteLane.Unavailable {
        return logos.of(row)
                .map(logo -> described(row, logo, status))
                .orElseGet(() -> Answer.of(
                        200,
                        new Body.Bytes(head(row)
                                .ascii("\"file_type\": null, \"file_data\": null, \"created\": null, \"updated\": null}"
                                        + "], \"meta\": {}}")
                                .toByteArray())));
    }

    /** What was put a moment ago: the row at hand is of before. It is there, even if it cannot be shown. */
    private Answer stored(Row row, byte[] bytes, int status) {
        try {
            return logos.find(row, Logos.hash(bytes))
                    .map(logo -> described(row, logo, status))
                    .orElseGet(() -> Answer.empty(status));
        } catch (WriteLane.Unavailable unreadable) {
            return Answer.empty(status);
        }
    }

    private static Answer described(Row row, StoredLogo logo, int status) {
        return Answer.of(
                status,
                new Body.Bytes(head(row)
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
                .quoted(row.type().tag())
                .ascii(", \"ref_id\": ")
                .number(row.id())
                .ascii(", \"asset_type\": \"logo\", ");
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static Answer refused(String what) {
        return Answer.error(403, "No " + what + " permissions to this entity");
    }

    private static Answer wrong(String key, String message) {
        return Answer.of(
                400,
                new Body.Bytes(new JsonBuffer(160)
                        .ascii("{")
                        .quoted(key)
                        .ascii(": [")
                        .quoted(message)
                        .ascii("], \"meta\": {\"error\": \"Bad Request\"}}")
                        .toByteArray()));
    }
}
