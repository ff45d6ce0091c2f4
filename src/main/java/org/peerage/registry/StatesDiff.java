package org.peerage.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * What differs between two states of the registry, such as before and after a trial, row by row.
 *
 * @param total of rows that differ; not all of them may be listed
 */
public record StatesDiff(List<ChangedRow> rows, int total) {
    public StatesDiff {
        rows = List.copyOf(rows);
    }

    /**
     * A row that differs.
     *
     * @param before null: it is new
     */
    public record ChangedRow(@Nullable Row before, Row after) {
        /** The fields whose values differ, without those that every save touches. */
        public List<Field<?>> fields() {
            List<Field<?>> fields = new ArrayList<>();
            for (Field<?> field : after.type().fields()) {
                boolean dull = field.name().equals("updated") || field.name().equals("version");
                if (!dull && (before == null || !Objects.equals(before.find(field), after.find(field)))) {
                    fields.add(field);
                }
            }
            return fields;
        }
    }

    public static StatesDiff between(Snapshot before, Snapshot after, int limit) {
        List<ChangedRow> rows = new ArrayList<>();
        int[] total = {0};
        for (ObjectType type : ObjectTypes.ALL) {
            after.forEachChange(before, type, row -> {
                total[0]++;
                if (rows.size() < limit) {
                    rows.add(new ChangedRow(before.find(type, row.id()), row));
                }
            });
        }
        return new StatesDiff(rows, total[0]);
    }
}
