package org.peerage.registry.rules;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Visibility;

/** What follows from changed rows: counters, times of change, the state of campuses (docs/spec/objects.md §1.13, §2.11). */
public final class Derivations {
    private final WorkingCopy workingCopy;
    private final Set<Long> networksByPeering = new TreeSet<>();
    private final Set<Long> networksByFacility = new TreeSet<>();
    private final Set<Long> networksByContact = new TreeSet<>();
    private final Set<Long> exchangesByPeering = new TreeSet<>();
    private final Set<Long> exchangesByFacility = new TreeSet<>();
    private final Set<Long> facilitiesByNetwork = new TreeSet<>();
    private final Set<Long> facilitiesByExchange = new TreeSet<>();
    private final Set<Long> facilitiesByCarrier = new TreeSet<>();
    private final Set<Long> carriers = new TreeSet<>();
    private final Set<Long> campuses = new TreeSet<>();

    private Derivations(WorkingCopy workingCopy) {
        this.workingCopy = workingCopy;
    }

    /** Completes a write: to be called once, when all its rows have changed. */
    public static void complete(WorkingCopy workingCopy) {
        Derivations derived = new Derivations(workingCopy);
        for (WorkingCopy.RowChange change : workingCopy.changes()) {
            if (change.before() != null) {
                derived.collect(change.before(), change.kind());
            }
            derived.collect(change.after(), change.kind());
            if (change.before() != null) {
                derived.handOver(change.before(), change.after());
            }
        }
        derived.apply();
    }

    private void collect(Row row, WorkingCopy.ChangeKind kind) {
        if (row.type() == NetIxLan.TYPE) {
            networksByPeering.add(row.get(NetIxLan.NET_ID));
            exchangeOf(row.get(NetIxLan.IXLAN_ID)).ifPresent(exchangesByPeering::add);
        } else if (row.type() == NetFac.TYPE) {
            networksByFacility.add(row.get(NetFac.NET_ID));
            facilitiesByNetwork.add(row.get(NetFac.FAC_ID));
        } else if (row.type() == IxFac.TYPE) {
            exchangesByFacility.add(row.get(IxFac.IX_ID));
            facilitiesByExchange.add(row.get(IxFac.FAC_ID));
        } else if (row.type() == CarrierFac.TYPE) {
            carriers.add(row.get(CarrierFac.CARRIER_ID));
            facilitiesByCarrier.add(row.get(CarrierFac.FAC_ID));
        } else if (row.type() == Poc.TYPE) {
            networksByContact.add(row.get(Poc.NET_ID));
        } else if (row.type() == Campus.TYPE) {
            campuses.add(row.id());
        } else if (row.type() == Fac.TYPE && kind != WorkingCopy.ChangeKind.DERIVE) {
            Long campus = row.find(Fac.CAMPUS_ID);
            if (campus != null) {
                campuses.add(campus);
            }
        }
    }

    /**
     * What only an owner sees changes when it gets another one: then it is found by who asks what changed since, and
     * those who see it now, or saw it before, are told of it (docs/decisions/0027). Whether there is a value does not matter:
     * else everybody could tell by the time of a row that all see.
     */
    private void handOver(Row before, Row after) {
        Field<Long> owner = Hierarchy.owner(after.type());
        if (owner != null && !Objects.equals(before.find(owner), after.find(owner))) {
            touchOwned(after);
        }
    }

    private void touchOwned(Row parent) {
        for (Field<Long> child : Hierarchy.owned(parent.type())) {
            for (Row row : workingCopy.referring(child, parent.id())) {
                boolean isForOwner = Visibility.isForOwner(row) || Visibility.hasKeyForOwner(row);
                if (isForOwner && row.status() != Status.DELETED) {
                    workingCopy.derive(row.toBuilder()
                            .set(row.type().updated(), workingCopy.now())
                            .build());
                }
                touchOwned(row);
            }
        }
    }

