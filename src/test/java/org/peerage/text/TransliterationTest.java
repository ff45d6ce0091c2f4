package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransliterationTest {

    @ParameterizedTest
    @CsvSource({"東京, 'Dong Jing '", "москва, moskva", "Ångström, Angstrom", "Größe, Grosse", "Łódź, Lodz"})
    void textIsWrittenInAscii(String text, String ascii) {
        assertThat(Transliteration.toAscii(text)).isEqualTo(ascii);
    }

    @Test
    void asciiIsGivenBackAsItIs() {
        String text = "O'Hara \u007F";

        assertThat(Transliteration.toAscii(text)).isSameAs(text);
    }
}
