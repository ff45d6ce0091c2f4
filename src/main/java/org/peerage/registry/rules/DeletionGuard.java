package org.peerage.registry.rules;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** What is in use is not deleted (docs/spec/objects.md §1.8). */
public final class DeletionGuard {
    private static final int MAX_NAMED = 5;

    private DeletionGuard() {}

    /** Why a row may not be deleted now. */
    public static Optional<String> reason(Row row, WorkingCopy workingCopy) {
        if (row.type() == Org.TYPE) {
            boolean used = Stream.of(Ix.ORG_ID, Fac.ORG_ID, Net.ORG_ID)
                    .anyMatch(reference ->
                            workingCopy.referring(reference, row.id()).stream().anyMatch(Row::isActive));
            return used ? Optional.of("Organization has active objects under it.") : Optional.empty();
        }
        if (row.type() == Fac.TYPE) {
            return links(
                            "Facility has active exchange presence(s): ",
                            row,
                            IxFac.FAC_ID,
                            IxFac.IX_ID,
                            Ix.NAME,
                            workingCopy)
                    .or(() -> links(
                            "Facility has active network presence(s): ",
                            row,
                            NetFac.FAC_ID,
                            NetFac.NET_ID,
                            Net.NAME,
                            workingCopy));
        }
        if (row.type() == Ix.TYPE) {
            return links(
                            "Exchange has active facility connection(s): ",
                            row,
                            IxFac.IX_ID,
                            IxFac.FAC_ID,
                            Fac.NAME,
                            workingCopy)
                    .or(() -> peers(row, workingCopy));
        }
        if (row.type() == IxPfx.TYPE) {
            return prefixInUse(workingCopy, row);
        }
        return row.type() == Poc.TYPE ? lastTechnicalContact(row, workingCopy) : Optional.empty();
    }

    /** The message about the first peer that has an address in a LAN's prefix. */
    static Optional<String> prefixInUse(WorkingCopy workingCopy, Row prefix) {
        for (Row peer : activePeers(workingCopy, prefix.get(IxPfx.IXLAN_ID))) {
            for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
                IpAddress address = peer.find(field);
                if (address != null && prefix.get(IxPfx.PREFIX).contains(address)) {
                    return Optional.of("Cannot delete prefix " + prefix.get(IxPfx.PREFIX) + ": IP address " + address
                            + " from network ASN " + peer.get(NetIxLan.ASN) + " is still using this prefix");
                }
            }
        }
        return Optional.empty();
    }

    /** The addresses of active peers that a prefix covers. */
    static List<IpAddress> peersIn(WorkingCopy workingCopy, Row prefix) {
        return activePeers(workingCopy, prefix.get(IxPfx.IXLAN_ID)).stream()
                .flatMap(peer -> Stream.of(peer.find(NetIxLan.IPADDR4), peer.find(NetIxLan.IPADDR6)))
                .filter(address -> address != null && prefix.get(IxPfx.PREFIX).contains(address))
                .toList();
    }

    private static List<Row> activePeers(WorkingCopy workingCopy, long lan) {
        return workingCopy.referring(NetIxLan.IXLAN_ID, lan).stream()
                .filter(Row::isActive)
                .toList();
    }

    private static Optional<String> peers(Row exchange, WorkingCopy workingCopy) {
        boolean used = workingCopy.referring(IxLan.IX_ID, exchange.id()).stream()
                .anyMatch(lan -> !activePeers(workingCopy, lan.id()).isEmpty());
        return used ? Optional.of("Exchange has active peer(s)") : Optional.empty();
    }

    private static Optional<String> links(
            String message, Row row, Field<Long> here, Field<Long> there, Field<String> name, WorkingCopy workingCopy) {
        List<String> names = workingCopy.referring(here, row.id()).stream()
                .filter(Row::isActive)
                .limit(MAX_NAMED)
                .map(link -> workingCopy.find(there.target(), link.get(there)))
                .filter(Objects::nonNull)
                .map(other -> other.get(name))
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(message + String.join(", ", names) + " ...");
    }

    private static Optional<String> lastTechnicalContact(Row contact, WorkingCopy workingCopy) {
        if (!contact.isActive() || !Contacts.isTechnical(contact)) {
            return Optional.empty();
        }
        long network = contact.get(Poc.NET_ID);
        boolean peers = workingCopy.referring(NetIxLan.NET_ID, network).stream().anyMatch(Row::isActive);
        boolean others = workingCopy.referring(Poc.NET_ID, network).stream()
                .anyMatch(other -> other.isActive() && other.id() != contact.id() && Contacts.isTechnical(other));
        return (peers && !others)
                ? Optional.of("Last technical contact point for network with active peers")
                : Optional.empty();
    }
}
