package org.peerage.schema;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stored value of an object type. Declared once; columns, JSON, filters, OpenAPI and forms are read from here.
 * The withers give changed copies, so that a declaration reads as one sentence.
 *
 * @param <T> the Java type of the value
 */
public final class Field<T> implements Key {
    private final String name;
    private final ValueType<T> type;
    private final Rules rules;
    private final @Nullable T initial;
    private final @Nullable Supplier<ObjectType> target;
    private final @Nullable BiFunction<Row, Rows, @Nullable T> shown;
    private int position = -1;
    private @Nullable ObjectType owner;

    /** What may be written into a field, and by whom (spec/objects.md §1.1). */
    private record Rules(
            boolean required,
            boolean nullable,
            boolean blank,
            boolean readOnly,
            boolean hidden,
            boolean unique,
            boolean fixed,
            int maxLength,
            long min,
            long max,
            List<?> choices,
            String format,
            String label) {

        Rules withRequired() {
            return new Rules(
                    true, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withNullable() {
            return new Rules(
                    required, true, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withBlank() {
            return new Rules(
                    required, nullable, true, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withReadOnly() {
            return new Rules(
                    required, nullable, blank, true, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withHidden() {
            return new Rules(
                    required, nullable, blank, readOnly, true, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withUnique() {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, true, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withFixed() {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, true, maxLength, min, max, choices, format,
                    label);
        }

        Rules withoutBlank() {
            return new Rules(
                    required, nullable, false, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withMaxLength(int maxLength) {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withRange(long min, long max) {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withChoices(List<?> choices) {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withFormat(String format) {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }

        Rules withLabel(String label) {
            return new Rules(
                    required, nullable, blank, readOnly, hidden, unique, fixed, maxLength, min, max, choices, format,
                    label);
        }
    }

    private Field(
            String name,
            ValueType<T> type,
            Rules rules,
            @Nullable T initial,
            @Nullable Supplier<ObjectType> target,
            @Nullable BiFunction<Row, Rows, @Nullable T> shown) {
        this.name = name;
        this.type = type;
        this.rules = rules;
        this.initial = initial;
        this.target = target;
        this.shown = shown;
    }

    /** A field without further rules: writable, not null. */
    public static <T> Field<T> field(String name, ValueType<T> type) {
        Rules rules = new Rules(
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                List.of(),
                "",
                label(name));
        return new Field<>(name, type, rules, null, null, null);
    }

    /** Text of at most {@code maxLength} characters, empty unless given; 0 is unlimited. */
    public static Field<String> text(String name, int maxLength) {
        return field(name, ValueType.TEXT).blank().maxLength(maxLength).initially("");
    }

    /** A reference to another row. */
    public static Field<Long> reference(String name, Supplier<ObjectType> target) {
        Field<Long> plain = field(name, ValueType.REFERENCE);
        return new Field<>(name, plain.type, plain.rules, null, target, null);
    }

    public Field<T> required() {
        return with(rules.withRequired());
    }

    public Field<T> nullable() {
        return with(rules.withNullable());
    }

    public Field<T> blank() {
        return with(rules.withBlank());
    }

    public Field<T> notBlank() {
        return with(rules.withoutBlank());
    }

    public Field<T> readOnly() {
        return with(rules.withReadOnly());
    }

    /** Stored, and no part of the API. */
    public Field<T> hidden() {
        return with(rules.withHidden());
    }

    public Field<T> unique() {
        return with(rules.withUnique());
    }

    /** Given when the row is made, and never changed. */
    public Field<T> fixed() {
        return with(rules.withFixed());
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

    public Field<T> initially(T value) {
        return new Field<>(name, type, rules, value, target, shown);
    }

    /** What answers carry instead of the stored value. */
    public Field<T> shownAs(BiFunction<Row, Rows, @Nullable T> presentation) {
        return new Field<>(name, type, rules, initial, target, presentation);
    }

    @Override
    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    public boolean isRequired() {
        return rules.required;
    }

    public boolean isNullable() {
        return rules.nullable;
    }

    public boolean mayBeBlank() {
        return rules.blank;
    }

    public boolean isReadOnly() {
        return rules.readOnly;
    }

    public boolean isHidden() {
        return rules.hidden;
    }

    public boolean isUnique() {
        return rules.unique;
    }

    public boolean isFixed() {
        return rules.fixed;
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

    /** The values that are allowed, in the order of spec/objects.md §A; empty: all. */
    public List<?> choices() {
        return rules.choices;
    }

    public String format() {
        return rules.format;
    }

    public String label() {
        return rules.label;
    }

    public @Nullable T initial() {
        return initial;
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
    public @Nullable T shown(Row row, Rows rows) {
        return shown == null ? row.find(this) : shown.apply(row, rows);
    }

    /** Whether answers carry something else than the stored value. */
    public boolean isPresented() {
        return shown != null;
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

    private Field<T> with(Rules changed) {
        return new Field<>(name, type, changed, initial, target, shown);
    }

    private static String label(String name) {
        String words = name.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
