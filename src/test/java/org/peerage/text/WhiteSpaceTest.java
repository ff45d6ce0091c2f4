package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteSpaceTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x09, 0x0A, 0x0D, 0x1C, 0x1F, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2007, 0x200A, 0x2028, 0x2029, 0x202F,
                0x205F, 0x3000
            })
    void spacesOfAllScriptsAreStrippedAndFoundDoubled(int point) {
        String blank = Character.toString(point);

        assertThat(WhiteSpace.strip(blank + "a b" + blank + blank)).isEqualTo("a b");
        assertThat(WhiteSpace.isDoubledIn("a" + blank + " b")).isTrue();
        assertThat(WhiteSpace.isDoubledIn("a" + blank + "b")).isFalse();
        assertThat(WhiteSpace.isAll(blank)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {'a', 0x08, 0x200B, 0x2060, 0xFEFF, 0x180E})
    void otherCharactersAreNone(int point) {
        assertThat(WhiteSpace.is(point)).isFalse();
    }

    @Test
    void doubledWhiteSpaceCollapsesIntoOneSpace() {
        assertThat(WhiteSpace.collapse("\u00A0a \u3000 b\u00A0c\t\td ")).isEqualTo("a b\u00A0c d");
    }
}
