package org.peerage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class ValueTypeTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(ValueType.INTEGER, "12", "12"),
                Arguments.of(ValueType.ASN, "4294967295", "4294967295"),
                Arguments.of(ValueType.DECIMAL, "52.5", "52.500000"),
                Arguments.of(ValueType.BOOLEAN, "true", "1"),
                Arguments.of(ValueType.TIME, "\"2020-02-11T08:11:13Z\"", "2020-02-11 08:11:13.000000"),
                Arguments.of(ValueType.TEXT, "\"Z\\u00fcrich \\\"One\\\"\"", "Zürich \"One\""),
                Arguments.of(ValueType.STATUS, "\"pending\"", "pending"),
                Arguments.of(ValueType.ADDRESS, "\"2001:7f8::1\"", "2001:7f8::1"),
                Arguments.of(ValueType.PREFIX, "\"185.1.0.0/24\"", "185.1.0.0/24"),
                Arguments.of(ValueType.MAC, "\"00-00-5E-00-53-01\"", "00-00-5E-00-53-01"),
                Arguments.of(ValueType.STRING_LIST, "[\"NSP\", \"Content\"]", "NSP,Content"),
                Arguments.of(ValueType.STRING_LIST, "[]", ""),
                Arguments.of(
                        ValueType.SOCIAL_MEDIA,
                        "[{\"service\": \"x\", \"identifier\": \"fresh\"}]",
                        "[{\"service\": \"x\", \"identifier\": \"fresh\"}]"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueSurvivesReadingStoringAndWriting(ValueType<?> type, String json, String text) {
        survives(type, json, text);
    }

    private static <T> void survives(ValueType<T> type, String json, String text) {
        ParseResult<T> read = type.read(JsonMapper.shared().readTree(json));
        assertThat(read).isInstanceOf(ParseResult.Value.class);
        T value = ((ParseResult.Value<T>) read).value();

        T restored = type.fromColumn(type.toColumn(value));

        JsonBuffer out = new JsonBuffer(64);
        type.write(out, restored);
        assertThat(restored).isEqualTo(value);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(type.text(restored)).isEqualTo(text);
    }

    static Stream<Arguments> otherValues() {
        return Stream.of(
                Arguments.of(ValueType.INTEGER, "\"12\""),
                Arguments.of(ValueType.INTEGER, "1.5"),
                Arguments.of(ValueType.INTEGER, "99999999999999999999"),
                Arguments.of(ValueType.ASN, "4294967296"),
                Arguments.of(ValueType.ASN, "-1"),
                Arguments.of(ValueType.DECIMAL, "\"52.5\""),
                Arguments.of(ValueType.BOOLEAN, "1"),
                Arguments.of(ValueType.TIME, "\"yesterday\""),
                Arguments.of(ValueType.TIME, "1581408673"),
                Arguments.of(ValueType.STATUS, "\"gone\""),
                Arguments.of(ValueType.ADDRESS, "\"185.1.0\""),
                Arguments.of(ValueType.PREFIX, "\"185.1.0.1/24\""),
                Arguments.of(ValueType.MAC, "\"00:00\""),
                Arguments.of(ValueType.STRING_LIST, "\"NSP\""),
                Arguments.of(ValueType.STRING_LIST, "[1]"),
                Arguments.of(ValueType.SOCIAL_MEDIA, "[{\"service\": \"x\"}]"),
                Arguments.of(ValueType.SOCIAL_MEDIA, "{}"));
    }

    @ParameterizedTest
    @MethodSource("otherValues")
    void valueOfAnotherKindIsAProblem(ValueType<?> type, String json) {
        assertThat(type.read(JsonMapper.shared().readTree(json))).isInstanceOf(ParseResult.Problem.class);
    }

    @Test
    void nothingIsWrittenAsNull() {
        JsonBuffer out = new JsonBuffer(8);

        ValueType.TEXT.write(out, null);

        assertThat(out.toString()).isEqualTo("null");
    }

    @Test
    void decimalsHaveSixPlaces() {
        assertThat(ValueType.DECIMAL.read(JsonMapper.shared().readTree("52.12345650001")))
                .isEqualTo(ParseResult.value(52.123457));
    }
}
