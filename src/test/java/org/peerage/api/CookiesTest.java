package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {
    @ParameterizedTest
    @CsvSource({
        "a=1,1",
        "b=2; a=1,1",
        "'ab=2;a=1 ;c=3',1",
        "'$Version=\"1\"; a=\"1\";$Path=\"/\"',1",
        "'a=; a=1',1",
        "a==1,=1"
    })
    void valueIsThatOfTheName(String header, String value) {
        assertThat(Cookies.value(header, "a")).contains(value);
    }

    @Test
    void missingCookieHasNoValue() {
        assertThat(Cookies.value(null, "a")).isEmpty();
        assertThat(Cookies.value("", "a")).isEmpty();
        assertThat(Cookies.value("ab=1; b=a=1; a", "a")).isEmpty();
    }
}
