package org.peerage.ixf;

import java.util.List;
import org.peerage.net.Asn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What imports did to a network's connections (docs/spec/ixf.md §7.3). */
public final class Postmortem {
    public static final int MOST = 250;
    private static final int USUAL = 25;

    private Postmortem() {}

    /** An entry of the log, of a line of the plan. */
    static ObjectNode entry(ObjectNode line, Step step, String now) {
        JsonNode peer = line.path("peer");
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        for (String key : List.of("ix_id", "ix_name", "ixlan_id")) {
            entry.set(key, peer.path(key));
        }
        ObjectNode changes = entry.putObject("changes");
        String action = line.path("action").asString("");
        if (action.equals("delete")) {
            changes.put("status", "deleted");
        } else if (step instanceof Step.Modify modify) {
            modify.fields().forEach(field -> changes.set(field, orNull(peer.path(field))));
        }
        entry.put("reason", line.path("reason").asString("")).put("action", action);
        entry.set("asn", peer.path("asn"));
        entry.set("ipaddr4", orNull(peer.path("ipaddr4")));
        entry.set("ipaddr6", orNull(peer.path("ipaddr6")));
        entry.set("speed", peer.path("speed"));
        entry.set("is_rs_peer", peer.path("is_rs_peer"));
        return entry.put("created", now);
    }

    private static JsonNode orNull(JsonNode value) {
        return value.isString() && value.stringValue().isEmpty() ? JsonNodeFactory.instance.nullNode() : value;
    }

    /** The newest entries of a network, as many as asked for. */
    public static String json(ImportStore store, Asn asn, String limit) {
        int asked = limit.matches("-?[0-9]{1,9}") ? Math.max(1, Integer.parseInt(limit)) : USUAL;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        store.logOf(asn.value(), Math.min(asked, MOST)).forEach(data::add);
        ArrayNode errors = json.putArray("non_field_errors");
        if (asked > MOST) {
            errors.add("Postmortem length cannot exceed " + MOST + " entries");
        }
        return PlanJson.text(json);
    }
}
