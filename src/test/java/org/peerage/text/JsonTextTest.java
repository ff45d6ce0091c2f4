package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        plain /text' | "plain /text'"
        say "hi" \\ | "say \\"hi\\" \\\\"
        Ångström | "\\u00c5ngstr\\u00f6m"
        東京 | "\\u6771\\u4eac"
        🍣 | "\\ud83c\\udf63"
        """)
    void textIsQuotedInAscii(String text, String json) {
        assertThat(quoted(text)).isEqualTo(json);
    }

    @Test
    void controlsAreEscapedAndDeleteIsNot() {
        assertThat(quoted("\n\r\t\b\f\u0000\u001F\u007F\u0080"))
                .isEqualTo("\"\\n\\r\\t\\b\\f\\u0000\\u001f\u007F\\u0080\"");
        assertThat(quoted("")).isEqualTo("\"\"");
        assertThat(quoted("\uD83C")).isEqualTo("\"\\ud83c\"");
    }

    @Test
    void bufferIsAppendedTo() {
        byte[] buffer = "[__________".getBytes(StandardCharsets.US_ASCII);

        int end = JsonText.appendQuoted(buffer, 1, "a\n");

        assertThat(new String(buffer, 0, end, StandardCharsets.US_ASCII)).isEqualTo("[\"a\\n\"");
        assertThat(JsonText.maxQuotedLength("a\n")).isEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5.0",
        "-0.0, -0.0",
        "0, 0.0",
        "39.0164, 39.0164",
        "-77.459, -77.459",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000123, 0.000123",
        "1.5e-7, 1.5e-07",
        "12345678, 12345678.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "123456789012345680, 1.2345678901234568e+17",
        "2e23, 2e+23",
        "4.9e-324, 5e-324",
        "-1e22, -1e+22",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.1, 0.1",
        "1e100, 1e+100",
        "9007199254740993, 9007199254740992.0"
    })
    void numbersAreShortest(double value, String text) {
        assertThat(JsonText.number(value)).isEqualTo(text);
    }

    @Test
    void numbersReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                assertThat(Double.parseDouble(JsonText.number(any))).isEqualTo(any);
            }
        }
    }

    @Test
    void nanIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.number(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.number(Double.POSITIVE_INFINITY));
    }

    private static String quoted(String text) {
        return new String(JsonText.quoted(text), StandardCharsets.US_ASCII);
    }
}
