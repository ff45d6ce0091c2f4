package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsnTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "64500, 64500", "AS20940, 20940", "asn1, 1", "aSn007, 7", "as4294967295, 4294967295"})
    void prefixIsOptional(String text, long value) {
        assertThat(Asn.parse(text)).contains(new Asn(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "AS", "ASN", "AS-1", "-1", "1.5", " 1", "ASX1", "4294967296", "99999999999999999999", "١"})
    void otherTextIsRefused(String text) {
        assertThat(Asn.parse(text)).isEmpty();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Asn(-1)).withMessageContaining("4294967295");
        assertThatIllegalArgumentException().isThrownBy(() -> new Asn(4294967296L));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 23456, 64496, 64511, 64512, 65535, 65536, 65551, 65552, 131071, 4200000000L, 4294967295L})
    void privateAndDocumentationNumbersAreReserved(long value) {
        assertThat(new Asn(value).isReserved()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23455, 23457, 64495, 131072, 4199999999L})
    void otherNumbersAreNotReserved(long value) {
        assertThat(new Asn(value).isReserved()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {64496, 64511, 64512, 65534, 65536, 65551, 4200000000L, 4294967294L})
    void someOfThemAreForPrivateUseAndDocumentation(long value) {
        assertThat(new Asn(value).isForPrivateUse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 23456, 64495, 65535, 65552, 131071, 4199999999L, 4294967295L})
    void noOthersAreForPrivateUse(long value) {
        assertThat(new Asn(value).isForPrivateUse()).isFalse();
    }

    @Test
    void numbersAreWrittenAndOrderedNumerically() {
        assertThat(new Asn(4200000000L)).hasToString("4200000000").isGreaterThan(new Asn(9));
    }
}
