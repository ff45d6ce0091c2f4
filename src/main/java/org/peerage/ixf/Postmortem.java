package org.peerage.ixf;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What imports did to a network's connections (docs/spec/ixf.md §7.3). */
public final class Postmortem {
    public static final int MOST = 250;
    private static final int USUAL = 25;

    private Postmortem() {}

    /**
     * An entry of the log, of a line of the plan.
     *
     * @param before the registry before the import
     * @param lan id
     */
    static ObjectNode entry(ObjectNode line, Step step, Snapshot before, long lan, String now) {
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
        } else if (step instanceof Step.Add(Peering added, String _, String _)) {
            revived(before, lan, added).ifPresent(row -> revival(changes, row, added));
        } else if (step instanceof Step.SetFacility set) {
            changes.put(NetIxLan.IX_SIDE_ID.name(), set.facility());
        }
        entry.put("reason", line.path("reason").asString("")).put("action", action);
        entry.set("asn", peer.path("asn"));
        entry.set("ipaddr4", orNull(peer.path("ipaddr4")));
        entry.set("ipaddr6", orNull(peer.path("ipaddr6")));
        entry.set("speed", peer.path("speed"));
        entry.set("is_rs_peer", peer.path("is_rs_peer"));
        return entry.put("created", now);
    }

    /** The row that comes back for a new connection: of those of the LAN, whoever's they were, the one with its address. */
    private static Optional<Row> revived(Snapshot before, long lan, Peering added) {
        return holder(before, lan, NetIxLan.IPADDR4, added.ipv4())
                .or(() -> holder(before, lan, NetIxLan.IPADDR6, added.ipv6()));
    }

    private static Optional<Row> holder(
            Snapshot before, long lan, Field<IpAddress> field, @Nullable IpAddress address) {
        return address == null
                ? Optional.empty()
                : before.rowsWhere(field, address).stream()
                        .filter(row -> row.get(NetIxLan.IXLAN_ID) == lan)
                        .findFirst();
    }

    private static void revival(ObjectNode changes, Row row, Peering added) {
        boolean routeServer = Boolean.TRUE.equals(added.routeServer());
        if (row.get(NetIxLan.IS_RS_PEER) != routeServer) {
            changes.put("is_rs_peer", routeServer);
        }
        if (row.get(NetIxLan.SPEED) != added.speed()) {
            changes.put("speed", added.speed());
        }
        if (row.get(NetIxLan.OPERATIONAL) != added.operational()) {
            changes.put("operational", added.operational());
        }
        changes.put("status", "ok");
    }

    private static JsonNode orNull(JsonNode value) {
        return value.isString() && value.stringValue().isEmpty() ? JsonNodeFactory.instance.nullNode() : value;
    }

    /** The newest entries of a network, as many as asked for. */
    public static String json(ImportStore store, Asn asn, String limit) {
        int asked = limit.matches("-?[0-9]{1,100}") ? asked(limit) : USUAL;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        store.logOf(asn.value(), Math.min(asked, MOST)).forEach(data::add);
        ArrayNode errors = json.putArray("non_field_errors");
        if (asked > MOST) {
            errors.add("Postmortem length cannot exceed " + MOST + " entries");
        }
        return PlanJson.text(json);
    }

    private static int asked(String limit) {
        return new BigInteger(limit)
                .max(BigInteger.ONE)
                .min(BigInteger.valueOf(MOST + 1))
                .intValue();
    }
}
