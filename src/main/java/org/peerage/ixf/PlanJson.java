package org.peerage.ixf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.peerage.net.Asn;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A plan as previews show it (docs/spec/ixf.md §7.1), with keys of our own after the reference's. */
final class PlanJson {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private final Row lan;
    private final Row exchange;

    PlanJson(Row lan, Row exchange) {
        this.lan = lan;
        this.exchange = exchange;
    }

    /** Indented by two, as the reference does. */
    static String text(ObjectNode json) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /** The lines of some steps; one that neither changes nor proposes a row has none. */
    ArrayNode lines(List<Step> steps) {
        ArrayNode lines = MAKE.arrayNode();
        steps.forEach(step -> lines(step).forEach(lines::add));
        return lines;
    }

    List<ObjectNode> lines(Step step) {
        List<ObjectNode> lines = new ArrayList<>();
        switch (step) {
            case Step.Ignore ignore -> lines.add(line(peer(ignore.asn()), "ignore", step));
            case Step.Add add -> lines.add(with(line(peer(add.peering()), "add", step), AFTER));
            case Step.Modify modify -> {
                modify.merged().forEach(row -> lines.add(with(line(peer(row), "delete", step), BEFORE)));
                lines.add(changed(
                        line(peer(modify.peering()), "modify", step), modify.row(), modify.peering(), modify.fields()));
            }
            case Step.Delete delete -> lines.add(with(line(peer(delete.row()), "delete", step), BEFORE));
            case Step.Propose propose -> lines.add(proposal(propose));
            case Step.Hold hold -> lines(hold.step()).forEach(line -> lines.add(line.put("held", hold.reason())));
            case Step.SetFacility set -> {} // not a difference for the network
            case Step.Notice notice -> {} // told beside the lines
        }
        return lines;
    }

    /** A line of the log alone: for the network it is no difference, so that previews have none. */
    ObjectNode facility(Step.SetFacility set) {
        return line(peer(set.row()), ImportStore.FACILITY, set);
    }

    private ObjectNode proposal(Step.Propose propose) {
        Peering peering = propose.peering();
        Peering shown = propose.listed() == null ? peering : propose.listed();
        ObjectNode peer = shown == null ? peer(Objects.requireNonNull(propose.row())) : peer(shown);
        String action =
                switch (propose.kind()) {
                    case ADD -> "suggest-add";
                    case MODIFY -> "suggest-modify";
                    case DELETE -> "suggest-delete";
                };
        ObjectNode line = line(peer, action, propose);
        Row row = propose.row();
        switch (propose.kind()) {
            case ADD -> with(line, AFTER);
            case MODIFY ->
                changed(line, Objects.requireNonNull(row), Objects.requireNonNull(peering), propose.fields());
            case DELETE -> with(line, BEFORE);
        }
        Instant until = propose.until();
        if (until != null) {
            line.put("until", until.toString());
        }
        if (!propose.errors().isEmpty()) {
            ObjectNode conflict = line.putObject("conflict");
            propose.errors()
                    .forEach((field, message) -> conflict.putArray(field).add(message));
        }
        return line;
    }

    private static ObjectNode line(ObjectNode peer, String action, Step step) {
        ObjectNode line = MAKE.objectNode();
        line.set("peer", peer);
        line.put("action", action).put("reason", step.reason());
        if (!step.pointer().isEmpty()) {
            line.put("pointer", step.pointer());
        }
        return line;
    }

    /** The line's connection as it is, or as it would be. */
    private static ObjectNode with(ObjectNode line, String key) {
        ObjectNode values = line.putObject(key);
        Peering.FIELDS.forEach(field -> values.set(field, line.path("peer").path(field)));
        return line;
    }

    /** What of a connection would change. */
    private ObjectNode changed(ObjectNode line, Row row, Peering peering, List<String> fields) {
        ObjectNode then = peer(peering);
        ObjectNode now = peer(row);
        ObjectNode before = line.putObject(BEFORE);
        ObjectNode after = line.putObject(AFTER);
        fields.forEach(field -> {
            before.set(field, now.path(field));
            after.set(field, then.path(field));
        });
        return line;
    }

    private ObjectNode peer(Asn asn) {
        return MAKE.objectNode()
                .put("ixlan_id", lan.id())
                .put("ix_id", lan.get(IxLan.IX_ID))
                .put("ix_name", exchange.get(Ix.NAME))
                .put("asn", asn.value());
    }

    private ObjectNode peer(Peering peering) {
        return peer(peering.asn())
                .put("net_id", peering.network())
                .put("ipaddr4", Peering.text(peering.ipv4()))
                .put("ipaddr6", Peering.text(peering.ipv6()))
                .put("speed", peering.speed())
                .put("is_rs_peer", peering.routeServer())
                .put("operational", peering.operational());
    }

    private ObjectNode peer(Row row) {
        return peer(row.get(NetIxLan.ASN))
                .put("net_id", row.get(NetIxLan.NET_ID))
                .put("ipaddr4", Peering.text(row.find(NetIxLan.IPADDR4)))
                .put("ipaddr6", Peering.text(row.find(NetIxLan.IPADDR6)))
                .put("speed", row.get(NetIxLan.SPEED))
                .put("is_rs_peer", row.get(NetIxLan.IS_RS_PEER))
                .put("operational", row.get(NetIxLan.OPERATIONAL));
    }

    static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = MAKE.arrayNode();
        for (Finding finding : findings) {
            ObjectNode json = array.addObject()
                    .put("severity", finding.isError() ? "error" : "warning")
                    .put("pointer", finding.pointer())
                    .put("line", finding.line())
                    .put("column", finding.column());
            Asn asn = finding.asn();
            if (asn == null) {
                json.putNull("asn");
            } else {
                json.put("asn", asn.value());
            }
            json.put("message", finding.message()).put("got", finding.got());
        }
        return array;
    }

    static ObjectNode summary(Plan plan, ArrayNode lines) {
        ObjectNode summary = MAKE.objectNode();
        ObjectNode actions = summary.putObject("actions");
        lines.forEach(line -> {
            String action = line.path("action").asString("");
            actions.put(action, actions.path(action).asInt(0) + 1);
        });
        summary.set("feed", totals(plan.feed()));
        summary.set("registry", totals(plan.registry()));
        return summary;
    }

    static ObjectNode totals(Plan.Totals totals) {
        return MAKE.objectNode()
                .put("members", totals.members())
                .put("connections", totals.connections())
                .put("capacity", totals.capacity());
    }
}
