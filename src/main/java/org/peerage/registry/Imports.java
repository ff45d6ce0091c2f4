package org.peerage.registry;

import java.util.Objects;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What imports of member lists do besides what everybody may (docs/spec/ixf.md §4). */
final class Imports {
    private Imports() {}

    static Decision note(Operation.NoteImport note, WorkingCopy workingCopy) {
        Row exchange = workingCopy.find(Ix.TYPE, note.exchange());
        if (exchange == null || exchange.status() == Status.DELETED) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(Ix.TYPE));
        }
        Row.Builder noted = exchange.toBuilder();
        if (note.status() != null) {
            noted.set(Ix.IXF_IMPORT_REQUEST_STATUS, note.status());
        }
        if (note.completed() != null) {
            noted.set(Ix.IXF_LAST_IMPORT, note.completed()).set(Ix.IXF_NET_COUNT, note.networks());
        }
        Row after = noted.build();
        workingCopy.derive(after); // the exchange itself has not been saved by anybody
        return Decision.Applied.of(after);
    }

    static Decision setSide(Operation.SetExchangeSide side, WorkingCopy workingCopy) {
        return setSide(
                Optional.ofNullable(workingCopy.find(NetIxLan.TYPE, side.peering())), side.facility(), workingCopy);
    }

    static Decision setSide(Operation.SetExchangeSideAt side, WorkingCopy workingCopy) {
        return setSide(
                workingCopy.rowsWhere(field(side.address()), side.address()).stream()
                        .filter(row -> row.isActive() && row.get(NetIxLan.IXLAN_ID) == side.lan())
                        .findFirst(),
                side.facility(),
                workingCopy);
    }

    private static Decision setSide(Optional<Row> peering, long facility, WorkingCopy workingCopy) {
        return peering.filter(Row::isActive)
                .<Decision>map(row -> Decision.Applied.of(workingCopy.save(
                        row.toBuilder().set(NetIxLan.IX_SIDE_ID, facility), WorkingCopy.ChangeKind.UPDATE)))
                .orElseGet(() -> Decision.Rejected.of(new Refusal.ObjectNotFound(NetIxLan.TYPE)));
    }

    static Decision release(Operation.ReleaseAddress release, WorkingCopy workingCopy) {
        Row row = workingCopy.find(NetIxLan.TYPE, release.peering());
        Field<IpAddress> field = field(release.address());
        if (row == null || !Objects.equals(row.find(field), release.address())) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(NetIxLan.TYPE));
        }
        return Decision.Applied.of(workingCopy.save(row.toBuilder().set(field, null), WorkingCopy.ChangeKind.UPDATE));
    }

    private static Field<IpAddress> field(IpAddress address) {
        return address.isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4;
    }
}
