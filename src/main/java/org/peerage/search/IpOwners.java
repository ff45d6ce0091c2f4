package org.peerage.search;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Whose an address is: the network that has it at an exchange, and the exchange whose block it is of. */
final class IpOwners {
    private static final int MAX_OWNERS = 200;

    private final Snapshot snapshot;

    IpOwners(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Whether a word is meant as an address, a block, or the beginning of one. */
    static boolean isIpAddress(String text) {
        return IpAddress.parse(text).isPresent()
                || IpPrefix.around(text).isPresent()
                || text.matches("[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]{0,3}){0,2}")
                || text.matches("(?i)[0-9a-f]{1,4}(:[0-9a-f]{0,4}){1,7}");
    }

    /** Objects by their key, with what they have to do with the address; the closest first. */
    Map<String, String> owners(String text) {
        Map<String, String> owners = new LinkedHashMap<>();
        Optional<IpAddress> address = IpAddress.parse(text);
        Optional<IpPrefix> block = IpPrefix.around(text);
        if (address.isPresent()) {
            peers(address.get(), owners);
            exchanges(prefix -> prefix.contains(address.get()), owners);
        } else if (block.isPresent()) {
            exchanges(prefix -> prefix.overlaps(block.get()), owners);
        } else {
            String start = text.toLowerCase(Locale.ROOT);
            exchanges(prefix -> prefix.toString().startsWith(start), owners);
        }
        return owners;
    }

    private void peers(IpAddress address, Map<String, String> owners) {
        for (Row peering : snapshot.rowsWhere(address.isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4, address)) {
            Row network = peering.isActive() ? snapshot.find(Net.TYPE, peering.get(NetIxLan.NET_ID)) : null;
            if (network != null && network.isActive()) {
                Row lan = snapshot.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID));
                Row ix = lan == null ? null : snapshot.find(Ix.TYPE, lan.get(IxLan.IX_ID));
                owners.put(SearchFields.key(network), address + (ix == null ? "" : " at " + ix.get(Ix.NAME)));
            }
        }
    }

    private void exchanges(Predicate<IpPrefix> wanted, Map<String, String> owners) {
        snapshot.forEach(IxPfx.TYPE, row -> {
            if (owners.size() < MAX_OWNERS && row.isActive() && wanted.test(row.get(IxPfx.PREFIX))) {
                Row lan = snapshot.find(IxLan.TYPE, row.get(IxPfx.IXLAN_ID));
                Row ix = lan == null ? null : snapshot.find(Ix.TYPE, lan.get(IxLan.IX_ID));
                if (ix != null && ix.isActive()) {
                    owners.putIfAbsent(
                            SearchFields.key(ix), row.get(IxPfx.PREFIX).toString());
                }
            }
        });
    }
}
