package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {

    @ParameterizedTest
    @CsvSource({
        "Ångström Holdings, angstrom holdings",
        "Öresund, oresund",
        "ÑANDÚ, nandu",
        "Çelik, celik",
        "Kraków, krakow",
        "Москва, москва",
        "ΣΊΣΥΦΟΣ, σισυφοσ",
        "σίσυφος, σισυφοσ",
        "ＡＢＣ１２, abc12",
        "x²ª, x2a",
        "İstanbul, istanbul",
        "٣, 3",
        "パッド, はつと",
        "𝐀𝐁, ab",
        "東京ネット, 東京ねつと",
    })
    void caseAccentsAndFormsDoNotMatter(String text, String folded) {
        assertThat(Folding.fold(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({"Ł, ł", "Ø, ø", "Đ, đ", "Ħ, ħ", "ı, ı", "ẞ, ß", "Æ, æ", "Œ, œ", "ﬁ, ﬁ", "½, ½", "´, ´", "한, 한"})
    void characterOfItsOwnWeightOrOfSeveralLettersStaysOne(String text, String folded) {
        assertThat(Folding.fold(text)).isEqualTo(folded);
    }

    @Test
    void groessenIsNotFoundForGrosseAsRecorded() {
        assertThat(Folding.fold("Größe Networks")).doesNotContain("grosse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u0008b", "a\u200Db", "a\u00ADb", "a\u0301b", "A\uFEFFb", "a\u007Fb"})
    void ignorableCharactersVanish(String text) {
        assertThat(Folding.fold(text)).isEqualTo("ab");
    }

    @Test
    void foldedAsciiIsGivenBackAsItIs() {
        String text = "already folded - 100% \"ascii\"\n{}~";

        assertThat(Folding.fold(text)).isSameAs(text);
    }

    @Test
    void keyHasNoTrailingSpaces() {
        assertThat(Folding.key("  Aurora Networks  ")).isEqualTo("  aurora networks");
        assertThat(Folding.key("Tab\t")).isEqualTo("tab\t");
        assertThat(Folding.key("   ")).isEmpty();
    }

    @Test
    void foldingIsIdempotentAndDistributive() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String a = someText(random);
            String b = someText(random);

            assertThat(Folding.fold(Folding.fold(a))).isEqualTo(Folding.fold(a));
            assertThat(Folding.fold(a + b)).isEqualTo(Folding.fold(a) + Folding.fold(b));
        }
    }

    private static String someText(Random random) {
        return random.ints(random.nextInt(8), 0, 0x20000)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
