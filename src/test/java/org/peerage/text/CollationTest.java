package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollationTest {

    private static final List<String> ASCENDING = List.of(
            "",
            "\t",
            " x",
            "_",
            "-",
            ",",
            ";",
            ":",
            "!",
            "?",
            ".",
            "'",
            "\"",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "@",
            "*",
            "/",
            "\\",
            "&",
            "#",
            "%",
            "`",
            "^",
            "+",
            "<",
            "=",
            ">",
            "|",
            "~",
            "$",
            "0",
            "9",
            "A",
            "Ångström",
            "Aurora",
            "d",
            "đ",
            "E",
            "Émile",
            "Grosse Net 44",
            "Größe Net 45",
            "L",
            "Łódź",
            "M",
            "o",
            "Öresund",
            "ø",
            "p",
            "z",
            "þ",
            "Москва",
            "東京",
            "\uFFFD",
            "🍣");

    @Test
    void orderIsWhitespacePunctuationSymbolsDigitsLetters() {
        IntStream.range(0, ASCENDING.size()).forEach(i -> IntStream.range(0, ASCENDING.size())
                .forEach(j -> assertThat(Integer.signum(Collation.compare(ASCENDING.get(i), ASCENDING.get(j))))
                        .as("%s against %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j))));
    }

    @ParameterizedTest
    @CsvSource({
        "Größe, GROSSE",
        "Æon, aeon",
        "Œuvre, oeuvre",
        "ﬁber, Fiber",
        "'trailing   ', trailing",
        "Zürich, ZURICH",
        "パパ, はは",
        "e\u0301mile, Émile",
        "'a \u0001', a",
    })
    void textsOfEqualWeightAreEqual(String a, String b) {
        assertThat(Collation.compare(a, b)).isZero();
        assertThat(Collation.sortKey(a)).isEqualTo(Collation.sortKey(b));
    }

    @Test
    void sortKeysOrderAsTheComparisonDoes() {
        Random random = new Random(6);
        for (int i = 0; i < 50_000; i++) {
            String a = someText(random);
            String b = someText(random);

            assertThat(Integer.signum(Collation.compare(a, b)))
                    .as("%s against %s", a, b)
                    .isEqualTo(Integer.signum(Collation.sortKey(a).compareTo(Collation.sortKey(b))))
                    .isEqualTo(-Integer.signum(Collation.compare(b, a)));
        }
    }

    private static String someText(Random random) {
        String characters = "aAbB zZ19_-\t\u0001äÄßæøł東\u0301";
        return random.ints(random.nextInt(5), 0, characters.length())
                .collect(StringBuilder::new, (text, at) -> text.append(characters.charAt(at)), StringBuilder::append)
                .toString();
    }
}
