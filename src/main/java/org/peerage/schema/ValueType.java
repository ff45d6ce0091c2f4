package org.peerage.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.net.MacAddress;
import org.peerage.text.Excerpt;
import org.peerage.text.JsonText;
import tools.jackson.databind.JsonNode;

/**
 * A kind of value: how it is stored, written as JSON, read from JSON, and seen by filters (docs/spec/rest.md §3).
 *
 * @param <T> the Java type of the value
 */
public final class ValueType<T> {

    /** What filters may do with a value. */
    public enum ValueKind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        TIME,
        REFERENCE,
        LIST
    }

    public static final ValueType<Long> ID = integer(ValueKind.INTEGER);
    public static final ValueType<Long> REFERENCE = integer(ValueKind.REFERENCE);
    public static final ValueType<Long> INTEGER = integer(ValueKind.INTEGER);
    public static final ValueType<Asn> ASN = new ValueType<>(
            ValueKind.INTEGER,
            ColumnType.INTEGER,
            Asn::value,
            stored -> new Asn((Long) stored),
            (out, asn) -> out.number(asn.value()),
            node -> wholeNumber(node).then(value -> Asn.parse(Long.toString(value))
                    .map(ParseResult::value)
                    .orElseGet(() -> problem("not an AS number", node))),
            Asn::toString);
    public static final ValueType<Double> DECIMAL = new ValueType<>(
            ValueKind.DECIMAL,
            ColumnType.DECIMAL,
            value -> value,
            stored -> (Double) stored,
            (out, value) -> out.ascii(JsonText.number(value)),
            ValueType::decimal,
            value -> BigDecimal.valueOf(value)
                    .setScale(6, RoundingMode.HALF_EVEN)
                    .toPlainString());
    public static final ValueType<Boolean> BOOLEAN = new ValueType<>(
            ValueKind.BOOLEAN,
            ColumnType.BOOLEAN,
            value -> value,
            stored -> (Boolean) stored,
            JsonBuffer::bool,
            node -> node.isBoolean() ? ParseResult.value(node.booleanValue()) : problem("not a boolean", node),
            value -> value ? "1" : "0");
    /** A moment with the precision of a second, {@code 2020-02-11T08:11:13Z} on the wire. */
    public static final ValueType<Instant> TIME = new ValueType<>(
            ValueKind.TIME,
            ColumnType.INTEGER,
            Instant::getEpochSecond,
            stored -> Instant.ofEpochSecond((Long) stored),
            (out, time) -> out.ascii("\"").ascii(time.toString()).ascii("\""),
            node -> node.isString() ? time(node.stringValue()) : problem("not a time", node),
            time -> time.toString().replace('T', ' ').replace("Z", ".000000"));

    public static final ValueType<String> TEXT = text(text -> text, Optional::of);
    public static final ValueType<Status> STATUS = text(Status::text, Status::parse);
    public static final ValueType<IpAddress> ADDRESS = text(IpAddress::toString, IpAddress::parseZoned);
    public static final ValueType<IpPrefix> PREFIX = text(IpPrefix::toString, IpPrefix::parse);
    public static final ValueType<MacAddress> MAC = text(MacAddress::toString, MacAddress::parse);
    /** A list of words; stored separated by commas. */
    public static final ValueType<List<String>> STRING_LIST = new ValueType<>(
            ValueKind.TEXT,
            ColumnType.TEXT,
            words -> String.join(",", words),
            stored -> stored.equals("") ? List.of() : List.of(((String) stored).split(",")),
            JsonBuffer::quoted,
            ValueType::stringList,
            words -> String.join(",", words));

    public static final ValueType<List<SocialLink>> SOCIAL_MEDIA = new ValueType<>(
            ValueKind.TEXT,
            ColumnType.TEXT,
            SocialLinks::toColumn,
            stored -> SocialLinks.fromColumn((String) stored),
            SocialLinks::write,
            SocialLinks::read,
            links -> SocialLinks.toColumn(links));

    private final ValueKind kind;
    private final ColumnType storage;
    private final Function<T, Object> toStored;
    private final Function<Object, T> fromStored;
    private final BiConsumer<JsonBuffer, T> writer;
    private final Function<JsonNode, ParseResult<T>> reader;
    private final Function<T, String> text;

    private ValueType(
            ValueKind kind,
            ColumnType storage,
            Function<T, Object> toStored,
            Function<Object, T> fromStored,
            BiConsumer<JsonBuffer, T> writer,
            Function<JsonNode, ParseResult<T>> reader,
            Function<T, String> text) {
        this.kind = kind;
        this.storage = storage;
        this.toStored = toStored;
        this.fromStored = fromStored;
        this.writer = writer;
        this.reader = reader;
        this.text = text;
    }

    public ValueKind kind() {
        return kind;
    }

    public ColumnType storage() {
        return storage;
    }

    /** Long, Double, Boolean or String, as {@link #storage()} says. */
    public Object toColumn(T value) {
        return toStored.apply(value);
    }

    public T fromColumn(Object stored) {
        return fromStored.apply(stored);
    }

    /** Writes the value, or {@code null}. */
    public void write(JsonBuffer out, @Nullable T value) {
        if (value == null) {
            out.ascii("null");
        } else {
            writer.accept(out, value);
        }
    }

    /** Reads what another registry wrote, without normalising it. */
    public ParseResult<T> read(JsonNode node) {
        return reader.apply(node);
    }

    /** The text that text filters compare, as the reference's database shows the value. */
    public String text(T value) {
        return text.apply(value);
    }

    private static ValueType<Long> integer(ValueKind kind) {
        return new ValueType<>(
                kind,
                ColumnType.INTEGER,
                value -> value,
                stored -> (Long) stored,
                JsonBuffer::number,
                ValueType::wholeNumber,
                value -> Long.toString(value));
    }

    private static <T> ValueType<T> text(Function<T, String> toText, Function<String, Optional<T>> parse) {
        return new ValueType<>(
                ValueKind.TEXT,
                ColumnType.TEXT,
                toText::apply,
                stored -> parse.apply((String) stored)
                        .orElseThrow(() -> new IllegalStateException("unreadable in the database: " + stored)),
                (out, value) -> out.quoted(toText.apply(value)),
                node -> node.isString()
                        ? parse.apply(node.stringValue())
                                .map(ParseResult::value)
                                .orElseGet(() -> problem("invalid value", node))
                        : problem("not a text", node),
                toText);
    }

    /** That a value is none of this type. */
    static <T> ParseResult<T> problem(String what, JsonNode node) {
        return ParseResult.problem(what + ": " + Excerpt.of(node.toString()));
    }

    private static ParseResult<Long> wholeNumber(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? ParseResult.value(node.longValue())
                : problem("not a whole number", node);
    }

    private static ParseResult<Double> decimal(JsonNode node) {
        if (!node.isNumber()) {
            return problem("not a number", node);
        }
        return ParseResult.value(
                node.decimalValue().setScale(6, RoundingMode.HALF_EVEN).doubleValue());
    }

    private static ParseResult<Instant> time(String text) {
        try {
            Instant time = text.endsWith("Z") || text.indexOf('+') > 0
                    ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
            return ParseResult.value(time.truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException notATime) {
            return ParseResult.problem("not a time: " + Excerpt.of(text));
        }
    }

    private static ParseResult<List<String>> stringList(JsonNode node) {
        if (!node.isArray()) {
            return problem("not a list", node);
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : node) {
            if (!word.isString()) {
                return problem("not a list of texts", node);
            }
            words.add(word.stringValue());
        }
        return ParseResult.value(List.copyOf(words));
    }
}
