package org.peerage.web.objects;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * What connections add up to: only those that are operational count, since the others carry nothing.
 *
 * @param ports that are operational
 * @param down ports that are not
 * @param networks that have an operational port
 * @param openNetworks those of them whose policy is open
 * @param ipv6Networks those of them that have an IPv6 address on one
 * @param capacity of the operational ports, in Mbit/s
 */
record PeeringTotals(int ports, int down, int networks, int openNetworks, int ipv6Networks, long capacity) {

    static PeeringTotals of(List<Row> connections, Snapshot snapshot) {
        Set<Long> networks = new HashSet<>();
        Set<Long> open = new HashSet<>();
        Set<Long> ipv6 = new HashSet<>();
        int ports = 0;
        long capacity = 0;
        for (Row connection : connections) {
            if (connection.get(NetIxLan.OPERATIONAL)) {
                ports++;
                capacity += connection.get(NetIxLan.SPEED);
                long network = connection.get(NetIxLan.NET_ID);
                networks.add(network);
                if (connection.find(NetIxLan.IPADDR6) != null) {
                    ipv6.add(network);
                }
                Row row = Objects.requireNonNull(snapshot.find(Net.TYPE, network));
                if (row.get(Net.POLICY_GENERAL).equals("Open")) {
                    open.add(network);
                }
            }
        }
        return new PeeringTotals(
                ports, connections.size() - ports, networks.size(), open.size(), ipv6.size(), capacity);
    }

    /** Of a hundred networks so many, rounded down so that 100 means all. */
    int ipv6Percent() {
        return networks == 0 ? 0 : ipv6Networks * 100 / networks;
    }
}
