package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

class FreeAddressesTest {
    private static List<String> free(String prefix, String... taken) {
        List<IpAddress> used = Stream.of(taken)
                .map(text -> IpAddress.parse(text).orElseThrow())
                .toList();
        return FreeAddresses.of(IpPrefix.parse(prefix).orElseThrow(), used, 3).stream()
                .map(IpAddress::toString)
                .toList();
    }

    @Test
    void nextAfterTheHighestComesFirst() {
        assertThat(free("192.0.2.0/24", "192.0.2.1", "192.0.2.9", "198.51.100.7"))
                .containsExactly("192.0.2.10", "192.0.2.11", "192.0.2.12");
        assertThat(free("2001:db8::/64", "2001:db8::ff"))
                .containsExactly("2001:db8::100", "2001:db8::101", "2001:db8::102");
    }

    @Test
    void gapsAreOfferedWhereTheEndIsReached() {
        assertThat(free("192.0.2.0/29", "192.0.2.5", "192.0.2.1"))
                .containsExactly("192.0.2.6", "192.0.2.2", "192.0.2.3");
    }

    @Test
    void firstAndLastAddressAreNobodys() {
        assertThat(free("192.0.2.0/30")).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(free("192.0.2.0/30", "192.0.2.1", "192.0.2.2")).isEmpty();
        assertThat(free("192.0.2.0/31")).isEmpty();
    }
}
