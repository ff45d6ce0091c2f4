package org.peerage.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.CopyWriter;
import org.peerage.registry.LoadReport;
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
 */
record CopyState(
        String from,
        long feed,
        String session,
        long compared,
        Map<String, Position> types,
        Map<String, List<Long>> held) {
    static final String NAME = CopyWriter.STATE;
    private static final int MOST_HELD = 1000;

    CopyState {
        types = Map.copyOf(types);
        held = Map.copyOf(held);
    }

    /** The time of the last change that is known of a type, and the tag of the answer that told nothing newer. */
    record Position(long since, @Nullable String etag) {}

    static CopyState read(String json) {
        JsonNode node = JsonMapper.shared().readTree(json);
        Map<String, Position> types = new TreeMap<>();
        node.path("types").properties().forEach(type -> {
            JsonNode etag = type.getValue().path("etag");
            types.put(
                    type.getKey(),
                    new Position(
                            type.getValue().path("since").longValue(), etag.isString() ? etag.stringValue() : null));
        });
        Map<String, List<Long>> held = new TreeMap<>();
        node.path("held").properties().forEach(type -> {
            List<Long> ids = new ArrayList<>();
            type.getValue().forEach(id -> ids.add(id.longValue()));
            held.put(type.getKey(), List.copyOf(ids));
        });
        return new CopyState(
                node.path("from").stringValue(),
                node.path("feed").longValue(),
                node.path("session").asString(""),
                node.path("compared").longValue(),
                types,
                held);
    }

    /** The same, after a round that refused these rows. */
    CopyState holding(List<LoadReport.Refused> refused) {
        Map<String, List<Long>> now = new TreeMap<>();
        refused.stream().filter(row -> row.id() > 0).limit(MOST_HELD).forEach(row -> now.computeIfAbsent(
                        row.tag(), tag -> new ArrayList<>())
                .add(row.id()));
        return new CopyState(from, feed, session, compared, types, now);
    }

    String toJson() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("from", from).put("feed", feed).put("session", session).put("compared", compared);
        ObjectNode positions = node.putObject("types");
        new TreeMap<>(types)
                .forEach((tag, position) ->
                        positions.putObject(tag).put("since", position.since()).put("etag", position.etag()));
        ObjectNode waiting = node.putObject("held");
        new TreeMap<>(held).forEach((tag, ids) -> {
            ArrayNode list = waiting.putArray(tag);
            ids.forEach(list::add);
        });
        return node.toString();
    }
}
