package org.peerage.registry.types;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.ValueType;

/** How declarations reach from one row to others. */
final class Relations {
    private Relations() {}

    /** Active rows that refer here; those leave out {@code omitted} keys where they are shown inside this one. */
    static JsonKey.Members members(
            String name, Supplier<ObjectType> type, Supplier<Field<Long>> back, String... omitted) {
        return new JsonKey.Members(
                name,
                type,
                (row, rows) -> active(rows.referring(back.get(), row.id())),
                Optional.of(back),
                Set.of(omitted));
    }

    /** What active links connect a row to: each row at their other end once, in order of the links. */
    static BiFunction<Row, Rows, List<Row>> through(Supplier<Field<Long>> here, Supplier<Field<Long>> there) {
        return (row, rows) -> through(row, rows, here.get(), there.get());
    }

    static List<Row> through(Row row, Rows rows, Field<Long> here, Field<Long> there) {
        Map<Long, Row> far = new LinkedHashMap<>();
        for (Row link : rows.referring(here, row.id())) {
            if (link.isActive()) {
                Row end = rows.find(there.target(), link.get(there));
                if (end != null) {
                    far.put(end.id(), end);
                }
            }
        }
        return List.copyOf(far.values());
    }

    static List<Row> active(List<Row> rows) {
        List<Row> active = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.isActive()) {
                active.add(row);
            }
        }
        return active;
    }

    /** A value of the row that a reference points to; null where it points nowhere. */
    static <T> JsonKey.Computed<T> of(
            String name, ValueType<T> type, Supplier<Field<Long>> reference, Supplier<Field<T>> field) {
        return new JsonKey.Computed<>(name, type, (row, rows) -> value(row, rows, reference.get(), field.get()));
    }

    static <T> @Nullable T value(Row row, Rows rows, Field<Long> reference, Field<T> field) {
        Row there = follow(row, rows, reference);
        return there == null ? null : there.find(field);
    }

    static @Nullable Row follow(Row row, Rows rows, Field<Long> reference) {
        Long id = row.find(reference);
        return id == null ? null : rows.find(reference.target(), id);
    }

    /** The name of what the references lead to, one after the other; empty where they lead nowhere. */
    @SafeVarargs
    static String nameBehind(Row row, Rows rows, Field<Long>... references) {
        Row there = row;
        for (Field<Long> reference : references) {
            there = there == null ? null : follow(there, rows, reference);
        }
        return there == null ? "" : there.name();
    }

    static JsonKey.Computed<String> organizationName(Supplier<Field<Long>> organization) {
        return new JsonKey.Computed<>(
                "org_name", ValueType.TEXT, (row, rows) -> value(row, rows, organization.get(), Org.NAME));
    }

    /** {@code <namespace of the row behind the reference><suffix>}. */
    static String under(Row row, Rows rows, Field<Long> reference, String suffix) {
        Row parent = follow(row, rows, reference);
        return (parent == null ? "peeringdb" : parent.type().namespace(parent, rows)) + suffix;
    }
}
