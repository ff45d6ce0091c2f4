package org.peerage.schema;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stored value of an object type. Declared once; columns, JSON, filters, OpenAPI and forms are read from here.
 * The withers give changed copies, so that a declaration reads as one sentence.
 *
 * @param <T> the Java type of the value
 */
public final class Field<T> implements JsonKey {
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https", "ftp", "ftps");
    private static final Set<String> TERMINAL_SCHEMES = Set.of("http", "https", "telnet", "ssh");

    private static final Set<ValueType<?>> LOOKED_UP =
            Set.of(ValueType.ASN, ValueType.ADDRESS, ValueType.PREFIX, ValueType.MAC);

    private final String name;
    private final ValueType<T> type;
    private final EnumSet<Trait> traits;
    private int maxLength;
    private long min = Long.MIN_VALUE;
    private long max = Long.MAX_VALUE;
    private List<?> choices = List.of();
    private String format = "";
    private String label = "";
    private String optionsLabel = "";
    private String help = "";
    private String optionsType = "";
    private @Nullable T defaultValue;
    private @Nullable T valueWhenOmitted;
    private @Nullable Supplier<ObjectType> target;
    private @Nullable BiFunction<Row, Rows, @Nullable T> presented;
    private @Nullable CopiedValue<T> copied;
    private int position = -1;
    private @Nullable ObjectType owner;

    /** What is true of a field, beyond its type. */
    private enum Trait {
        REQUIRED,
        NULLABLE,
        BLANK,
        READ_ONLY,
        HIDDEN,
        UNIQUE,
        IMMUTABLE,
        PERSONAL,
        LIMIT_UNTOLD,
        TERMINAL_URL,
        IPV6,
        NULL_IS_BLANK,
        EMPTY_IS_WRONG,
        SET_BY_RULE,
        ONLY_FOR_CHANGES,
        COUNTED,
        INDEXED,
        OURS
    }

    /** Where a value is copied from. */
    public record CopiedValue<T>(Field<Long> reference, Supplier<Field<T>> field) {}

    private Field(String name, ValueType<T> type, EnumSet<Trait> traits) {
        this.name = name;
        this.type = type;
        this.traits = traits;
    }

    /** A field without further rules: writable, not null. */
    public static <T> Field<T> field(String name, ValueType<T> type) {
        return new Field<>(name, type, EnumSet.noneOf(Trait.class));
    }

    /** Text of at most {@code maxLength} characters, empty unless given; 0 is unlimited. */
    public static Field<String> text(String name, int maxLength) {
        return field(name, ValueType.TEXT).blank().maxLength(maxLength).defaultValue("");
    }

    /** A reference to another row. */
    public static Field<Long> reference(String name, Supplier<ObjectType> target) {
        return field(name, ValueType.REFERENCE).with(copy -> copy.target = target);
    }

    public Field<T> required() {
        return with(Trait.REQUIRED);
    }

    /** May be empty, and is until something is set. */
    public Field<T> nullable() {
        return with(Trait.NULLABLE).with(copy -> copy.defaultValue = null);
    }

    public Field<T> blank() {
        return with(Trait.BLANK);
    }

    public Field<T> notBlank() {
        return with(copy -> copy.traits.remove(Trait.BLANK));
    }

    public Field<T> readOnly() {
        return with(Trait.READ_ONLY);
    }

    /** Stored, and no part of the API. */
    public Field<T> hidden() {
        return with(Trait.HIDDEN);
    }

    public Field<T> unique() {
        return with(Trait.UNIQUE);
    }

    /** Given when the row is made, and never changed. */
    public Field<T> immutable() {
        return with(Trait.IMMUTABLE);
    }

    /**
     * About a person, or only for some: what it held before is told to those alone who keep the object, to others only
     * where it holds the same now.
     */
    public Field<T> personal() {
        return with(Trait.PERSONAL);
    }

    public Field<T> maxLength(int length) {
        return with(copy -> copy.maxLength = length);
    }

    /** OPTIONS leaves the greatest length out, as the reference's does (recorded answers). */
    public Field<T> limitUntold() {
        return with(Trait.LIMIT_UNTOLD);
    }

    public Field<T> between(long least, long most) {
        return with(copy -> {
            copy.min = least;
            copy.max = most;
        });
    }

    public Field<T> oneOf(List<?> allowed) {
        return with(copy -> copy.choices = allowed);
    }

