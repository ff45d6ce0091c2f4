package org.peerage.api.filters;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.api.LenientNumbers;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.schema.Field;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.ValueType;
import org.peerage.snapshot.Condition;
import org.peerage.snapshot.TextMatch;
import org.peerage.text.Collation;
import org.peerage.text.CountryCode;
import org.peerage.text.Folding;

/**
 * Turns one parameter that names a field into a condition: the table of docs/spec/rest.md §3. Problems carry the words of
 * the reference's database layer, which clients have met for years.
 *
 * @param manner how texts and bad numbers are treated where the field stands
 */
record FieldFilter(Field<?> field, Operator operator, String value, MatchMode manner) {
    static final String BAD_NUMBER = "'ValueError' object is not subscriptable";
    static final String BAD_VALUE = "'ValidationError' object is not subscriptable";
    static final String BAD_QUERY = "Invalid query";
    private static final DateTimeFormatter STORED_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss'.000000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** How a field is compared, by where the parameter found it. */
    enum MatchMode {
        /** A field of the row itself. */
        PLAIN,
        /** The same behind a reference or in a set; of times there only dates have parts, as recorded. */
        RELATED,
        /** The same, and the bare name finds parts of texts. */
        SEARCHED,
        /** The same, and the bare name finds parts unless it is two letters. */
        COUNTRY,
        /** Numbers compare as numbers even without operator. */
        COUNTER,
        /** A field behind active links: exact by collation, parts case-sensitive. */
        CONNECTED
    }

    ParseResult<Condition> condition() {
        return switch (field.type().kind()) {
            case TEXT, LIST -> ParseResult.value(text());
            case INTEGER -> integer();
            case DECIMAL -> decimal();
            case BOOLEAN -> ParseResult.value(bool());
            case TIME -> time();
            case REFERENCE -> reference();
        };
    }

    private Condition text() {
        return switch (operator) {
            case EXACT -> exactText();
            case CONTAINS, STARTSWITH -> field.format().equals("country") ? country() : part();
            case IN -> {
                Set<String> keys = new HashSet<>();
                for (String item : canonicalItems()) {
                    keys.add(Collation.sortKey(item));
                }
                yield test(t -> keys.contains(Collation.sortKey(t)));
            }
            default -> {
                String bound = canonical(value);
                yield test(t -> operator.accepts(Collation.compare(t, bound)));
            }
        };
    }

    private Condition part() {
        boolean start = operator == Operator.STARTSWITH;
        if (manner == MatchMode.CONNECTED) {
            return cased(start ? t -> t.startsWith(value) : t -> t.contains(value));
        }
        return start
                ? Condition.textStartsWith(field, Folding.fold(value))
                : Condition.textContains(field, Folding.fold(value));
    }

    /** Part of a country is part of its code or of its English name. */
    private Condition country() {
        boolean start = operator == Operator.STARTSWITH;
        Predicate<String> fits;
        if (manner == MatchMode.CONNECTED) {
            fits = start ? name -> name.startsWith(value) : name -> name.contains(value);
        } else {
            fits = start ? TextMatch.startingWith(value) : TextMatch.containing(value);
        }
        Set<String> codes = named(fits);
        return test(codes::contains);
    }

    /** The items of a list; addresses in canonical form, unless something else is among them. */
    private List<String> canonicalItems() {
        List<String> items = List.of(value.split(",", -1));
        boolean addresses = field.type() == ValueType.ADDRESS
                && !items.stream().allMatch(item -> IpAddress.parse(item).isPresent());
        if (field.type() == ValueType.STRING_LIST) {
            return Stream.concat(items.stream(), Stream.of(value)).toList(); // several words may be meant as one list
        }
        return addresses ? items : items.stream().map(this::canonical).toList();
    }

    private Condition exactText() {
        String text = canonical(value);
        if (manner == MatchMode.SEARCHED) {
            return Condition.textContains(field, Folding.fold(text));
        }
        if (manner == MatchMode.COUNTRY && text.length() != 2) {
            return test(named(TextMatch.containing(text))::contains);
        }
        Predicate<String> equal = manner == MatchMode.CONNECTED
                ? candidate -> Collation.compare(candidate, text) == 0
                : TextMatch.equalTo(text);
        return indexedText(text, equal)
                .orElseGet(() ->
                        manner == MatchMode.CONNECTED ? test(equal) : Condition.textEquals(field, Folding.fold(text)));
    }

    /** Codes of countries whose English name, or code, fits. */
    private static Set<String> named(Predicate<String> fits) {
        Set<String> codes = new HashSet<>();
        for (CountryCode country : CountryCode.all()) {
            String code = country.toString();
            if (fits.test(country.commonName()) || fits.test(code)) {
                codes.add(code);
            }
        }
        return codes;
    }

