package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+1 312 555 0100, , +13125550100",
        "+442079460123, US, +442079460123",
        "030 123456, DE, +4930123456",
        "12, US, +112",
        "(312) 555-0100, US, +13125550100",
        "06 1234 5678, IT, +390612345678",
    })
    void numberIsStoredInE164(String text, String country, String e164) {
        assertThat(PhoneNumber.parse(text, country == null ? null : country(country)))
                .contains(new PhoneNumber(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "y", "abc", "+49", "3125550199", "+999123456"})
    void otherTextIsRefusedWithoutACountry(String text) {
        assertThat(PhoneNumber.parse(text, null)).isEmpty();
    }

    @Test
    void countryDoesNotHelpWordsOrABareCountryCode() {
        assertThat(PhoneNumber.parse("+49", country("DE"))).isEmpty();
        assertThat(PhoneNumber.parse("abc", country("US"))).isEmpty();
    }

    @Test
    void otherValuesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumber("030 123456"));
    }

    private static CountryCode country(String code) {
        return CountryCode.parse(code).orElseThrow();
    }
}
