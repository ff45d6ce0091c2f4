package org.peerage.net;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are for public use, by the registries of special addresses of IANA (RFC 6890 and its successors), as
 * Python's {@code ipaddress} reads them.
 */
public final class AddressSpace {
    private static final List<IpPrefix> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/8",
                    "100::/8",
                    "200::/7",
                    "400::/6",
                    "800::/5",
                    "1000::/4",
                    "4000::/3",
                    "6000::/3",
                    "8000::/3",
                    "a000::/3",
                    "c000::/3",
                    "e000::/4",
                    "f000::/5",
                    "f800::/6",
                    "fc00::/7",
                    "fe00::/9",
                    "fe80::/10",
                    "ff00::/8",
                    "2001:2::/48",
                    "2001:db8::/32",
                    "2001:10::/28",
                    "2001::/32",
                    "2002::/16",
                    "3ffe::/16",
                    "fec0::/10")
            .map(text -> IpPrefix.parse(text).orElseThrow())
            .toList();

    private static final List<IpPrefix> DOCUMENTATION = Stream.of(
                    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
            .map(text -> IpPrefix.parse(text).orElseThrow())
            .toList();

    private AddressSpace() {}

    /** Whether all of a prefix is public unicast space. */
    public static boolean isUsable(IpPrefix prefix) {
        return SPECIAL.stream().noneMatch(special -> special.overlaps(prefix));
    }

    /** Whether all of a prefix is for documentation (RFC 5737, RFC 3849). */
    public static boolean isForDocumentation(IpPrefix prefix) {
        return DOCUMENTATION.stream().anyMatch(space -> space.contains(prefix));
    }
}
