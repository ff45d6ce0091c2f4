package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"00:1A:2b:3c:4d:5e", "00-1a-2b-3c-4d-5e", "00:1a-2b:3c-4d:5e"})
    void textIsKeptAsGiven(String text) {
        assertThat(MacAddress.parse(text))
                .hasValueSatisfying(mac -> assertThat(mac).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "001a2b3c4d5e", "00:1a:2b:3c:4d", "00:1a:2b:3c:4d:5g", "00:1a:2b:3c:4d:5e\n"})
    void otherTextIsRefused(String text) {
        assertThat(MacAddress.parse(text)).isEmpty();
    }

    @Test
    void equalityIgnoresCase() {
        MacAddress upper = MacAddress.parse("AA:BB:CC:DD:EE:FF").orElseThrow();
        MacAddress lower = MacAddress.parse("aa:bb:cc:dd:ee:ff").orElseThrow();

        assertThat(upper).isEqualTo(lower).hasSameHashCodeAs(lower);
        assertThat(upper).isNotEqualTo(MacAddress.parse("aa-bb-cc-dd-ee-ff").orElseThrow());
    }
}
