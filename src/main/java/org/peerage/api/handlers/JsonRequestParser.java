package org.peerage.api.handlers;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.peerage.schema.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that strangers send, within limits; what is wrong is told in the parser's words (docs/spec/deviations.md 8). */
public final class JsonRequestParser {
    private static final int MAX_DEPTH = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonRequestParser() {}

    /** The value, or what is wrong in the words that follow {@code JSON parse error - }. */
    public static ParseResult<JsonNode> read(byte[] body) {
        Optional<String> text = decoded(body);
        if (text.isEmpty()) {
            return ParseResult.problem(
                    "'utf-8' codec can't decode byte 0x" + Integer.toHexString(body[undecodable(body)] & 0xff)
                            + " in position " + undecodable(body) + ": invalid start byte");
        }
        try {
            JsonNode value = MAPPER.readTree(text.get());
            return value.isMissingNode() ? ParseResult.problem("There is no value in it") : ParseResult.value(value);
        } catch (JacksonException wrong) {
            return ParseResult.problem(problem(wrong));
        }
    }

    /** The parser's words, without those for programmers, and where it is. */
    private static String problem(JacksonException wrong) {
        String message = String.valueOf(wrong.getOriginalMessage());
        int line = message.indexOf('\n');
        String first = line < 0 ? message : message.substring(0, line);
        if (first.contains("was expecting double-quote to start")) {
            first = "Expecting property name enclosed in double quotes"; // as recorded
        }
        TokenStreamLocation place = wrong.getLocation();
        return first.replaceAll(" ?\\(start marker at .*", "").replaceAll(" ?\\((?:from |`)[^)]*\\)", "")
                + (place == null
                        ? ""
                        : ": line " + place.getLineNr() + " column " + place.getColumnNr() + " (char "
                                + place.getCharOffset() + ")");
    }

    private static Optional<String> decoded(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** The place of the first byte that is no UTF-8. */
    private static int undecodable(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        var unused = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(body.length + 1), true);
        return unused.isError() ? in.position() : 0;
    }
}
