package org.peerage.registry;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which old values of an object a redaction took out of the log: what its entry there says, and what those are told who keep logs of
 * their own (docs/spec/record.md §1.5).
 *
 * @param version of the redaction
 * @param type the tag of the object's type, which another program may know and this one not
 * @param fields their names
 * @param from the first version whose values went; 0: also those that were there before the log
 * @param to the last one
 * @param at when; null where that is not told, as by programs of before
 */
public record RedactedValues(
        long version,
        String type,
        long id,
        List<String> fields,
        long from,
        long to,
        @Nullable Instant at) {
    /** Beside the names of fields, in the entry of the log. */
    private static final String KEY = "$redacted";

    public RedactedValues {
        fields = List.copyOf(fields);
    }

    /** What an entry of the log says; empty where it is of something else. */
    public static Optional<RedactedValues> of(Change change) {
        Long id = change.objectId();
        if (id == null || !change.operation().equals(Redaction.OPERATION)) {
            return Optional.empty();
        }
        JsonNode redacted = ChangeLog.read(change.after()).path(KEY);
        return redacted.isObject()
                ? Optional.of(read(redacted, change.version(), change.type(), id, change.at()))
                : Optional.empty();
    }

    /** The same for a copy that has not gone beyond it: all that its log has is from before. */
    public RedactedValues withoutTime() {
        return new RedactedValues(version, type, id, fields, from, to, null);
    }

    /** Whether it is of a row that a copy left out. */
    public boolean isOf(LoadReport.RejectedRow row) {
        return row.id() == id && row.typeName().equals(type);
    }

    /** Whether it took all that there was at a time. */
    boolean isWholeSince(Instant time) {
        return from == 0 && at != null && !at.isBefore(time);
    }

    /** Whether it may be told: names of fields are no secret, except of those that nobody is shown. */
    public boolean namesNoHiddenField(ObjectType of) {
        return fields.stream()
                .allMatch(name ->
                        of.field(name).filter(field -> !field.isHidden()).isPresent());
    }

    /** As the side {@code after} of its entry in the log. */
    String toLog() {
        ObjectNode entry = JsonMapper.shared().createObjectNode();
        putInto(entry.putObject(KEY));
        return entry.toString();
    }

    /** Reads a list of what {@link #addTo} writes; what is no redaction in it is left out. */
    public static List<RedactedValues> readAll(Iterable<JsonNode> list) {
        List<RedactedValues> read = new ArrayList<>();
        for (JsonNode entry : list) {
            String type = entry.path("type").asString("");
            if (!type.isEmpty() && entry.path("id").canConvertToLong()) {
                read.add(read(
                        entry,
                        entry.path("version").asLong(0),
                        type,
                        entry.path("id").longValue(),
                        time(entry.path("time").asString(""))));
            }
        }
        return read;
    }

    /** The same of a text; a damaged one has none. */
    static List<RedactedValues> readAll(String json) {
        try {
            return readAll(JsonMapper.shared().readTree(json));
        } catch (JacksonException damaged) {
            return List.of();
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    private static RedactedValues read(JsonNode node, long version, String type, long id, @Nullable Instant at) {
        List<String> fields = new ArrayList<>();
        node.path("fields").forEach(field -> fields.add(field.asString("")));
        JsonNode versions = node.path("versions");
        return new RedactedValues(
                version,
                type,
                id,
                fields,
                versions.path(0).asLong(0),
                versions.path(1).asLong(0),
                at);
    }

    /** Adds it to a list, as the feed tells it. */
    public void addTo(ArrayNode list) {
        ObjectNode node =
                list.addObject().put("version", version).put("type", type).put("id", id);
        if (at != null) {
            node.put("time", at.toString());
        }
        putInto(node);
    }

    private void putInto(ObjectNode node) {
        ArrayNode names = node.putArray("fields");
        fields.forEach(names::add);
        node.putArray("versions").add(from).add(to);
    }
}
