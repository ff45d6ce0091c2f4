package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryCodeTest {

    @Test
    void listHas250CountriesInOrderOfNames() {
        assertThat(CountryCode.all()).hasSize(250).doesNotHaveDuplicates();
        assertThat(CountryCode.all().getFirst()).hasToString("AF");
        assertThat(CountryCode.all().getLast()).hasToString("ZW");
        assertThat(CountryCode.all())
                .allMatch(c -> CountryCode.parse(c.toString()).orElseThrow() == c);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "us", "USA", "UK", "AN", "ZZ", " US", "United States"})
    void namesAndLowerCaseAreRefused(String text) {
        assertThat(CountryCode.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ZA, Africa", "JP, Asia Pacific", "AU, Australia", "XK, Europe", "TR, Middle East", "US, North America"
    })
    void regionIsThatOfFacilities(String code, String region) {
        assertThat(CountryCode.parse(code).orElseThrow().region()).contains(region);
    }

    @Test
    void regionMayBeAbsent() {
        assertThat(CountryCode.parse("GL").orElseThrow().region()).isEmpty();
        assertThat(CountryCode.all().stream().filter(c -> c.region().isPresent()))
                .hasSize(197);
    }

    @ParameterizedTest
    @CsvSource({"HK, false", "IE, false", "ZW, false", "US, true", "DE, true"})
    void postalCodeUseIsKnown(String code, boolean has) {
        assertThat(CountryCode.parse(code).orElseThrow().hasPostalCodes()).isEqualTo(has);
    }
}
