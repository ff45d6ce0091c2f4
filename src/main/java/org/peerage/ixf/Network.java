package org.peerage.ixf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * A network's settings for imports.
 *
 * @param automatic whether exchanges may change its connections
 */
record Network(Row row, Asn asn, boolean automatic, boolean usesIpv4, boolean usesIpv6, List<String> excluded) {
    private static final String EXCLUDED_SPEED = "speed";
    private static final String EXCLUDED_ROUTE_SERVER = "is_rs_peer";
    private static final String EXCLUDED_OPERATIONAL = "operational";

    Network {
        excluded = List.copyOf(excluded);
    }

    static Network of(Row row) {
        boolean ipv4 = row.get(Net.INFO_UNICAST);
        boolean ipv6 = row.get(Net.INFO_IPV6);
        List<String> excluded = row.find(Net.IXP_UPDATE_EXCLUDE);
        return new Network(
                row,
                row.get(Net.ASN),
                row.get(Net.ALLOW_IXP_UPDATE),
                ipv4 || !ipv6,
                ipv6 || !ipv4,
                excluded == null ? List.of() : excluded);
    }

    Network asAutomatic() {
        return new Network(row, asn, true, usesIpv4, usesIpv6, excluded);
    }

    /** As if the network kept these fields to itself, too. */
    Network keeping(Set<String> fields) {
        List<String> all = new ArrayList<>(excluded);
        all.addAll(fields);
        return fields.isEmpty() ? this : new Network(row, asn, automatic, usesIpv4, usesIpv6, all);
    }

    /** The network of a number; the one in use where others had it before. */
    static Optional<Network> find(Snapshot snapshot, Asn asn) {
        List<Row> rows = snapshot.rowsWhere(Net.ASN, asn);
        return rows.stream()
                .filter(Row::isActive)
                .findFirst()
                .or(() -> rows.stream().findFirst())
                .map(Network::of);
    }

    boolean uses(boolean six) {
        return six ? usesIpv6 : usesIpv4;
    }

    /** Whether it takes a field from feeds; addresses always. */
    boolean takes(String field) {
        return !excluded.contains(field);
    }

    boolean takesSpeed() {
        return !excluded.contains(EXCLUDED_SPEED);
    }

    boolean takesRouteServer() {
        return !excluded.contains(EXCLUDED_ROUTE_SERVER);
    }

    boolean takesOperational() {
        return !excluded.contains(EXCLUDED_OPERATIONAL);
    }
}
