package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "185.77.4.0/23, 185.77.4.0/23, 185.77.4.0, 185.77.5.255",
        "0.0.0.0/0, 0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "1.2.3.4/32, 1.2.3.4/32, 1.2.3.4, 1.2.3.4",
        "2001:7F8:0::/64, 2001:7f8::/64, 2001:7f8::, 2001:7f8::ffff:ffff:ffff:ffff",
        "2001:db8::/32, 2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::8/125, 2001:db8::8/125, 2001:db8::8, 2001:db8::f",
        "::/0, ::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void prefixHasFirstAndLastAddress(String text, String canonical, String first, String last) {
        IpPrefix prefix = prefix(text);

        assertThat(prefix).hasToString(canonical);
        assertThat(prefix.first()).hasToString(first);
        assertThat(prefix.last()).hasToString(last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/ 8",
                "10/8",
                "10.0.0.0/1000"
            })
    void otherTextIsRefused(String text) {
        assertThat(IpPrefix.parse(text)).isEmpty();
        assertThat(IpPrefix.around(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"185.80.9.1/24, 185.80.9.0/24", "2001:db8::1/64, 2001:db8::/64", "1.2.3.4/0, 0.0.0.0/0"})
    void hostBitsAreRefusedUnlessAskedFor(String text, String around) {
        assertThat(IpPrefix.parse(text)).isEmpty();
        assertThat(IpPrefix.around(text)).contains(prefix(around));
    }

    @Test
    void hostBitsAndBadLengthsAreRefused() {
        IpAddress address = IpAddress.parse("10.0.0.1").orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpPrefix.of(address, 24))
                .withMessageContaining("host bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpPrefix.of(address, 33))
                .withMessageContaining("32");
        assertThat(IpPrefix.of(address, 32)).isEqualTo(prefix("10.0.0.1/32"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true, true",
        "10.1.0.0/16, 10.0.0.0/8, false, true",
        "10.0.0.0/8, 10.0.0.0/8, true, true",
        "10.0.0.0/8, 11.0.0.0/8, false, false",
        "0.0.0.0/0, ::/0, false, false",
        "2001:db8::/64, 2001:db8::/65, true, true",
    })
    void containmentAndOverlapAreComputed(String outer, String inner, boolean contains, boolean overlaps) {
        assertThat(prefix(outer).contains(prefix(inner))).isEqualTo(contains);
        assertThat(prefix(outer).overlaps(prefix(inner))).isEqualTo(overlaps);
        assertThat(prefix(inner).overlaps(prefix(outer))).isEqualTo(overlaps);
    }

    @Test
    void prefixContainsItsFirstToLastAddress() {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            IpAddress any = random.nextBoolean()
                    ? IpAddress.v4(random.nextInt() & 0xFFFF_FFFFL)
                    : IpAddress.v6(random.nextLong(), random.nextLong());
            IpPrefix prefix = IpPrefix.around(any + "/" + random.nextInt(any.bitLength() + 1))
                    .orElseThrow();

            assertThat(IpPrefix.parse(prefix.toString())).contains(prefix);
            assertThat(prefix.contains(any)).isTrue();
            assertThat(prefix.contains(prefix.first())).isTrue();
            assertThat(prefix.contains(prefix.last())).isTrue();
            assertThat(prefix.first().previous().filter(prefix::contains)).isEmpty();
            assertThat(prefix.last().next().filter(prefix::contains)).isEmpty();
        }
    }

    private static IpPrefix prefix(String text) {
        return IpPrefix.parse(text).orElseThrow();
    }
}
