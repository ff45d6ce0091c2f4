package org.peerage.schema;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stored value of an object type. Declared once; columns, JSON, filters, OpenAPI and forms are read from here.
 * The withers give changed copies, so that a declaration reads as one sentence.
 *
 * @param <T> the Java type of the value
 */
public final class Field<T> implements JsonKey {
    private final String name;
    private final ValueType<T> type;
    private final Constraints rules;
    private final @Nullable T defaultValue;
    private final @Nullable T valueWhenOmitted;
    private final @Nullable Supplier<ObjectType> target;
    private final @Nullable BiFunction<Row, Rows, @Nullable T> presented;
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
        PERSONAL
    }

    /** What may be written into a field, and by whom (docs/spec/objects.md §1.1). */
    private record Constraints(
            Set<Trait> traits, int maxLength, long min, long max, List<?> choices, String format, String label) {

        Constraints with(Trait trait) {
            EnumSet<Trait> more = EnumSet.of(trait);
            more.addAll(traits);
            return new Constraints(more, maxLength, min, max, choices, format, label);
        }

        Constraints without(Trait trait) {
            EnumSet<Trait> fewer = EnumSet.noneOf(Trait.class);
            fewer.addAll(traits);
            fewer.remove(trait);
            return new Constraints(fewer, maxLength, min, max, choices, format, label);
        }

        Constraints withMaxLength(int length) {
            return new Constraints(traits, length, min, max, choices, format, label);
        }

        Constraints withRange(long min, long max) {
            return new Constraints(traits, maxLength, min, max, choices, format, label);
        }

        Constraints withChoices(List<?> allowed) {
            return new Constraints(traits, maxLength, min, max, allowed, format, label);
        }

        Constraints withFormat(String name) {
            return new Constraints(traits, maxLength, min, max, choices, name, label);
        }

        Constraints withLabel(String text) {
            return new Constraints(traits, maxLength, min, max, choices, format, text);
        }
    }

    private Field(
            String name,
            ValueType<T> type,
            Constraints rules,
            @Nullable T initial,
            @Nullable T whenAbsent,
            @Nullable Supplier<ObjectType> target,
            @Nullable BiFunction<Row, Rows, @Nullable T> shown) {
        this.name = name;
        this.type = type;
        this.rules = rules;
        this.defaultValue = initial;
        this.valueWhenOmitted = whenAbsent;
        this.target = target;
        this.presented = shown;
    }

    /** A field without further rules: writable, not null. */
    public static <T> Field<T> field(String name, ValueType<T> type) {
        Constraints rules = new Constraints(Set.of(), 0, Long.MIN_VALUE, Long.MAX_VALUE, List.of(), "", label(name));
        return new Field<>(name, type, rules, null, null, null, null);
    }

    /** Text of at most {@code maxLength} characters, empty unless given; 0 is unlimited. */
    public static Field<String> text(String name, int maxLength) {
        return field(name, ValueType.TEXT).blank().maxLength(maxLength).defaultValue("");
    }

    /** A reference to another row. */
    public static Field<Long> reference(String name, Supplier<ObjectType> target) {
        Field<Long> plain = field(name, ValueType.REFERENCE);
        return new Field<>(name, plain.type, plain.rules, null, null, target, null);
    }

    public Field<T> required() {
        return with(rules.with(Trait.REQUIRED));
    }

    /** May be empty, and is until something is set. */
    public Field<T> nullable() {
        return new Field<>(name, type, rules.with(Trait.NULLABLE), null, valueWhenOmitted, target, presented);
    }

    public Field<T> blank() {
        return with(rules.with(Trait.BLANK));
    }

    public Field<T> notBlank() {
        return with(rules.without(Trait.BLANK));
    }

    public Field<T> readOnly() {
        return with(rules.with(Trait.READ_ONLY));
    }

    /** Stored, and no part of the API. */
    public Field<T> hidden() {
        return with(rules.with(Trait.HIDDEN));
    }

    public Field<T> unique() {
        return with(rules.with(Trait.UNIQUE));
    }

    /** Given when the row is made, and never changed. */
    public Field<T> immutable() {
        return with(rules.with(Trait.IMMUTABLE));
    }

    /**
     * About a person, or only for some: what it held before is told to those alone who keep the object, to others only
     * where it holds the same now.
     */
    public Field<T> personal() {
        return with(rules.with(Trait.PERSONAL));
    }

    public Field<T> maxLength(int length) {
        return with(rules.withMaxLength(length));
    }

    public Field<T> between(long min, long max) {
        return with(rules.withRange(min, max));
    }

    public Field<T> oneOf(List<?> choices) {
        return with(rules.withChoices(choices));
    }

    /** A rule for the text, by name: {@code url}, {@code email}, {@code phone}, {@code country}. */
    public Field<T> format(String format) {
        return with(rules.withFormat(format));
    }

    public Field<T> labelled(String label) {
        return with(rules.withLabel(label));
    }

    public Field<T> defaultValue(T value) {
        return new Field<>(name, type, rules, value, valueWhenOmitted, target, presented);
    }

    /** What a request without the key sets, whatever was stored before (docs/spec/objects.md §1.6). */
    public Field<T> valueWhenOmitted(T value) {
        return new Field<>(name, type, rules, defaultValue, value, target, presented);
    }

    /** What answers carry instead of the stored value. */
    public Field<T> presentedAs(BiFunction<Row, Rows, @Nullable T> presentation) {
        return new Field<>(name, type, rules, defaultValue, valueWhenOmitted, target, presentation);
    }

    @Override
    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    public boolean isRequired() {
        return rules.traits.contains(Trait.REQUIRED);
    }

    public boolean isNullable() {
        return rules.traits.contains(Trait.NULLABLE);
    }

    public boolean mayBeBlank() {
        return rules.traits.contains(Trait.BLANK);
    }

    public boolean isReadOnly() {
        return rules.traits.contains(Trait.READ_ONLY);
    }

    public boolean isHidden() {
        return rules.traits.contains(Trait.HIDDEN);
    }

    public boolean isUnique() {
        return rules.traits.contains(Trait.UNIQUE);
    }

    public boolean isImmutable() {
        return rules.traits.contains(Trait.IMMUTABLE);
    }

    public boolean isPersonal() {
        return rules.traits.contains(Trait.PERSONAL);
    }

    public OptionalInt maxLength() {
        return rules.maxLength == 0 ? OptionalInt.empty() : OptionalInt.of(rules.maxLength);
    }

    public long min() {
        return rules.min;
    }

    public long max() {
        return rules.max;
    }

    /** The values that are allowed, in the order of docs/spec/objects.md §A; empty: all. */
    public List<?> choices() {
        return rules.choices;
    }

    public String format() {
        return rules.format;
    }

    public String label() {
        return rules.label;
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

    int position() {
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

    private Field<T> with(Constraints changed) {
        return new Field<>(name, type, changed, defaultValue, valueWhenOmitted, target, presented);
    }

    private static String label(String name) {
        String words = name.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
