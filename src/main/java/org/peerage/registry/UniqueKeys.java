package org.peerage.registry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What no two active rows of a type share (docs/spec/objects.md): the same as the partial unique indexes of V1. */
final class UniqueKeys {
    private final List<List<Field<?>>> keys;

    UniqueKeys(ObjectType type) {
        keys = type.uniqueKeys();
    }

    /** The row's value for each key; none for a deleted row, and null where a part of the key is empty. */
    List<@Nullable Object> of(Row row) {
        List<@Nullable Object> values = new ArrayList<>(keys.size());
        if (row.status() != Status.DELETED) {
            for (List<Field<?>> key : keys) {
                values.add(value(row, key));
            }
        }
        return values;
    }

    int count() {
        return keys.size();
    }

    /** The names of the fields of a key. */
    String name(int key) {
        return String.join(", ", keys.get(key).stream().map(Field::name).toList());
    }

    private static @Nullable Object value(Row row, List<Field<?>> key) {
        if (key.size() == 1) {
            Object value = row.find(key.getFirst());
            return value instanceof String text ? folded(text) : value;
        }
        List<Object> values = new ArrayList<>(key.size());
        for (Field<?> field : key) {
            Object value = row.find(field);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** Letter by letter, as {@code lower()} does in databases; at least as strict as theirs. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