    /** The index of an address or a name narrows the rows; whether they fit is decided by their text all the same. */
    @SuppressWarnings("unchecked")
    private Optional<Condition> indexedText(String text, Predicate<String> equal) {
        if (field.type() == ValueType.ADDRESS) {
            return IpAddress.parse(text)
                    .map(address -> Condition.indexed((Field<IpAddress>) field, address, rowTest(equal)));
        }
        if (field.type() == ValueType.PREFIX) {
            return IpPrefix.parse(text)
                    .map(prefix -> Condition.indexed((Field<IpPrefix>) field, prefix, rowTest(equal)));
        }
        if (field.type() == ValueType.TEXT
                && field.isIndexed()
                && (manner == MatchMode.PLAIN || manner == MatchMode.RELATED)) {
            return Optional.of(Condition.indexed((Field<String>) field, text, rowTest(equal)));
        }
        return Optional.empty();
    }

    /** Addresses and prefixes are compared in canonical form. */
    private String canonical(String text) {
        if (field.type() == ValueType.ADDRESS) {
            return IpAddress.parse(text).map(IpAddress::toString).orElse(text);
        }
        return field.type() == ValueType.PREFIX
                ? IpPrefix.parse(text).map(IpPrefix::toString).orElse(text)
                : text;
    }

    private ParseResult<Condition> integer() {
        boolean asNumber = manner == MatchMode.COUNTER || manner == MatchMode.CONNECTED;
        return switch (operator) {
            case EXACT -> asNumber ? number(value) : ParseResult.value(digits());
            case CONTAINS -> ParseResult.value(test(TextMatch.containing(value)));
            case STARTSWITH -> ParseResult.value(test(TextMatch.startingWith(value)));
            case IN -> numbers();
            default -> number(value);
        };
    }

    /** The bare name compares the digits as text: {@code 12x} finds nothing, and is no error. */
    @SuppressWarnings("unchecked")
    private Condition digits() {
        Condition asText = test(TextMatch.equalTo(value));
        OptionalLong number = LenientNumbers.wholeNumber(value);
        if (number.isEmpty() || !Long.toString(number.getAsLong()).equals(value)) {
            return asText;
        }
        if (field.type() == ValueType.ID) {
            return ids(new long[] {number.getAsLong()});
        }
        if (field.type() == ValueType.ASN) {
            return Asn.parse(value)
                    .map(asn -> Condition.indexed((Field<Asn>) field, asn, (row, rows) -> asn.equals(row.find(field))))
                    .orElseGet(Condition::never);
        }
        long wanted = number.getAsLong();
        return (row, rows) -> {
            OptionalLong has = wholeNumber(row);
            return has.isPresent() && has.getAsLong() == wanted;
        };
    }

    private ParseResult<Condition> number(String text) {
        OptionalLong bound = LenientNumbers.wholeNumber(text);
        if (bound.isEmpty()) {
            return ParseResult.problem(badNumber(text));
        }
        long number = bound.getAsLong();
        if (operator == Operator.EXACT && field.type() == ValueType.ID) {
            return ParseResult.value(ids(new long[] {number}));
        }
        return ParseResult.value((row, rows) -> {
            OptionalLong has = wholeNumber(row);
            return has.isPresent() && operator.accepts(Long.compare(has.getAsLong(), number));
        });
    }

