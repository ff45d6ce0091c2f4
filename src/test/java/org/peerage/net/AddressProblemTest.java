package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of Python's {@code ipaddress}, which the recorded answers have. */
class AddressProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1                | does not appear to be an IPv4 address
            1.2.3            | less than four segments
            1.2.3.4.5        | too many segments
            1.2.3.           | segment value missing
            1.2.3.x          | character number  6
            1.2.3.-4         | range segments
            1.2.3.0004       | starts with zero
            1.2.3.04         | starts with zero
            1.2.3.256        | segment too large
            1.2.3.4/24       | Unexpected '/' in '1.2.3.4/24'
            ::ffff:1.2.3.4   | does not appear to be an IPv4 address
            """)
    void mistakeInIpv4IsNamed(String text, String problem) {
        assertThat(IpAddressErrors.of4(text).orElseThrow())
                .contains("'" + text + "'")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x                   | invalid character number 0
            1:2                 | too few segments
            1:2:3:4:5:6:7:8:9:a | too many segments
            1::2::3             | ambiguous
            1:2:3:4:5:6:7       | too few segments
            1:2:3:4:5:6:7::8    | too many segments
            :1:2:3:4:5:6:7      | cannot start with a single colon
            1:2:3:4:5:6:7:      | cannot end with a single colon
            1::g                | invalid character number 3
            1::12345            | segment too long
            1::/64              | Unexpected '/' in '1::/64'
            ''                  | must specify an address
            192.0.2.1           | does not appear to be an IPv6 address
            """)
    void mistakeInIpv6IsNamed(String text, String problem) {
        assertThat(IpAddressErrors.of6(text).orElseThrow())
                .contains("'" + text + "'")
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "185.1.0.1"})
    void nothingIsWrongWithIpv4(String text) {
        assertThat(IpAddressErrors.of4(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::ffff:1.2.3.4", "fe80::1%eth0"})
    void nothingIsWrongWithIpv6(String text) {
        assertThat(IpAddressErrors.of6(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            x              | 'x' does not appear to be an IPv4 or IPv6 network
            185.1.0.0      | '185.1.0.0' does not appear to be an IPv4 or IPv6 network
            185.1.0.0/33   | '185.1.0.0/33' does not appear to be an IPv4 or IPv6 network
            185.1.0.1/24   | 185.1.0.1/24 has host bits set
            2001:db8::1/64 | 2001:db8::1/64 has host bits set
            """)
    void mistakeInAPrefixIsNamedAfterThePrefix(String text, String problem) {
        assertThat(IpAddressErrors.prefixProblems(text)).containsExactly("Invalid prefix: " + text, problem);
    }
}
