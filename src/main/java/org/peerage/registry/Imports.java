package org.peerage.registry;

import java.util.Objects;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What imports of member lists do besides what everybody may (spec/ixf.md §4). */
final class Imports {
    private Imports() {}

    static Decision note(Operation.NoteImport note, Work work) {
        Row exchange = work.find(Ix.TYPE, note.exchange());
        if (exchange == null || exchange.status() == Status.DELETED) {
            return Decision.Refused.of(new Refusal.NotFound(Ix.TYPE));
        }
        Row.Builder noted = exchange.toBuilder();
        if (note.status() != null) {
            noted.set(Ix.IXF_IMPORT_REQUEST_STATUS, note.status());
        }
        if (note.completed() != null) {
            noted.set(Ix.IXF_LAST_IMPORT, note.completed()).set(Ix.IXF_NET_COUNT, note.networks());
        }
        Row after = noted.build();
        work.derive(after); // the exchange itself has not been saved by anybody
        return Decision.Applied.of(after);
    }

    static Decision setSide(Operation.SetExchangeSide side, Work work) {
        return setSide(Optional.ofNullable(work.find(NetIxLan.TYPE, side.peering())), side.facility(), work);
    }

    static Decision setSide(Operation.SetExchangeSideAt side, Work work) {
        return setSide(
                work.having(field(side.address()), side.address()).stream()
                        .filter(row -> row.isOk() && row.get(NetIxLan.IXLAN_ID) == side.lan())
                        .findFirst(),
                side.facility(),
                work);
    }

    private static Decision setSide(Optional<Row> peering, long facility, Work work) {
        return peering.filter(Row::isOk)
                .<Decision>map(row -> Decision.Applied.of(
                        work.save(row.toBuilder().set(NetIxLan.IX_SIDE_ID, facility), Work.Kind.UPDATE)))
                .orElseGet(() -> Decision.Refused.of(new Refusal.NotFound(NetIxLan.TYPE)));
    }

    static Decision release(Operation.ReleaseAddress release, Work work) {
        Row row = work.find(NetIxLan.TYPE, release.peering());
        Field<IpAddress> field = field(release.address());
        if (row == null || !Objects.equals(row.find(field), release.address())) {
            return Decision.Refused.of(new Refusal.NotFound(NetIxLan.TYPE));
        }
        return Decision.Applied.of(work.save(row.toBuilder().set(field, null), Work.Kind.UPDATE));
    }

    private static Field<IpAddress> field(IpAddress address) {
        return address.isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4;
    }
}
