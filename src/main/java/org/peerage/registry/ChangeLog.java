package org.peerage.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as the log of changes holds them: stored values by field, of those fields that changed. From a state of the
 * registry and the log that follows it comes every later state.
 */
public final class ChangeLog {
    /** The operation of an object that is gone, with all its values before. */
    public static final String ERASE = WorkingCopy.ChangeKind.ERASE.text();

    private static final JsonMapper JSON = JsonMapper.shared();

    private ChangeLog() {}

    /** The rows of the log for one write. */
    static List<Change> of(
            List<WorkingCopy.RowChange> touches, long version, Instant at, String actor, @Nullable String requestId) {
        List<Change> changes = new ArrayList<>(touches.size());
        for (WorkingCopy.RowChange change : touches) {
            Row after = change.after();
            changes.add(new Change(
                    version,
                    changes.size(),
                    at,
                    actor,
                    requestId,
                    change.kind().text(),
                    after.type().typeName(),
                    after.id(),
                    change.before() == null ? null : values(change.before(), change.isErasure() ? null : after),
                    change.before() == null ? values(after, null) : values(after, change.before())));
        }
        return changes;
    }

    /** The values of {@code row} that differ from those of the other one; null: all. */
    private static String values(Row row, @Nullable Row other) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Field<?> field : row.type().fields()) {
            if (other == null || !Objects.equals(row.find(field), other.find(field))) {
                put(values, field, row);
            }
        }
        return values.toString();
    }

    private static <T> void put(ObjectNode values, Field<T> field, Row row) {
        T value = row.find(field);
        if (value == null) {
            values.putNull(field.name());
            return;
        }
        switch (field.type().toColumn(value)) {
            case Long number -> values.put(field.name(), number);
            case Double number -> values.put(field.name(), number);
            case Boolean flag -> values.put(field.name(), flag);
            case Object text -> values.put(field.name(), text.toString());
        }
    }

    /**
     * The state after these changes, which follow the given one without a gap; empty where a whole load is among them,
     * so that everything has to be read anew.
     */
    static Optional<Snapshot> replay(Snapshot from, List<Change> changes) {
        Snapshot current = from;
        Map<ObjectRef, Row> rows = new LinkedHashMap<>();
        List<Row> erased = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.type().equals(Change.EVERYTHING)) {
                return Optional.empty();
            }
            Optional<ObjectType> known =
                    ObjectTypes.byName(change.type()); // a newer program may have types that we have not
            if (known.isPresent() && isOfValues(change.operation())) {
                ObjectRef ref = new ObjectRef(known.get(), Objects.requireNonNull(change.objectId()));
                Row before = rows.getOrDefault(ref, current.find(ref.type, ref.id));
                if (!change.operation().equals(ERASE)) {
                    rows.put(ref, apply(ref.type, before, change.after()));
                } else if (before != null) {
                    erased.add(before);
                }
            }
            boolean last = i + 1 == changes.size() || changes.get(i + 1).version() != change.version();
            if (last) {
                current = current.with(change.version(), change.at(), rows.values(), erased);
                rows.clear();
                erased.clear();
            }
        }
        return Optional.of(current);
    }

    /** Whether what is logged says how its object became: a redaction does not, whose object may have been erased before. */
    public static boolean isOfValues(String operation) {
        return !operation.equals(Redaction.OPERATION);
    }

    private record ObjectRef(ObjectType type, long id) {}

    /** A row with the values of one side of a change. */
    public static Row apply(ObjectType type, @Nullable Row before, @Nullable String after) {
        Row.Builder row = before == null ? type.row() : before.toBuilder();
        for (Map.Entry<String, JsonNode> value : read(after).properties()) {
            type.field(value.getKey()).ifPresent(field -> row.setStored(field, stored(field, value.getValue())));
        }
        return row.build();
    }

    /** Takes a value of the log, of the change with that place in a list. */
    interface StoredVisitor {
        void visit(int change, Field<?> field, @Nullable Object value);
    }

    /**
     * Visits the values of one side of many changes, as the store holds them: the same as {@link #stored}, without a tree of them.
     *
     * @param json a list of what the log holds of each
     * @param types of the objects, by the place in the list
     * @throws JacksonException where one is no object: what comes after it would be taken for others, or not at all
     */
    static void eachStored(String json, List<ObjectType> types, StoredVisitor to) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            for (int change = 0; change < types.size(); change++) {
                require(parser, JsonToken.START_OBJECT);
                ObjectType type = types.get(change);
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    JsonToken token = parser.nextToken();
                    Field<?> field = type.field(name).orElse(null);
                    if (field == null) {
                        parser.skipChildren();
                    } else {
                        to.visit(change, field, token == JsonToken.VALUE_NULL ? null : stored(field, parser));
                    }
                }
            }
            require(parser, JsonToken.END_ARRAY);
            require(parser, null);
        }
    }

    private static void require(JsonParser parser, @Nullable JsonToken expected) {
        JsonToken token = parser.nextToken();
        if (token != expected) {
            throw new StreamReadException(parser, "a change in the log is no object: " + token);
        }
    }

    private static Object stored(Field<?> field, JsonParser parser) {
        return switch (field.type().storage()) {
            case INTEGER -> parser.getLongValue();
            case DECIMAL -> parser.getDoubleValue();
            case BOOLEAN -> parser.getBooleanValue();
            case TEXT -> parser.getString();
        };
    }

    /** The values of one side of a change, by field. */
    public static JsonNode read(@Nullable String json) {
        return json == null ? JSON.createObjectNode() : JSON.readTree(json);
    }

    /** A value of the log, as the store holds it. */
    public static @Nullable Object stored(Field<?> field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        ColumnType storage = field.type().storage();
        return switch (storage) {
            case INTEGER -> value.longValue();
            case DECIMAL -> value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case TEXT -> value.stringValue();
        };
    }
}
