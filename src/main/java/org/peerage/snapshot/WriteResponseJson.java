package org.peerage.snapshot;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Writes a row as answers to writes show it (docs/spec/objects.md §1.2): with its parents and theirs, and, after a change,
 * with its sets; each nested object tells its permission namespace under {@code _grainy}.
 */
public final class WriteResponseJson {
    private static final int PARENTS = 2;

    private final Snapshot snapshot;
    private final Visibility visibility;
    private final boolean withSets;
    private final Snapshot before;

    /**
     * @param before the registry as the request found it: counters and stamps of parents that follow from the change
     *     are not in the answer to it yet, as in the reference
     */
    public WriteResponseJson(Snapshot snapshot, Visibility visibility, boolean withSets, Snapshot before) {
        this.snapshot = snapshot;
        this.before = before;
        this.visibility = visibility;
        this.withSets = withSets;
    }

    /**
     * Writes the row.
     *
     * @param extras further keys at its end
     * @param named whether the row itself tells its namespace, too
     * @param instead keys with other values than the row's, as JSON
     */
    public void write(JsonBuffer out, Row row, Map<String, Long> extras, boolean named, Map<String, String> instead) {
        keys(out, row, PARENTS, withSets, Set.of(), instead);
        extras.forEach((key, value) -> out.ascii(", ").quoted(key).ascii(": ").number(value));
        instead.forEach((key, json) -> {
            if (row.type().keys().stream().noneMatch(own -> own.name().equals(key))) {
                out.ascii(", ").quoted(key).ascii(": ").ascii(json);
            }
        });
        if (named) {
            namespace(out, row);
        }
        out.ascii("}");
    }

    private void keys(
            JsonBuffer out, Row row, int parents, boolean sets, Set<String> omitted, Map<String, String> instead) {
        Field<?> hidden = hidden(row);
        String separator = "{";
        for (JsonKey key : row.type().keys()) {
            boolean shown = key != hidden && !omitted.contains(key.name()) && shows(key, parents, sets);
            if (shown) {
                out.ascii(separator).quoted(key.name()).ascii(": ");
                separator = ", ";
                String other = instead.get(key.name());
                if (other == null) {
                    value(out, key, row, parents);
                } else {
                    out.ascii(other);
                }
            }
        }
    }

    private @Nullable Field<?> hidden(Row row) {
        return visibility.levelOf(row, snapshot).hiddenKey(row).orElse(null);
    }

    private static boolean shows(JsonKey key, int parents, boolean sets) {
        return switch (key) {
            case JsonKey.WriteOnly never -> false;
            case JsonKey.Parent parent -> parents > 0;
            case JsonKey.Members members -> sets;
            case Field<?> field -> true;
            case JsonKey.Computed<?> computed -> true;
        };
    }

    private void value(JsonBuffer out, JsonKey key, Row row, int parents) {
        switch (key) {
            case Field<?> field -> field(out, field, row);
            case JsonKey.Computed<?> computed -> computed(out, computed, row);
            case JsonKey.Parent parent -> parent(out, parent, row, parents);
            case JsonKey.Members members -> members(out, members, row);
            case JsonKey.WriteOnly never -> throw new IllegalStateException(key.name());
        }
    }

    private <T> void field(JsonBuffer out, Field<T> field, Row row) {
        if (row.status() == Status.DELETED && row.type().isClearedWhenDeleted(field)) {
            out.ascii("\"\"");
        } else {
            field.type().write(out, field.presented(row, snapshot));
        }
    }

    private <T> void computed(JsonBuffer out, JsonKey.Computed<T> key, Row row) {
        key.type().write(out, key.value().apply(row, snapshot));
    }

    private void parent(JsonBuffer out, JsonKey.Parent parent, Row row, int parents) {
        Long id = row.find(parent.reference());
        Row there = id == null ? null : snapshot.find(parent.reference().target(), id);
        if (there == null || !visibility.canSee(there, snapshot)) {
            out.ascii("null");
        } else {
            Row earlier = before.find(there.type(), there.id());
            Row shown = earlier != null && earlier.status() == there.status() ? earlier : there;
            nested(out, shown, parents - 1, Set.of());
        }
    }

    private void members(JsonBuffer out, JsonKey.Members set, Row row) {
        String separator = "[";
        for (Row member : set.members().apply(row, snapshot)) {
            if (visibility.canSee(member, snapshot)) {
                out.ascii(separator);
                nested(out, member, 0, set.omitted());
                separator = ", ";
            }
        }
        out.ascii(separator.equals("[") ? "[]" : "]");
    }

    private void nested(JsonBuffer out, Row row, int parents, Set<String> omitted) {
        keys(out, row, parents, false, omitted, Map.of());
        namespace(out, row);
        out.ascii("}");
    }

    private void namespace(JsonBuffer out, Row row) {
        out.ascii(", \"_grainy\": ").quoted(row.type().namespace(row, snapshot));
    }
}
