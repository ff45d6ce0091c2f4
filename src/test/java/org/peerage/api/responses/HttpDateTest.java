package org.peerage.api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final long SECOND = 784_111_777;

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void threeStandardFormatsAreParsed(String text) {
        assertThat(HttpDate.parse(text)).hasValue(SECOND);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Mon, 06 Nov 1994 08:49:37 GMT"})
    void otherTextsAreNotParsed(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void datesAreWrittenInTheUsualForm() {
        assertThat(HttpDate.format(SECOND)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
