package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0db8::0001, 2001:db8::1",
        "0:0:1:0:0:0:1:0, 0:0:1::1:0",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::ffff:1.2.3.4, ::ffff:102:304",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    })
    void textIsCanonical(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasValueSatisfying(a -> assertThat(a).hasToString(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1:",
                ":1",
                "::1:",
                ":1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::١",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4 ",
                " 1.2.3.4",
                "0x1.2.3.4",
                "16909060",
                "1.2.3.-4",
                "1.2.3.1234",
                "١.2.3.4",
                "localhost",
                "::ffff:01.2.3.4",
                "1.2.3.4/32"
            })
    void otherTextIsRefused(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void canonicalTextIsParsedBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            IpAddress address = anAddress(random);
            assertThat(IpAddress.parse(address.toString())).contains(address);
        }
    }

    @Test
    void longFormOfTheJdkIsParsed() throws UnknownHostException {
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            IpAddress address = IpAddress.v6(random.nextLong(), sparse(random));
            byte[] bytes = ByteBuffer.allocate(16)
                    .putLong(address.hi())
                    .putLong(address.lo())
                    .array();
            assertThat(IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()))
                    .contains(address);
        }
    }

    @Test
    void nextAddressIsGreaterAndLeadsBack() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            IpAddress address = anAddress(random);
            address.next().ifPresent(next -> {
                assertThat(next).isGreaterThan(address);
                assertThat(next.previous()).contains(address);
            });
        }
    }

    @Test
    void neighboursEndWhereTheVersionEnds() {
        assertThat(IpAddress.v4(0xFFFF_FFFFL).next()).isEmpty();
        assertThat(IpAddress.v4(0).previous()).isEmpty();
        assertThat(IpAddress.v6(-1, -1).next()).isEmpty();
        assertThat(IpAddress.v6(0, 0).previous()).isEmpty();
        assertThat(IpAddress.v6(0, -1).next()).contains(IpAddress.v6(1, 0));
    }

    @Test
    void orderIsIpv4FirstThenUnsignedValue() {
        assertThat(IpAddress.v4(0xFFFF_FFFFL)).isLessThan(IpAddress.v6(0, 0));
        assertThat(IpAddress.v6(Long.MIN_VALUE, 0)).isGreaterThan(IpAddress.v6(1, 0));
        assertThat(IpAddress.v6(0, 5)).isNotEqualTo(IpAddress.v4(5));
    }

    /** Half of them IPv4; the others with many zero groups. */
    private static IpAddress anAddress(Random random) {
        if (random.nextBoolean()) {
            return IpAddress.v4(random.nextInt() & 0xFFFF_FFFFL);
        }
        return IpAddress.v6(sparse(random), sparse(random));
    }

    private static long sparse(Random random) {
        long bits = random.nextLong();
        for (int group = 0; group < 64; group += 16) {
            if (random.nextBoolean()) {
                bits &= ~(0xFFFFL << group);
            }
        }
        return bits;
    }
}
