package org.peerage.ixf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.registry.Operation;
import org.peerage.registry.WritePiece;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A plan as pieces of one write: each step for itself, so that a row that breaks a rule does not stop the others; but rows
 * that exchange addresses together.
 *
 * @param steps of each piece, in its order
 */
record PlanWrite(List<WritePiece> pieces, List<List<Step>> steps) {
    static PlanWrite of(Plan plan, long lan) {
        PlanWrite write = new PlanWrite(new ArrayList<>(), new ArrayList<>());
        // What is given up comes first, so that it can be taken.
        plan.steps().forEach(step -> {
            if (step instanceof Step.Delete delete) {
                write.add(step, List.of(delete.row()), List.of(deletion(delete.row())));
            }
        });
        Set<Step.Modify> exchanging = exchanging(plan);
        if (!exchanging.isEmpty()) {
            write.modifyTogether(List.copyOf(exchanging), lan);
        }
        plan.steps().forEach(step -> {
            if (step instanceof Step.Modify modify && !exchanging.contains(modify)) {
                write.modifyTogether(List.of(modify), lan);
            }
        });
        for (Step step : plan.steps()) {
            switch (step) {
                case Step.Add add -> write.add(step, List.of(), addition(add.peering(), lan));
                case Step.SetFacility set ->
                    write.add(
                            step,
                            List.of(),
                            List.of(new Operation.SetExchangeSide(set.row().id(), set.facility())));
                default -> {} // is for others to decide, or done above
            }
        }
        return write;
    }

    private void add(Step step, List<Row> expected, List<Operation> operations) {
        pieces.add(new WritePiece(expected, operations));
        steps.add(List.of(step));
    }

    private void modifyTogether(List<Step.Modify> modifies, long lan) {
        List<Row> expected = new ArrayList<>();
        List<Operation> operations = new ArrayList<>();
        for (Step.Modify modify : modifies) {
            expected.add(modify.row());
            expected.addAll(modify.merged());
            modify.merged().forEach(row -> operations.add(deletion(row)));
        }
        if (modifies.size() > 1) {
            modifies.forEach(modify -> {
                release(
                        operations,
                        modify.row(),
                        NetIxLan.IPADDR4,
                        modify.peering().ipv4());
                release(
                        operations,
                        modify.row(),
                        NetIxLan.IPADDR6,
                        modify.peering().ipv6());
            });
        }
        modifies.forEach(modify ->
                operations.add(new Operation.Update(NetIxLan.TYPE, modify.row().id(), input(modify.peering(), lan))));
        pieces.add(new WritePiece(expected, operations));
        steps.add(List.copyOf(modifies));
    }

    private static void release(
            List<Operation> operations, Row row, Field<IpAddress> field, @Nullable IpAddress wanted) {
        IpAddress stored = row.find(field);
        if (stored != null && !stored.equals(wanted)) {
            operations.add(new Operation.ReleaseAddress(row.id(), stored));
        }
    }

    /** Modifications of which one wants an address that another still has. */
    private static Set<Step.Modify> exchanging(Plan plan) {
        Map<IpAddress, Step.Modify> holders = new HashMap<>();
        List<Step.Modify> modifies = plan.steps().stream()
                .filter(Step.Modify.class::isInstance)
                .map(Step.Modify.class::cast)
                .toList();
        modifies.forEach(modify -> Stream.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)
                .map(field -> modify.row().find(field))
                .filter(Objects::nonNull)
                .forEach(address -> holders.put(address, modify)));
        Set<Step.Modify> exchanging = new LinkedHashSet<>();
        for (Step.Modify modify : modifies) {
            Stream.of(modify.peering().ipv4(), modify.peering().ipv6())
                    .filter(Objects::nonNull)
                    .map(holders::get)
                    .filter(holder -> holder != null && !holder.equals(modify))
                    .forEach(holder -> {
                        exchanging.add(holder);
                        exchanging.add(modify);
                    });
        }
        return exchanging;
    }

    static Operation deletion(Row row) {
        return new Operation.Delete(NetIxLan.TYPE, row.id());
    }

    static List<Operation> addition(Peering peering, long lan) {
        Operation create = new Operation.Create(NetIxLan.TYPE, input(peering, lan));
        return peering.facility() == null
                ? List.of(create)
                : List.of(
                        create,
                        new Operation.SetExchangeSideAt(
                                lan,
                                Objects.requireNonNull(peering.ipv4() != null ? peering.ipv4() : peering.ipv6()),
                                peering.facility()));
    }

    static RequestFields input(Peering peering, long lan) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("net_id", make.numberNode(peering.network()));
        values.put("ixlan_id", make.numberNode(lan));
        values.put("speed", make.numberNode(peering.speed()));
        values.put("ipaddr4", text(peering.ipv4()));
        values.put("ipaddr6", text(peering.ipv6()));
        values.put("is_rs_peer", make.booleanNode(Boolean.TRUE.equals(peering.routeServer())));
        values.put("operational", make.booleanNode(peering.operational()));
        return new RequestFields(values, false);
    }

    /** None is an empty text, as in forms: null is refused in new rows. */
    private static JsonNode text(@Nullable IpAddress address) {
        return JsonNodeFactory.instance.stringNode(Peering.text(address));
    }
}
