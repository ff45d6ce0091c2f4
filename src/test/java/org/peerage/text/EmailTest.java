package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noc@example.net", "NOC+Peering@Desk.Example.NET", "a.b.c@example.co.uk", "!#$%&'*+-/=?^_`{|}~@x.org",
                "\"john\\ doe\\\"\"@example.net", "noc@localhost", "noc@[192.0.2.1]", "noc@[2001:db8::1]",
                "noc@münchen.de", "noc@xn--mnchen-3ya.de", "\"a@b\"@example.net", "1@2.example.net"
            })
    void validEmailsAreAccepted(String text) {
        assertThat(Email.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "@",
                "noc@",
                "@example.net",
                "noc@example",
                "noc@.net",
                "noc@example..net",
                "no c@example.net",
                ".noc@example.net",
                "noc.@example.net",
                "n..c@example.net",
                "nöc@example.net",
                "a@b@example.net",
                "noc@-example.net",
                "noc@example.net.",
                "noc@192.0.2.1",
                "noc@[1.2.3]",
                "noc@example.net\n",
                "\"@x.net",
                "\"a\"b\"@x.net",
                "a,b@example.net",
                "Noc <noc@example.net>",
                "noc@exa_mple.net"
            })
    void invalidEmailsAreRefused(String text) {
        assertThat(Email.isValid(text)).isFalse();
    }

    @Test
    void lengthIsBounded() {
        assertThat(Email.isValid("a".repeat(308) + "@example.net")).isTrue();
        assertThat(Email.isValid("a".repeat(309) + "@example.net")).isFalse();
    }
}