    private void apply() {
        for (long network : networksByPeering) {
            change(Net.TYPE, network, row -> row.set(Net.IX_COUNT, exchanges(network))
                    .set(Net.NETIXLAN_UPDATED, workingCopy.now()));
        }
        for (long network : networksByFacility) {
            change(Net.TYPE, network, row -> row.set(Net.FAC_COUNT, distinct(NetFac.NET_ID, network, NetFac.FAC_ID))
                    .set(Net.NETFAC_UPDATED, workingCopy.now()));
        }
        for (long network : networksByContact) {
            change(Net.TYPE, network, row -> row.set(Net.POC_UPDATED, workingCopy.now()));
        }
        for (long exchange : exchangesByPeering) {
            change(Ix.TYPE, exchange, row -> row.set(Ix.NET_COUNT, networks(exchange)));
        }
        count(Ix.TYPE, exchangesByFacility, Ix.FAC_COUNT, IxFac.IX_ID, IxFac.FAC_ID);
        count(Fac.TYPE, facilitiesByNetwork, Fac.NET_COUNT, NetFac.FAC_ID, NetFac.NET_ID);
        count(Fac.TYPE, facilitiesByExchange, Fac.IX_COUNT, IxFac.FAC_ID, IxFac.IX_ID);
        count(Fac.TYPE, facilitiesByCarrier, Fac.CARRIER_COUNT, CarrierFac.FAC_ID, CarrierFac.CARRIER_ID);
        count(Carrier.TYPE, carriers, Carrier.FAC_COUNT, CarrierFac.CARRIER_ID, CarrierFac.FAC_ID);
        campuses.forEach(this::reconsider);
    }

    private void count(ObjectType type, Set<Long> ids, Field<Long> counter, Field<Long> here, Field<Long> there) {
        for (long id : ids) {
            change(type, id, row -> row.set(counter, distinct(here, id, there)));
        }
    }

    private void change(ObjectType type, long id, UnaryOperator<Row.Builder> edit) {
        Row row = workingCopy.find(type, id);
        if (row != null) {
            Row after = edit.apply(row.toBuilder()).build();
            if (!after.equals(row)) {
                workingCopy.derive(after);
            }
        }
    }

    private long distinct(Field<Long> here, long id, Field<Long> there) {
        return workingCopy.referring(here, id).stream()
                .filter(Row::isActive)
                .map(link -> link.get(there))
                .distinct()
                .count();
    }

    private long exchanges(long network) {
        return workingCopy.referring(NetIxLan.NET_ID, network).stream()
                .filter(Row::isActive)
                .map(peering -> exchangeOf(peering.get(NetIxLan.IXLAN_ID)))
                .flatMap(Optional::stream)
                .distinct()
                .count();
    }

    private long networks(long exchange) {
        return workingCopy.referring(IxLan.IX_ID, exchange).stream()
                .flatMap(lan -> workingCopy.referring(NetIxLan.IXLAN_ID, lan.id()).stream())
                .filter(Row::isActive)
                .map(peering -> peering.get(NetIxLan.NET_ID))
                .distinct()
                .count();
    }

    private Optional<Long> exchangeOf(long lan) {
        return Optional.ofNullable(workingCopy.find(IxLan.TYPE, lan)).map(row -> row.get(IxLan.IX_ID));
    }

    /** A campus is one from two active facilities on. */
    private void reconsider(long id) {
        Row campus = workingCopy.find(Campus.TYPE, id);
        if (campus == null || campus.status() == Status.DELETED) {
            return;
        }
        long members = workingCopy.referring(Fac.CAMPUS_ID, id).stream()
                .filter(Row::isActive)
                .count();
        Status status = members >= 2 ? Status.OK : Status.PENDING;
        if (campus.status() != status) {
            workingCopy.save(campus.toBuilder().set(Campus.STATUS, status), WorkingCopy.ChangeKind.UPDATE);
        }
    }
}
