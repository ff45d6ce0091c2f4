package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostalCodesTest {

    @ParameterizedTest
    @ValueSource(strings = {"AE", "HK", "IE", "KP", "MO", "QA", "ZA", "ZW"})
    void someCountriesHaveNone(String country) {
        assertThat(PostalCodes.isUsedIn(country)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE", "US", "GB", "JP", "XK", ""})
    void othersHave(String country) {
        assertThat(PostalCodes.isUsedIn(country)).isTrue();
    }
}
