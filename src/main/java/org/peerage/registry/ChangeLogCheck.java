package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;

/**
 * Replays the log of changes, as far as it goes back, and compares what comes of it with the rows: each change begins
 * with the values that the one before left, and the last one leaves those that are stored.
 */
final class ChangeLogCheck {
    private static final int MAX_PROBLEMS = 1000;

    private final List<String> problems = new ArrayList<>();
    private final Map<LoggedObject, Map<String, JsonNode>> values = new HashMap<>();
    private long version = -1;
    private int seq;

    private record LoggedObject(String tag, long id) {}

    /** Takes the next change of the log. */
    void add(Change change) {
        order(change);
        if (change.type().equals(Change.EVERYTHING)) {
            values.clear();
            return;
        }
        if (!ChangeLog.isOfValues(change.operation())) {
            return;
        }
        LoggedObject ref = new LoggedObject(change.type(), Objects.requireNonNull(change.objectId()));
        Map<String, JsonNode> known = values.computeIfAbsent(ref, none -> new HashMap<>());
        ChangeLog.read(change.before()).properties().forEach(before -> {
            JsonNode left = known.get(before.getKey());
            if (left != null && !left.equals(before.getValue())) {
                addProblem("the log says that " + ref.tag + " " + ref.id + " had " + before.getKey() + " "
                        + before.getValue() + " before version " + change.version() + "; the change before left "
                        + left);
            }
        });
        if (change.operation().equals(ChangeLog.ERASE)) {
            values.remove(ref);
            return;
        }
        ChangeLog.read(change.after()).properties().forEach(after -> known.put(after.getKey(), after.getValue()));
    }

    private void order(Change change) {
        boolean same = change.version() == version;
        if (version >= 0 && !same && change.version() != version + 1) {
            addProblem("the log has nothing between the versions " + version + " and " + change.version());
        }
        if (change.seq() != (same ? seq + 1 : 0)) {
            addProblem("the log of version " + change.version() + " has a gap");
        }
        version = change.version();
        seq = change.seq();
    }

    /** What is wrong, now that the log is at its end. */
    List<String> problems(long head, Map<ObjectType, List<Row>> rows) {
        if (version >= 0 ? version != head : head != 0) {
            addProblem("the log ends with version " + Math.max(0, version) + ", the registry has version " + head);
        }
        Map<LoggedObject, Row> stored = new HashMap<>();
        rows.forEach((type, all) -> all.forEach(row -> stored.put(new LoggedObject(type.typeName(), row.id()), row)));
        values.forEach((ref, known) -> compare(ref, known, stored.get(ref)));
        return problems;
    }

    private void compare(LoggedObject ref, Map<String, JsonNode> known, @Nullable Row row) {
        ObjectType type = ObjectTypes.byName(ref.tag).orElse(null);
        if (type == null || row == null) {
            addProblem("the log has " + ref.tag + " " + ref.id + ", which is not stored");
            return;
        }
        for (Map.Entry<String, JsonNode> value : known.entrySet()) {
            type.field(value.getKey()).ifPresent(field -> {
                if (!Objects.equals(stored(field, row), ChangeLog.stored(field, value.getValue()))) {
                    addProblem("the log leaves " + ref.tag + " " + ref.id + " with " + field + " " + value.getValue()
                            + "; stored is " + stored(field, row));
                }
            });
        }
    }

    private static <T> @Nullable Object stored(Field<T> field, Row row) {
        T value = row.find(field);
        return value == null ? null : field.type().toColumn(value);
    }

    private void addProblem(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