    /** A rule for the text, by name: {@code url}, {@code email}, {@code phone}, {@code country}. */
    public Field<T> format(String rule) {
        return with(copy -> copy.format = rule);
    }

    /** Terminals have such URLs, too: {@code telnet} and {@code ssh} instead of {@code ftp}. */
    public Field<T> terminalUrl() {
        return with(Trait.TERMINAL_URL).format("url");
    }

    /** An address of version 6; others are of version 4. */
    public Field<T> ipv6() {
        return with(Trait.IPV6);
    }

    /** A request's null is stored as an empty text. */
    public Field<T> nullIsBlank() {
        return with(Trait.NULL_IS_BLANK);
    }

    /** A request's empty text is no number, where it is none in other fields that may be null. */
    public Field<T> emptyIsWrong() {
        return with(Trait.EMPTY_IS_WRONG);
    }

    /** Has the value of the row that a reference leads to, whatever is sent for it. */
    public Field<T> copiedFrom(Field<Long> reference, Supplier<Field<T>> field) {
        return with(copy -> copy.copied = new CopiedValue<>(reference, field));
    }

    /** Set by a rule from other values of the request, whatever is sent for it. */
    public Field<T> setByRule() {
        return with(Trait.SET_BY_RULE);
    }

    /** Not taken from the request that makes a row. */
    public Field<T> onlyForChanges() {
        return with(Trait.ONLY_FOR_CHANGES);
    }

    /** A number that the registry counts. */
    public Field<T> counted() {
        return with(Trait.COUNTED);
    }

    /** Texts are looked up often enough for an index; references, AS numbers, addresses and prefixes always have one. */
    public Field<T> indexed() {
        return with(Trait.INDEXED);
    }

    /** The reference has no such field (docs/spec/deviations.md has an entry for it). */
    public Field<T> ours() {
        return with(Trait.OURS);
    }

    /** The type that OPTIONS tells, where it does not follow from the values. */
    public Field<T> optionsType(String word) {
        return with(copy -> copy.optionsType = word);
    }

    /** What people read on pages, in forms, in mail and in files, where the reference has no words of its own. */
    public Field<T> labelled(String text) {
        return with(copy -> copy.label = text);
    }

    /**
     * The reference's words, which OPTIONS tells (docs/spec/labels.json). People read the same in sentence case, unless
     * {@link #labelled} says otherwise; without either, both are the words of the name.
     */
    public Field<T> optionsLabel(String text) {
        return with(copy -> copy.optionsLabel = text);
    }

    /** A sentence that OPTIONS tells of the field. */
    public Field<T> help(String text) {
        return with(copy -> copy.help = text);
    }

    public Field<T> defaultValue(T value) {
        return with(copy -> copy.defaultValue = value);
    }

    /** What a request without the key sets, whatever was stored before (docs/spec/objects.md §1.6). */
    public Field<T> valueWhenOmitted(T value) {
        return with(copy -> copy.valueWhenOmitted = value);
    }

    /** What answers carry instead of the stored value. */
    public Field<T> presentedAs(BiFunction<Row, Rows, @Nullable T> presentation) {
        return with(copy -> copy.presented = presentation);
    }

    @Override
    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    public boolean isRequired() {
        return traits.contains(Trait.REQUIRED);
    }

    public boolean isNullable() {
        return traits.contains(Trait.NULLABLE);
    }

    public boolean mayBeBlank() {
        return traits.contains(Trait.BLANK);
    }

    public boolean isReadOnly() {
        return traits.contains(Trait.READ_ONLY);
    }

    public boolean isHidden() {
        return traits.contains(Trait.HIDDEN);
    }

    public boolean isUnique() {
        return traits.contains(Trait.UNIQUE);
    }

    public boolean isImmutable() {
        return traits.contains(Trait.IMMUTABLE);
    }

    public boolean isPersonal() {
        return traits.contains(Trait.PERSONAL);
    }

