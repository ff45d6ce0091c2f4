package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleCharactersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200B",
                "\u200B\u200D\u2060",
                "\u00AD",
                "\uFEFF",
                "\u3164",
                "\u115F\u1160",
                "\uFFA0",
                "\u2800",
                "\u034F",
                "\uFE0F",
                "\uDB40\uDC41",
                "\u200E \u200F",
                "\u061C"
            })
    void invisibleTextsAreFound(String text) {
        assertThat(InvisibleCharacters.isAll(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u200Ba", "東京", "Łódź", "-", "❤\uFE0F"})
    void visibleTextsAreNotFound(String text) {
        assertThat(InvisibleCharacters.isAll(text)).isFalse();
        assertThat(InvisibleCharacters.hasControls(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0007b",
                "a\tb",
                "a\nb",
                "a\u0085b",
                "a\u009Fb",
                "a\u2028b",
                "a\u2029b",
                "a\u202Eb",
                "a\u202Ab",
                "a\u2066b",
                "a\u2069b"
            })
    void controlsAndTurnsOfDirectionAreFound(String text) {
        assertThat(InvisibleCharacters.hasControls(text)).isTrue();
    }
}
