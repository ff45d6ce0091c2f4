package org.peerage.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One key of a type's JSON, in wire order: a stored field, or one of the kinds below. */
public sealed interface JsonKey permits Field, JsonKey.Computed, JsonKey.Parent, JsonKey.Members, JsonKey.WriteOnly {

    String name();

    /** What people read. */
    default String label() {
        return optionsLabel();
    }

    /** The label in OPTIONS, where the reference has none of its own: the words of the name. */
    default String optionsLabel() {
        return LetterCase.capitalized(name().replace('_', ' '));
    }

    /** A value that is derived when the row is written out, from the row and its neighbours. */
    record Computed<T>(String name, ValueType<T> type, BiFunction<Row, Rows, @Nullable T> value, String label)
            implements JsonKey {
        public Computed(String name, ValueType<T> type, BiFunction<Row, Rows, @Nullable T> value) {
            this(name, type, value, LetterCase.capitalized(name.replace('_', ' ')));
        }
    }

    /** The object behind a reference, shown from depth 1 on; never in lists when {@code single}. */
    record Parent(String name, Field<Long> reference) implements JsonKey {
        @Override
        public String label() {
            return reference.label();
        }
    }

    /**
     * A set of rows, shown as ids at depth 1 and as objects from depth 2 on.
     *
     * @param members the active members of a row, by ascending id
     * @param back the reference of the members to the row, where all active rows that refer to it are its members
     * @param omitted keys that a member leaves out in this place, such as the way back
     */
    record Members(
            String name,
            Supplier<ObjectType> type,
            BiFunction<Row, Rows, List<Row>> members,
            Optional<Supplier<Field<Long>>> back,
            Set<String> omitted)
            implements JsonKey {}

    /** A key that requests may carry and answers never do. */
    record WriteOnly(String name, ValueType<?> type, String label) implements JsonKey {
        public WriteOnly(String name, ValueType<?> type) {
            this(name, type, LetterCase.capitalized(name.replace('_', ' ')));
        }
    }
}
