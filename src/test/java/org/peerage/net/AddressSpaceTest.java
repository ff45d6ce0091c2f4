package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSpaceTest {
    private static IpPrefix prefix(String text) {
        return IpPrefix.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/24",
                "10.255.255.0/24",
                "100.127.255.0/24",
                "127.0.0.0/24",
                "172.31.255.0/24",
                "192.168.255.0/24",
                "198.19.255.0/24",
                "224.0.0.0/24",
                "255.255.255.0/24",
                "::/64",
                "2001::/64",
                "2001:db8:ffff::/64",
                "2002::/64",
                "3ffe:ffff::/64",
                "4000::/64",
                "fc00::/64",
                "fe80::/64",
                "fec0::/64",
                "ff02::/64"
            })
    void specialSpaceIsOfNoUse(String text) {
        assertThat(AddressSpace.isUsable(prefix(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0/24",
                "9.255.255.0/24",
                "11.0.0.0/24",
                "100.63.255.0/24",
                "100.128.0.0/24",
                "172.15.255.0/24",
                "172.32.0.0/24",
                "192.167.255.0/24",
                "192.169.0.0/24",
                "198.17.255.0/24",
                "198.20.0.0/24",
                "223.255.255.0/24",
                "2001:7f8::/64",
                "2001:db7:ffff::/64",
                "2001:db9::/64",
                "2003::/64",
                "3ffd::/64",
                "2a00::/64"
            })
    void spaceBesideItIsPublic(String text) {
        assertThat(AddressSpace.isUsable(prefix(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.0.0/22", "8.0.0.0/6", "2000::/3", "0.0.0.0/0", "::/0"})
    void prefixThatReachesIntoSpecialSpaceIsOfNoUse(String text) {
        assertThat(AddressSpace.isUsable(prefix(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "192.0.2.128/25", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"})
    void spaceForDocumentationIsKnown(String text) {
        assertThat(AddressSpace.isForDocumentation(prefix(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/23", "192.0.3.0/24", "10.0.0.0/24", "2001:db8::/31", "2001:db9::/64"})
    void otherSpaceIsNotForDocumentation(String text) {
        assertThat(AddressSpace.isForDocumentation(prefix(text))).isFalse();
    }
}
