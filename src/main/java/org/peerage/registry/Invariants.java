package org.peerage.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What writes never bring about, but a dump of another registry may: rows that the rules would not let anybody make. */
final class Invariants {
    private final Map<ObjectType, Map<Long, Row>> rows = new HashMap<>();
    private final List<LoadReport.RejectedRow> odd = new ArrayList<>();

    private Invariants(Map<ObjectType, List<Row>> all) {
        for (ObjectType type : ObjectTypes.ALL) {
            Map<Long, Row> byId = new HashMap<>();
            all.getOrDefault(type, List.of()).forEach(row -> byId.put(row.id(), row));
            rows.put(type, byId);
        }
    }

    static List<LoadReport.RejectedRow> check(Map<ObjectType, List<Row>> all) {
        Invariants check = new Invariants(all);
        for (ObjectType type : ObjectTypes.ALL) {
            check.of(type).values().forEach(check::parents);
        }
        check.lans();
        check.prefixes();
        check.peerings();
        check.campuses();
        check.odd.sort(
                Comparator.comparing(LoadReport.RejectedRow::typeName).thenComparingLong(LoadReport.RejectedRow::id));
        return check.odd;
    }

    private Map<Long, Row> of(ObjectType type) {
        return rows.getOrDefault(type, Map.of());
    }

    /** No active row hangs under a deleted one. */
    private void parents(Row row) {
        if (row.status() == Status.DELETED) {
            return;
        }
        for (Field<?> field : row.type().fields()) {
            if (field.isReference() && !field.isNullable() && row.find(field) instanceof Long id) {
                Row parent = of(field.target()).get(id);
                if (parent != null && parent.status() == Status.DELETED) {
                    addProblem(row, field + ": " + field.target().typeName() + " " + id + " is deleted");
                }
            }
        }
    }

    private void lans() {
        of(IxLan.TYPE).values().forEach(lan -> {
            if (lan.get(IxLan.IX_ID) != lan.id()) {
                addProblem(lan, "ix_id: an exchange and its LAN have the same id");
            }
        });
    }

    private void prefixes() {
        List<Row> active = of(IxPfx.TYPE).values().stream()
                .filter(Row::isActive)
                .sorted(Comparator.comparing(row -> row.get(IxPfx.PREFIX)))
                .toList();
        Row widest = null;
        for (Row row : active) {
            if (widest != null && widest.get(IxPfx.PREFIX).overlaps(row.get(IxPfx.PREFIX))) {
                addProblem(row, "prefix: overlaps that of ixpfx " + widest.id());
            } else {
                widest = row;
            }
        }
    }

    private void peerings() {
        Map<Long, List<IpPrefix>> prefixes = new HashMap<>();
        of(IxPfx.TYPE).values().stream().filter(Row::isActive).forEach(row -> prefixes.computeIfAbsent(
                        row.get(IxPfx.IXLAN_ID), lan -> new ArrayList<>())
                .add(row.get(IxPfx.PREFIX)));
        for (Row peering : of(NetIxLan.TYPE).values()) {
            if (!peering.isActive()) {
                continue;
            }
            Row network = of(Net.TYPE).get(peering.get(NetIxLan.NET_ID));
            if (network != null && !network.get(Net.ASN).equals(peering.get(NetIxLan.ASN))) {
                addProblem(peering, "asn: " + peering.get(NetIxLan.ASN) + ", the network has " + network.get(Net.ASN));
            }
            List<IpPrefix> ofLan = prefixes.getOrDefault(peering.get(NetIxLan.IXLAN_ID), List.of());
            inside(peering, peering.find(NetIxLan.IPADDR4), ofLan);
            inside(peering, peering.find(NetIxLan.IPADDR6), ofLan);
        }
    }

    private void inside(Row peering, @Nullable IpAddress address, List<IpPrefix> prefixes) {
        if (address != null && prefixes.stream().noneMatch(prefix -> prefix.contains(address))) {
            addProblem(peering, address + ": in no prefix of the exchange");
        }
    }

    private void campuses() {
        Map<Long, Integer> members = new HashMap<>();
        of(Fac.TYPE).values().stream().filter(Row::isActive).forEach(fac -> {
            Long campus = fac.find(Fac.CAMPUS_ID);
            if (campus != null) {
                members.merge(campus, 1, Integer::sum);
            }
        });
        of(Campus.TYPE).values().stream()
                .filter(campus -> campus.status() != Status.DELETED)
                .forEach(campus -> {
                    Status due = members.getOrDefault(campus.id(), 0) >= 2 ? Status.OK : Status.PENDING;
                    if (campus.status() != due) {
                        addProblem(campus, "status: " + campus.status() + ", by its facilities " + due);
                    }
                });
    }

    private void addProblem(Row row, String problem) {
        odd.add(new LoadReport.RejectedRow(row.type().typeName(), row.id(), problem));
    }
}
