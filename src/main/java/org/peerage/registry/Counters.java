package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Counts anew what rows say of how many others are linked to them. */
final class Counters {
    private final Map<ObjectType, List<Row>> rows;
    private final Map<ObjectType, Map<Long, Row.Builder>> corrected = new HashMap<>();
    private final List<LoadReport.RejectedRow> wrong = new ArrayList<>();

    private Counters(Map<ObjectType, List<Row>> rows) {
        this.rows = rows;
    }

    /**
     * Counters that are not right.
     *
     * @param rows the rows concerned, made right
     */
    record CounterReport(List<LoadReport.RejectedRow> wrong, List<Row> rows) {}

    static CounterReport check(Map<ObjectType, List<Row>> rows) {
        Counters counters = new Counters(rows);
        counters.check(Net.FAC_COUNT, NetFac.NET_ID, NetFac.FAC_ID);
        counters.check(Fac.NET_COUNT, NetFac.FAC_ID, NetFac.NET_ID);
        counters.check(Fac.IX_COUNT, IxFac.FAC_ID, IxFac.IX_ID);
        counters.check(Fac.CARRIER_COUNT, CarrierFac.FAC_ID, CarrierFac.CARRIER_ID);
        counters.check(Ix.FAC_COUNT, IxFac.IX_ID, IxFac.FAC_ID);
        counters.check(Carrier.FAC_COUNT, CarrierFac.CARRIER_ID, CarrierFac.FAC_ID);
        counters.peerings();
        List<Row> right = new ArrayList<>();
        counters.corrected.values().forEach(ofType -> ofType.values().forEach(row -> right.add(row.build())));
        return new CounterReport(List.copyOf(counters.wrong), right);
    }

    private void check(Field<Long> counter, Field<Long> here, Field<Long> there) {
        Map<Long, Set<Long>> linked = new HashMap<>();
        for (Row link : rows.getOrDefault(here.owner(), List.of())) {
            if (link.isActive()) {
                linked.computeIfAbsent(link.get(here), id -> new HashSet<>()).add(link.get(there));
            }
        }
        compare(counter, linked);
    }

    private void peerings() {
        Map<Long, Long> exchangeOfLan = new HashMap<>();
        rows.getOrDefault(IxLan.TYPE, List.of()).forEach(lan -> exchangeOfLan.put(lan.id(), lan.get(IxLan.IX_ID)));
        Map<Long, Set<Long>> exchanges = new HashMap<>();
        Map<Long, Set<Long>> networks = new HashMap<>();
        for (Row peering : rows.getOrDefault(NetIxLan.TYPE, List.of())) {
            Long exchange = exchangeOfLan.get(peering.get(NetIxLan.IXLAN_ID));
            if (peering.isActive() && exchange != null) {
                long network = peering.get(NetIxLan.NET_ID);
                exchanges.computeIfAbsent(network, id -> new HashSet<>()).add(exchange);
                networks.computeIfAbsent(exchange, id -> new HashSet<>()).add(network);
            }
        }
        compare(Net.IX_COUNT, exchanges);
        compare(Ix.NET_COUNT, networks);
    }

    private void compare(Field<Long> counter, Map<Long, Set<Long>> linked) {
        ObjectType type = counter.owner();
        for (Row row : rows.getOrDefault(type, List.of())) {
            long counted = linked.getOrDefault(row.id(), Set.of()).size();
            if (row.isActive() && row.get(counter) != counted) {
                wrong.add(new LoadReport.RejectedRow(
                        type.typeName(), row.id(), counter + ": says " + row.get(counter) + ", counted " + counted));
                corrected
                        .computeIfAbsent(type, none -> new HashMap<>())
                        .computeIfAbsent(row.id(), id -> row.toBuilder())
                        .set(counter, counted);
            }
        }
    }
}
