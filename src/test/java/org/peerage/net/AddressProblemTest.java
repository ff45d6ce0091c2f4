package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of Python's {@code ipaddress}, which the recorded answers have. */
class AddressProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1                | Expected 4 octets in '1'
            1.2.3            | Expected 4 octets in '1.2.3'
            1.2.3.4.5        | Expected 4 octets in '1.2.3.4.5'
            1.2.3.           | Empty octet not permitted in '1.2.3.'
            1.2.3.x          | Only decimal digits permitted in 'x' in '1.2.3.x'
            1.2.3.-4         | Only decimal digits permitted in '-4' in '1.2.3.-4'
            1.2.3.0004       | At most 3 characters permitted in '0004' in '1.2.3.0004'
            1.2.3.04         | Leading zeros are not permitted in '04' in '1.2.3.04'
            1.2.3.256        | Octet 256 (> 255) not permitted in '1.2.3.256'
            1.2.3.4/24       | Unexpected '/' in '1.2.3.4/24'
            ::ffff:1.2.3.4   | Only decimal digits permitted in '::ffff:1' in '::ffff:1.2.3.4'
            """)
    void mistakeInIpv4IsNamed(String text, String problem) {
        assertThat(IpAddressErrors.of4(text)).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x                   | At least 3 parts expected in 'x'
            1:2                 | At least 3 parts expected in '1:2'
            1:2:3:4:5:6:7:8:9:a | At most 8 colons permitted in '1:2:3:4:5:6:7:8:9:a'
            1::2::3             | At most one '::' permitted in '1::2::3'
            1:2:3:4:5:6:7       | Exactly 8 parts expected without '::' in '1:2:3:4:5:6:7'
            1:2:3:4:5:6:7::8    | Expected at most 7 other parts with '::' in '1:2:3:4:5:6:7::8'
            :1:2:3:4:5:6:7      | Leading ':' only permitted as part of '::' in ':1:2:3:4:5:6:7'
            1:2:3:4:5:6:7:      | Trailing ':' only permitted as part of '::' in '1:2:3:4:5:6:7:'
            1::g                | Only hex digits permitted in 'g' in '1::g'
            1::12345            | At most 4 characters permitted in '12345' in '1::12345'
            1::/64              | Unexpected '/' in '1::/64'
            ''                  | Address cannot be empty
            """)
    void mistakeInIpv6IsNamed(String text, String problem) {
        assertThat(IpAddressErrors.of6(text)).contains(problem);
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
