package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Checks a whole registry against the rules that every row must keep: references lead somewhere, keys are unique. */
public final class IntegrityCheck {
    private final Map<ObjectType, Set<Long>> ids = new HashMap<>();
    private final List<LoadReport.RejectedRow> problems = new ArrayList<>();

    private IntegrityCheck() {}

    /** The rows that break a rule, with the rule. */
    public static List<LoadReport.RejectedRow> of(Map<ObjectType, List<Row>> rows) {
        IntegrityCheck check = new IntegrityCheck();
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Long> known = new HashSet<>();
            rows.getOrDefault(type, List.of()).forEach(row -> known.add(row.id()));
            check.ids.put(type, known);
        }
        for (ObjectType type : ObjectTypes.ALL) {
            check.type(type, rows.getOrDefault(type, List.of()));
        }
        return List.copyOf(check.problems);
    }

    private void type(ObjectType type, List<Row> rows) {
        UniqueKeys unique = new UniqueKeys(type);
        DumpValidator.UniqueValueHolders holders = new DumpValidator.UniqueValueHolders(type.typeName(), unique);
        for (Row row : rows) {
            references(row);
            DumpRowKeys candidate = DumpRowKeys.of(row, List.of(), unique);
            String conflict = holders.conflict(candidate);
            if (conflict != null) {
                problems.add(new LoadReport.RejectedRow(type.typeName(), row.id(), conflict));
            }
            holders.hold(candidate);
        }
    }

    private void references(Row row) {
        for (Field<?> field : row.type().fields()) {
            if (field.isReference()
                    && row.find(field) instanceof Long id
                    && !ids.getOrDefault(field.target(), Set.of()).contains(id)) {
                problems.add(new LoadReport.RejectedRow(
                        row.type().typeName(),
                        row.id(),
                        field.name() + ": there is no " + field.target().typeName() + " " + id));
            }
        }
    }
}
