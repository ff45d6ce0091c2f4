package org.peerage.registry;

import java.util.List;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.registry.rules.Draft;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Deleted rows keep what is unique: new ones take their place, or have them step aside (docs/spec/objects.md §1.9). */
final class DeletedRowReuse {
    private DeletedRowReuse() {}

    /** The deleted row that a new one becomes. */
    static Optional<Row> candidate(Draft draft) {
        ObjectType type = draft.type();
        if (type == Org.TYPE) {
            return deleted(draft, Org.NAME);
        }
        if (type == Carrier.TYPE) {
            return deleted(draft, Carrier.NAME);
        }
        if (type == Campus.TYPE) {
            return deleted(draft, Campus.NAME);
        }
        if (type == IxPfx.TYPE) {
            return deleted(draft, IxPfx.PREFIX);
        }
        if (type == NetIxLan.TYPE) {
            return deleted(draft, NetIxLan.IPADDR4).or(() -> deleted(draft, NetIxLan.IPADDR6));
        }
        if (type == NetFac.TYPE) {
            return pair(draft, NetFac.NET_ID, NetFac.FAC_ID);
        }
        if (type == IxFac.TYPE) {
            return pair(draft, IxFac.IX_ID, IxFac.FAC_ID);
        }
        return type == CarrierFac.TYPE ? pair(draft, CarrierFac.CARRIER_ID, CarrierFac.FAC_ID) : Optional.empty();
    }

    /** The deleted row with the new values; it keeps what the request does not name. */
    static Row.Builder of(Row before, Draft draft) {
        Row.Builder row = before.toBuilder();
        for (JsonKey key : draft.type().keys()) {
            if (key instanceof Field<?> field && !field.isReadOnly() && isTaken(field, before, draft)) {
                copy(field, draft, row);
            }
        }
        if (draft.type() == NetIxLan.TYPE) {
            row.set(NetIxLan.ASN, draft.get(NetIxLan.ASN));
        }
        row.set(draft.type().status(), status(draft));
        return row;
    }

    /** A connection that becomes another network's has nothing left of the former one's (docs/spec/deviations.md §14). */
    private static boolean isTaken(Field<?> field, Row before, Draft draft) {
        boolean others =
                draft.type() == NetIxLan.TYPE && !before.get(NetIxLan.NET_ID).equals(draft.get(NetIxLan.NET_ID));
        return others || draft.fields().has(field.name()) || field.valueWhenOmitted() != null;
    }

    private static <T> void copy(Field<T> field, Draft draft, Row.Builder row) {
        row.set(field, draft.find(field));
    }

    private static Status status(Draft draft) {
        if (draft.type() != CarrierFac.TYPE) {
            return draft.get(draft.type().status());
        }
        Row carrier = draft.follow(CarrierFac.CARRIER_ID);
        Row facility = draft.follow(CarrierFac.FAC_ID);
        boolean sameOwner = carrier != null
                && facility != null
                && carrier.get(Carrier.ORG_ID).equals(facility.get(Fac.ORG_ID));
        return sameOwner ? Status.OK : Status.PENDING;
    }

    /** Deleted rows let go of what this one is about to take. */
    static void makeRoom(Draft draft) {
        ObjectType type = draft.type();
        if (type == NetIxLan.TYPE) {
            long kept =
                    candidate(draft).filter(row -> draft.isNew()).map(Row::id).orElse(draft.id());
            for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
                release(draft, field, kept);
            }
        } else if (draft.isNew() && (type == Fac.TYPE || type == Ix.TYPE || type == Net.TYPE)) {
            rename(draft);
        }
    }

    private static void release(Draft draft, Field<IpAddress> field, long kept) {
        IpAddress address = draft.find(field);
        if (address == null) {
            return;
        }
        for (Row row : draft.workingCopy().rowsWhere(field, address)) {
            if (row.status() == Status.DELETED && row.id() != kept) {
                // Whoever knows the row learns that it lost its address (docs/spec/deviations.md §13).
                draft.workingCopy().save(row.toBuilder().set(field, null), WorkingCopy.ChangeKind.UPDATE);
            }
        }
    }

    private static void rename(Draft draft) {
        Field<String> name = draft.type() == Fac.TYPE ? Fac.NAME : draft.type() == Ix.TYPE ? Ix.NAME : Net.NAME;
        for (Row row : draft.workingCopy().rowsWhere(name, draft.get(name))) {
            Row.Builder renamed = row.toBuilder().set(name, row.get(name) + " #" + row.id());
            if (draft.type() == Net.TYPE) {
                renamed.set(Net.NOTES_PRIVATE, "Name of deleted entity claimed by new entity");
            }
            draft.workingCopy().save(renamed, WorkingCopy.ChangeKind.UPDATE);
        }
    }

    private static <T> Optional<Row> deleted(Draft draft, Field<T> field) {
        T value = draft.find(field);
        return value == null
                ? Optional.empty()
                : draft.workingCopy().rowsWhere(field, value).stream()
                        .filter(row -> row.status() == Status.DELETED)
                        .findFirst();
    }

    private static Optional<Row> pair(Draft draft, Field<Long> one, Field<Long> other) {
        return draft.workingCopy().referring(one, draft.get(one)).stream()
                .filter(row -> row.status() == Status.DELETED && row.get(other).equals(draft.get(other)))
                .findFirst();
    }
}
