package org.peerage.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.ReplicaWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a copy is; kept in its database, in the transaction that changes the rows.
 *
 * @param from the address of the other registry
 * @param feed the version of the other registry that was taken over; negative where there is no feed
 * @param session the history that this version is of; empty: the other names none
 * @param compared when everything was compared last, in seconds since 1970
 * @param types how far each type is, by tag
 * @param held ids of rows that could not be taken over, by tag
 * @param trust who signs the other's files
 * @param withKey whether rows were asked for with a key, so that there may be more than everybody sees
 * @param redactions what is still to be taken out of the log: of rows that could not be taken over
 */
record SyncState(
        String from,
        long feed,
        String session,
        long compared,
        Map<String, TypePosition> types,
        Map<String, List<Long>> held,
        CopyTrust trust,
        boolean withKey,
        List<RedactedValues> redactions) {
    static final String NAME = ReplicaWriter.STATE;
    private static final int MAX_HELD = 1000;

    SyncState {
        types = Map.copyOf(types);
        held = Map.copyOf(held);
        redactions = List.copyOf(redactions);
    }

    /**
     * Who signs the other's files.
     *
     * @param keys the one that was seen last, and the one that was announced to follow it
     * @param seen when the last list was signed that was believed, in milliseconds since 1970: an older one is not
     */
    record CopyTrust(List<String> keys, long seen) {
        static final CopyTrust NONE = new CopyTrust(List.of(), 0);

        CopyTrust {
            keys = List.copyOf(keys);
        }
    }

    /** The time of the last change that is known of a type, and the tag of the answer that told nothing newer. */
    record TypePosition(long since, @Nullable String etag) {}

    static SyncState read(String json) {
        JsonNode node = JsonMapper.shared().readTree(json);
        Map<String, TypePosition> types = new TreeMap<>();
        node.path("types").properties().forEach(type -> {
            JsonNode etag = type.getValue().path("etag");
            types.put(
                    type.getKey(),
                    new TypePosition(
                            type.getValue().path("since").longValue(), etag.isString() ? etag.stringValue() : null));
        });
        Map<String, List<Long>> held = new TreeMap<>();
        node.path("held").properties().forEach(type -> {
            List<Long> ids = new ArrayList<>();
            type.getValue().forEach(id -> ids.add(id.longValue()));
            held.put(type.getKey(), List.copyOf(ids));
        });
        List<String> keys = new ArrayList<>();
        node.path("copies").path("keys").forEach(key -> keys.add(key.asString("")));
        return new SyncState(
                node.path("from").stringValue(),
                node.path("feed").longValue(),
                node.path("session").asString(""),
                node.path("compared").longValue(),
                types,
                held,
                new CopyTrust(keys, node.path("copies").path("seen").asLong(0)),
                node.path("key").asBoolean(false),
                RedactedValues.readAll(node.path("redactions")));
    }

    /** The same, after a round that refused these rows, of which these old values have to be taken out one day. */
    SyncState holding(List<LoadReport.RejectedRow> refused, List<RedactedValues> redacted) {
        List<RedactedValues> waiting = redacted.stream()
                .filter(values -> refused.stream().anyMatch(values::isOf))
                .limit(MAX_HELD)
                .toList();
        Map<String, List<Long>> now = new TreeMap<>();
        refused.stream().filter(row -> row.id() > 0).limit(MAX_HELD).forEach(row -> now.computeIfAbsent(
                        row.typeName(), typeName -> new ArrayList<>())
                .add(row.id()));
        return new SyncState(from, feed, session, compared, types, now, trust, withKey, waiting);
    }

    String toJson() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("from", from).put("feed", feed).put("session", session).put("compared", compared);
        ObjectNode positions = node.putObject("types");
        new TreeMap<>(types).forEach((typeName, position) -> positions
                .putObject(typeName)
                .put("since", position.since())
                .put("etag", position.etag()));
        ObjectNode waiting = node.putObject("held");
        new TreeMap<>(held).forEach((typeName, ids) -> {
            ArrayNode list = waiting.putArray(typeName);
            ids.forEach(list::add);
        });
        node.put("key", withKey);
        ObjectNode copies = node.putObject("copies").put("seen", trust.seen);
        trust.keys.forEach(copies.putArray("keys")::add);
        ArrayNode redacted = node.putArray("redactions");
        redactions.forEach(values -> values.addTo(redacted));
        return node.toString();
    }
}