    public OptionalInt maxLength() {
        return maxLength == 0 ? OptionalInt.empty() : OptionalInt.of(maxLength);
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    /** The values that are allowed, in the order of docs/spec/objects.md §A; empty: all. */
    public List<?> choices() {
        return choices;
    }

    public String format() {
        return format;
    }

    /** What people read: the field's only name outside of JSON. Message files translate it by {@code type.name}. */
    @Override
    public String label() {
        if (!label.isEmpty()) {
            return label;
        }
        return optionsLabel.isEmpty() ? JsonKey.super.label() : LetterCase.sentenceCase(optionsLabel);
    }

    /** The label in OPTIONS. */
    @Override
    public String optionsLabel() {
        return optionsLabel.isEmpty() ? JsonKey.super.optionsLabel() : optionsLabel;
    }

    /** What OPTIONS says of the field; may be empty. */
    public String help() {
        return help;
    }

    /** The type in OPTIONS; empty: it follows from the values. */
    public String optionsType() {
        return optionsType;
    }

    public Set<String> urlSchemes() {
        return traits.contains(Trait.TERMINAL_URL) ? TERMINAL_SCHEMES : WEB_SCHEMES;
    }

    public boolean isTerminalUrl() {
        return traits.contains(Trait.TERMINAL_URL);
    }

    public boolean isIpv6() {
        return traits.contains(Trait.IPV6);
    }

    public boolean isNullBlank() {
        return traits.contains(Trait.NULL_IS_BLANK);
    }

    public boolean isEmptyWrong() {
        return traits.contains(Trait.EMPTY_IS_WRONG);
    }

    public boolean isSetByRule() {
        return traits.contains(Trait.SET_BY_RULE);
    }

    public Optional<CopiedValue<T>> copied() {
        return Optional.ofNullable(copied);
    }

    public boolean isOnlyForChanges() {
        return traits.contains(Trait.ONLY_FOR_CHANGES);
    }

    public boolean isCounted() {
        return traits.contains(Trait.COUNTED);
    }

    public boolean isOurs() {
        return traits.contains(Trait.OURS);
    }

    /**
     * Whether an index finds rows by the value. Values that may be hidden have none: how long a look-up takes would tell
     * whether somebody has the value.
     */
    public boolean isIndexed() {
        return isReference()
                || ((traits.contains(Trait.INDEXED) || LOOKED_UP.contains(type)) && !owner().mayHide(this));
    }

    /** Whether OPTIONS tells the greatest length. */
    public boolean isLimitTold() {
        return maxLength > 0 && choices.isEmpty() && !traits.contains(Trait.LIMIT_UNTOLD);
    }

    public @Nullable T defaultValue() {
        return defaultValue;
    }

    public @Nullable T valueWhenOmitted() {
        return valueWhenOmitted;
    }

    public boolean isReference() {
        return target != null;
    }

    /** The type that this field refers to. */
    public ObjectType target() {
        if (target == null) {
            throw new IllegalStateException(name + " is not a reference");
        }
        return target.get();
    }

    /** The value that answers carry. */
    public @Nullable T presented(Row row, Rows rows) {
        return presented == null ? row.find(this) : presented.apply(row, rows);
    }

    /** Whether answers carry something else than the stored value. */
    public boolean hasPresentation() {
        return presented != null;
    }

    /** The text that text filters see; null where there is no value. */
    public @Nullable String text(Row row) {
        T value = row.find(this);
        return value == null ? null : type.text(value);
    }

    /** The place among the fields of its type, from 0 on. */
    public int position() {
        return position;
    }

    /** The type that the field belongs to. */
    public ObjectType owner() {
        if (owner == null) {
            throw new IllegalStateException(name + " belongs to no type yet");
        }
        return owner;
    }

    void bind(ObjectType type, int index) {
        if (position >= 0) {
            throw new IllegalStateException(name + " belongs to a type already");
        }
        owner = type;
        position = index;
    }

    @Override
    public String toString() {
        return name;
    }

    private Field<T> with(Trait trait) {
        return with(copy -> copy.traits.add(trait));
    }

    private Field<T> with(Consumer<Field<T>> change) {
        Field<T> copy = new Field<>(name, type, traits.clone());
        copy.maxLength = maxLength;
        copy.min = min;
        copy.max = max;
        copy.choices = choices;
        copy.format = format;
        copy.label = label;
        copy.optionsLabel = optionsLabel;
        copy.help = help;
        copy.optionsType = optionsType;
        copy.defaultValue = defaultValue;
        copy.valueWhenOmitted = valueWhenOmitted;
        copy.target = target;
        copy.presented = presented;
        copy.copied = copied;
        change.accept(copy);
        return copy;
    }
}