    private ParseResult<Condition> numbers() {
        String[] items = value.split(",", -1);
        long[] numbers = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            OptionalLong number = LenientNumbers.wholeNumber(items[i]);
            if (number.isEmpty()) {
                return ParseResult.problem(badNumber(items[i]));
            }
            numbers[i] = number.getAsLong();
        }
        Arrays.sort(numbers);
        if (field.type() == ValueType.ID) {
            return ParseResult.value(ids(numbers));
        }
        return ParseResult.value((row, rows) -> {
            OptionalLong has = wholeNumber(row);
            return has.isPresent() && Arrays.binarySearch(numbers, has.getAsLong()) >= 0;
        });
    }

    private static Condition ids(long[] sorted) {
        return Condition.idIn(Arrays.stream(sorted)
                .filter(id -> id >= 0 && id <= Integer.MAX_VALUE)
                .mapToInt(id -> (int) id)
                .distinct()
                .toArray());
    }

    private ParseResult<Condition> decimal() {
        switch (operator) {
            case EXACT:
                return ParseResult.value(test(TextMatch.equalTo(value)));
            case CONTAINS:
                return ParseResult.value(test(TextMatch.containing(value)));
            case STARTSWITH:
                return ParseResult.value(test(TextMatch.startingWith(value)));
            default:
        }
        String[] items = operator == Operator.IN ? value.split(",", -1) : new String[] {value};
        Set<Double> numbers = new HashSet<>();
        for (String item : items) {
            Optional<BigDecimal> number = LenientNumbers.decimal(item);
            if (number.isEmpty()) {
                return ParseResult.problem(BAD_VALUE);
            }
            numbers.add(number.get().doubleValue());
        }
        double bound = numbers.iterator().next();
        return ParseResult.value((row, rows) -> {
            Object has = row.find(field);
            return has instanceof Double number
                    && (operator == Operator.IN
                            ? numbers.contains(number)
                            : operator.accepts(Double.compare(number, bound)));
        });
    }

    private Condition bool() {
        if (operator == Operator.IN) {
            Set<Boolean> wanted = new HashSet<>();
            for (String item : value.split(",", -1)) {
                wanted.add(isTrue(item));
            }
            return (row, rows) -> row.find(field) instanceof Boolean has && wanted.contains(has);
        }
        if (operator == Operator.CONTAINS || operator == Operator.STARTSWITH) {
            String digit = isTrue(value) ? "1" : "0";
            return test(digit::equals);
        }
        boolean wanted = isTrue(value);
        return (row, rows) -> row.find(field) instanceof Boolean has && operator.accepts(Boolean.compare(has, wanted));
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.toLowerCase(Locale.ROOT).equals("true");
    }

    private ParseResult<Condition> time() {
        if (manner == MatchMode.CONNECTED) {
            return connectedTime();
        }
        if (operator == Operator.EXACT) {
            return ParseResult.value(test(TextMatch.startingWith(value)));
        }
        if (operator == Operator.IN) {
            return ParseResult.problem("Filter '" + field.name() + "__in' is not supported: use __gte and __lte");
        }
        Optional<Instant> parsed = LenientDates.parse(value, operator == Operator.GT || operator == Operator.LTE);
        if (parsed.isEmpty()) {
            return ParseResult.problem(BAD_VALUE);
        }
        boolean part = operator == Operator.CONTAINS || operator == Operator.STARTSWITH;
        if (part && manner == MatchMode.RELATED) {
            // Recorded so, and not marked as overruled by docs/spec/deviations.md §9: docs/decisions/0041.
            return ParseResult.value(Condition.never());
        }
        return ParseResult.value(at(List.of(parsed.get())));
    }

    private Condition at(List<Instant> moments) {
        return (row, snapshot) -> row.find(field) instanceof Instant has
                && moments.stream().anyMatch(moment -> operator.accepts(has.compareTo(moment)));
    }

    /** Behind active links a part is one of the text that the database has; without operator the whole moment is meant. */
    private ParseResult<Condition> connectedTime() {
        switch (operator) {
            case CONTAINS:
                return ParseResult.value(storedTime(t -> t.contains(value)));
            case STARTSWITH:
                return ParseResult.value(storedTime(t -> t.startsWith(value)));
            default:
        }
        boolean listed = operator == Operator.IN || operator == Operator.EXACT;
        List<Instant> moments = new ArrayList<>();
        for (String item : operator == Operator.IN ? value.split(",", -1) : new String[] {value}) {
            Optional<Instant> moment = LenientDates.parse(item, operator == Operator.GT || operator == Operator.LTE);
            if (moment.isEmpty()) {
                return ParseResult.problem(listed ? notATime(item) : BAD_VALUE);
            }
            moments.add(moment.get());
        }
        return ParseResult.value(at(List.copyOf(moments)));
    }

    private static String notATime(String text) {
        return "['“" + text + "” value has an invalid format."
                + " It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.']";
    }

    private Condition storedTime(Predicate<String> test) {
        return (row, snapshot) -> row.find(field) instanceof Instant has && test.test(STORED_TIME.format(has));
    }

    private ParseResult<Condition> reference() {
        if (operator == Operator.CONTAINS || operator == Operator.STARTSWITH) {
            return ParseResult.problem(BAD_QUERY);
        }
        if (operator.isOrdering()) {
            return number(value);
        }
        String[] items = operator == Operator.IN ? value.split(",", -1) : new String[] {value};
        long[] targets = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            OptionalLong id = LenientNumbers.wholeNumber(items[i]);
            if (id.isEmpty()) {
                return ParseResult.problem(badNumber(items[i]));
            }
            targets[i] = id.getAsLong();
        }
        @SuppressWarnings("unchecked")
        Field<Long> reference = (Field<Long>) field;
        return ParseResult.value(Condition.refersTo(
                reference,
                Arrays.stream(targets)
                        .filter(id -> id >= 0 && id <= Integer.MAX_VALUE)
                        .mapToInt(id -> (int) id)
                        .sorted()
                        .distinct()
                        .toArray()));
    }

    private String badNumber(String text) {
        return manner == MatchMode.COUNTER || manner == MatchMode.CONNECTED
                ? expectedNumber(field.name(), text)
                : BAD_NUMBER;
    }

    static String expectedNumber(String field, String text) {
        return "Field '" + field + "' expected a number but got '" + text + "'.";
    }

    private OptionalLong wholeNumber(Row row) {
        Object value = row.find(field);
        return switch (value) {
            case Long number -> OptionalLong.of(number);
            case Asn asn -> OptionalLong.of(asn.value());
            case null, default -> OptionalLong.empty();
        };
    }

    /** A case-sensitive test that only texts with the value in them pass. */
    private Condition cased(Predicate<String> test) {
        return Condition.textContainsAnd(field, Folding.fold(value), rowTest(test));
    }

    private Condition test(Predicate<String> test) {
        return Condition.of(rowTest(test));
    }

    private BiPredicate<Row, Rows> rowTest(Predicate<String> test) {
        return (row, rows) -> {
            @Nullable String text = field.text(row);
            return text != null && test.test(text);
        };
    }
}
