package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.schema.ParseResult;
import tools.jackson.databind.JsonNode;

/** What callers are told of JSON that is none. */
class JsonRequestParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{\"name\": \"z\"", "{\"name\": ", "[1, 2", "{\"name\" 1}", "{\"name\": \"z}", "{name: 1}",
                        "{\"a\": 1} 2",
                "{\"a\": 1, \"a\": 2}", "nul", "{\"a\": 01}", "{\"a\": 1e}", "{\"a\": \"\\x\"}", "{'a': 1}", "]",
                        "{\"a\": \"\u0001\"}"
            })
    void problemIsToldWithoutWordsForProgrammers(String text) {
        ParseResult<JsonNode> read = JsonRequestParser.read(text.getBytes(StandardCharsets.UTF_8));

        assertThat(read).isInstanceOfSatisfying(ParseResult.Problem.class, problem -> assertThat(
                        String.valueOf(problem.message()))
                .isNotBlank()
                .doesNotContain(
                        "Source", "REDACTED", "UNKNOWN", "JsonParser", "JsonReadFeature", "java", "org.peerage"));
    }
}
