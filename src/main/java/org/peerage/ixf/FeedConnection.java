package org.peerage.ixf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/** A connection of a member with its pairs of addresses, after what belongs together was brought together. */
record FeedConnection(Asn asn, MemberList.Connection source, List<Pair> pairs) {

    /** A value that came with one of a pair's addresses. */
    record Side(IpAddress address, @Nullable Boolean routeServer, String pointer) {}

    /** An IPv4 and an IPv6 address of a VLAN, or one of them. */
    static final class Pair {
        final String vlan;
        final String pointer;
        private @Nullable Side ipv4;
        private @Nullable Side ipv6;

        Pair(String vlan, @Nullable Side ipv4, @Nullable Side ipv6, String pointer) {
            this.vlan = vlan;
            this.ipv4 = ipv4;
            this.ipv6 = ipv6;
            this.pointer = pointer;
        }

        @Nullable
        Side ipv4() {
            return ipv4;
        }

        @Nullable
        Side ipv6() {
            return ipv6;
        }

        List<Side> sides() {
            List<Side> sides = new ArrayList<>(2);
            if (ipv4 != null) {
                sides.add(ipv4);
            }
            if (ipv6 != null) {
                sides.add(ipv6);
            }
            return sides;
        }

        /** Whether it has one address, of that family. */
        boolean isOnly(boolean six) {
            return six ? ipv4 == null && ipv6 != null : ipv4 != null && ipv6 == null;
        }

        boolean isSingle() {
            return ipv4 == null || ipv6 == null;
        }

        /** Takes over the address of the other family. */
        void take(Pair other) {
            ipv4 = ipv4 == null ? other.ipv4 : ipv4;
            ipv6 = ipv6 == null ? other.ipv6 : ipv6;
        }

        /** IPv4 has the say where both say something (docs/spec/ixf.md §3.1). */
        @Nullable
        Boolean routeServer() {
            Boolean four = ipv4 == null ? null : ipv4.routeServer();
            return (four != null || ipv6 == null) ? four : ipv6.routeServer();
        }
    }
}
