package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The log of changes in the database. */
final class ChangeTable {
    private static final String COLUMNS =
            "version, seq, at, actor, request_id, operation, type, object_id, before_json, after_json";

    private static final int FETCH = 5000;
    private static final int IDS_AT_ONCE = 1000;

    private ChangeTable() {}

    static void append(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO change (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Change change : changes) {
                statement.setLong(1, change.version());
                statement.setInt(2, change.seq());
                statement.setLong(3, change.at().getEpochSecond());
                statement.setString(4, change.actor());
                statement.setString(5, change.requestId());
                statement.setString(6, change.operation());
                statement.setString(7, change.type());
                setLong(statement, 8, change.objectId());
                statement.setString(9, change.before());
                statement.setString(10, change.after());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Changes of versions after {@code version}, oldest first; a version is never cut in two. */
    static List<Change> after(Connection connection, long version, int versions) throws SQLException {
        return after(connection, version, versions, Integer.MAX_VALUE);
    }

    /** The same; after so many rows no further version begins. */
    static List<Change> after(Connection connection, long version, int versions, int rows) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM change WHERE version > ? AND version <= ? ORDER BY version, seq";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, version);
            statement.setLong(2, version + versions);
            List<Change> changes = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Change change = change(result);
                    if (changes.size() >= rows && changes.getLast().version() != change.version()) {
                        return changes;
                    }
                    changes.add(change);
                }
            }
            return changes;
        }
    }

    /** Visits all changes after {@code version}, oldest first. */
    static void eachAfter(Connection connection, long version, Consumer<Change> to) throws SQLException {
        each(connection, COLUMNS, version, Long.MAX_VALUE, row -> to.accept(change(row)));
    }

    /** Visits one side of all changes after {@code version}, up to another one, oldest first: the other is as much to read. */
    static void eachSide(
            Connection connection, long version, long last, ChangedValues.Side side, Consumer<ChangedValues> to)
            throws SQLException {
        each(connection, "operation, type, object_id, " + side.column(), version, last, row -> {
            long object = row.getLong(3);
            @Nullable Long objectId = row.wasNull() ? null : object;
            to.accept(new ChangedValues(row.getString(1), row.getString(2), objectId, row.getString(4)));
        });
    }

    /** Takes a row of a result. */
    private interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String columns, long version, long last, RowVisitor visitor)
            throws SQLException {
        String sql = "SELECT " + columns + " FROM change WHERE version > ? AND version <= ? ORDER BY version, seq";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, version);
            statement.setLong(2, last);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    visitor.visit(result);
                }
            }
        }
    }

    /** The oldest version that the log leads back to, and when it was made: the last load of everything, or the first. */
    static Optional<RegistryStore.Head> beginning(Connection connection) throws SQLException {
        Optional<RegistryStore.Head> load = version(
                connection,
                "SELECT version, at FROM change WHERE type = '*' AND object_id IS NULL AND version >= ?"
                        + " ORDER BY version DESC LIMIT 1",
                0);
        return load.isPresent()
                ? load
                : version(connection, "SELECT version, at FROM change WHERE version >= ? ORDER BY version LIMIT 1", 0);
    }

    /** The last version up to one that is in the log, and when it was made. */
    static Optional<RegistryStore.Head> lastUpTo(Connection connection, long version) throws SQLException {
        return version(
                connection,
                "SELECT version, at FROM change WHERE version <= ? ORDER BY version DESC, seq DESC LIMIT 1",
                version);
    }

    /** The version of the row that comes so many rows after a version; empty where there are fewer. */
    static Optional<RegistryStore.Head> rowsAfter(Connection connection, long version, int rows) throws SQLException {
        return version(
                connection,
                "SELECT version, at FROM change WHERE version > ? ORDER BY version, seq LIMIT 1 OFFSET " + (rows - 1),
                version);
    }

    private static Optional<RegistryStore.Head> version(Connection connection, String sql, long from)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(
                                new RegistryStore.Head(result.getLong(1), Instant.ofEpochSecond(result.getLong(2))))
                        : Optional.empty();
            }
        }
    }

    /** What a search finds, in its order. */
    static List<Change> find(Connection connection, Dialect dialect, ChangeSearch search) throws SQLException {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(Stream.of(COLUMNS.split(", "))
                        .map(column -> "c." + column)
                        .collect(Collectors.joining(", ")))
                .append(" FROM ");
        String version = "c.version";
        String seq = "c.seq";
        if (search.about() == null) {
            sql.append("change c WHERE ");
        } else if (search.isIndexed()) {
            version = "a.version";
            seq = "a.seq";
            sql.append("change_about a JOIN change c ON c.version = a.version AND c.seq = a.seq")
                    .append(" WHERE a.subject = ? AND a.subject_id = ? AND ");
            values.add(search.about().kind());
            values.add(search.about().id());
        } else {
            sql.append("change c WHERE c.type = ? AND c.object_id = ? AND ");
            values.add(search.about().kind());
            values.add(search.about().id());
        }
        sql.append(version).append(" > ? AND ").append(version).append(search.beforeSeq() == 0 ? " < ?" : " <= ?");
        values.add(search.after());
        values.add(search.before());
        if (search.beforeSeq() > 0) {
            sql.append(" AND (").append(version).append(" < ? OR ").append(seq).append(" < ?)");
            values.add(search.before());
            values.add((long) search.beforeSeq());
        }
        if (!search.withDerived()) {
            sql.append(" AND c.operation <> 'derive'");
        }
        if (search.type() != null) {
            sql.append(" AND c.type = ?");
            values.add(search.type().typeName());
        }
        if (search.actor() != null) {
            sql.append(" AND c.actor = ?");
            values.add(Sql.storable(search.actor()));
        }
        if (search.field() != null) {
            // Field names are names of this program, and quotes inside values are escaped. Which fields a redaction is
            // of stands in a list.
            sql.append(" AND (c.operation = 'redact' OR ")
                    .append(dialect.contains(
                            "c.after_json", "'\"" + search.field().name() + "\":'"))
                    .append(")");
        }
        String order = search.newestFirst() ? " DESC" : "";
        sql.append(" ORDER BY ")
                .append(version)
                .append(order)
                .append(", ")
                .append(seq)
                .append(order)
                .append(" LIMIT ?");
        values.add((long) search.limit());
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return read(statement);
        }
    }

    /** Changes of these versions, oldest first. The versions are numbers, so they can stand in the statement. */
    static List<Change> in(Connection connection, Collection<Long> versions, int limit) throws SQLException {
        List<Change> changes = new ArrayList<>();
        List<Long> all = versions.stream().distinct().sorted().toList();
        for (int from = 0; from < all.size() && changes.size() < limit; from += IDS_AT_ONCE) {
            String some = all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            try (PreparedStatement statement = connection.prepareStatement("SELECT " + COLUMNS
                    + " FROM change WHERE version IN (" + some + ") ORDER BY version, seq LIMIT ?")) {
                statement.setInt(1, limit - changes.size());
                changes.addAll(read(statement));
            }
        }
        return changes;
    }

    /** Changes of one object, newest first. */
    static List<Change> of(Connection connection, String type, long id, int limit) throws SQLException {
        String sql = "SELECT " + COLUMNS
                + " FROM change WHERE type = ? AND object_id = ? ORDER BY version DESC, seq DESC LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, type);
            statement.setLong(2, id);
            statement.setInt(3, limit);
            return read(statement);
        }
    }

    /** Changes of several objects, newest first. The ids are numbers, so they can stand in the statement. */
    static List<Change> of(Connection connection, Map<ObjectType, List<Long>> objects, int limit, int skip)
            throws SQLException {
        String places = objects.entrySet().stream()
                .map(entry -> "(type = '" + entry.getKey().typeName() + "' AND object_id IN ("
                        + entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(",")) + "))")
                .collect(Collectors.joining(" OR "));
        String sql = "SELECT " + COLUMNS + " FROM change WHERE (" + places
                + ") AND operation <> 'derive' ORDER BY version DESC, seq DESC LIMIT ? OFFSET ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, limit);
            statement.setInt(2, skip);
            return read(statement);
        }
    }

    /** Changes of these objects that began or ended a time as pending, oldest first. */
    static List<Change> ofPending(
            Connection connection, Dialect dialect, Map<ObjectType, ? extends Collection<Long>> objects)
            throws SQLException {
        String pending = "'\"status\":\"pending\"'";
        return marks(
                connection,
                dialect.contains("after_json", pending) + " OR " + dialect.contains("before_json", pending),
                objects);
    }

    /** Changes by which these objects were made, revived or given to another owner, oldest first. */
    static List<Change> ofOwners(
            Connection connection, Dialect dialect, Map<ObjectType, ? extends Collection<Long>> objects)
            throws SQLException {
        return marks(connection, ownerMark(dialect), objects);
    }

    private static String ownerMark(Dialect dialect) {
        String references = Stream.of("org_id", "net_id", "ix_id", "ixlan_id", "carrier_id")
                .map(name -> changes(dialect, name))
                .collect(Collectors.joining(" OR "));
        return "operation = 'create' OR operation = 'revive' OR " + references;
    }

    /** Whether a change is one of that field. */
    private static String changes(Dialect dialect, String field) {
        return dialect.contains("before_json", "'\"" + field + "\":'");
    }

    /**
     * All changes, since everything was loaded last, of rows that are not for everybody now, and were hidden, shown or
     * given to another owner in one of them, with what they hang under or without; oldest first.
     */
    static List<Change> ofHidden(Connection connection, Dialect dialect, ObjectType type) throws SQLException {
        String name = type.typeName();
        String level = type.rowVisibility().orElseThrow().level().name();
        String hidden = "SELECT id FROM " + name + " WHERE " + level + " <> 'Public'";
        StringBuilder ids = new StringBuilder("SELECT object_id FROM change WHERE type = '" + name + "' AND "
                + changes(dialect, level) + " AND object_id IN (" + hidden + ")");
        for (Field<?> parent : references(type)) {
            ids.append(" UNION SELECT object_id FROM change WHERE " + handedOver(dialect, type, parent)
                    + " AND object_id IN (" + hidden + ")");
            for (Field<?> owner : references(parent.target())) {
                ids.append(" UNION " + hidden + " AND " + parent.name() + " IN (SELECT object_id FROM change WHERE "
                        + handedOver(dialect, parent.target(), owner) + ")");
            }
        }
        return sinceLoad(connection, "type = '" + name + "' AND object_id IN (" + ids + ")");
    }

    /** The changes, likewise, by which rows of a type were given to another owner; oldest first. */
    static List<Change> ofHandedOver(Connection connection, Dialect dialect, ObjectType type) throws SQLException {
        List<Change> changes = new ArrayList<>();
        for (Field<?> owner : references(type)) {
            changes.addAll(sinceLoad(connection, handedOver(dialect, type, owner)));
        }
        return changes;
    }

    private static List<Change> sinceLoad(Connection connection, String condition) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM change WHERE version > (SELECT COALESCE(MAX(version), 0) FROM change"
                + " WHERE type = '*') AND " + condition + " ORDER BY version, seq";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return read(statement);
        }
    }

    /** The first part is, word for word, the condition of an index. */
    private static String handedOver(Dialect dialect, ObjectType type, Field<?> owner) {
        return "type = '" + type.typeName() + "' AND (" + ownerMark(dialect) + ") AND "
                + changes(dialect, owner.name());
    }

    static List<Field<?>> references(ObjectType type) {
        return type.fields().stream()
                .filter(Field::isReference)
                .<Field<?>>map(field -> field)
                .toList();
    }

    /** The condition has to be, word for word, that of an index: then few rows are looked at. */
    private static List<Change> marks(
            Connection connection, String condition, Map<ObjectType, ? extends Collection<Long>> objects)
            throws SQLException {
        List<Change> marks = new ArrayList<>();
        for (Map.Entry<ObjectType, ? extends Collection<Long>> entry : objects.entrySet()) {
            List<Long> ids = List.copyOf(entry.getValue());
            for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
                String some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(","));
                String sql = "SELECT " + COLUMNS + " FROM change WHERE type = '"
                        + entry.getKey().typeName() + "' AND object_id IN (" + some + ") AND (" + condition
                        + ") ORDER BY version, seq";
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    marks.addAll(read(statement));
                }
            }
        }
        return marks;
    }

    /** Whether an object was saved, or everything loaded, in a version after that one. */
    static boolean isChangedAfter(Connection connection, String type, long id, long version) throws SQLException {
        String sql = "SELECT 1 FROM change WHERE type = ? AND object_id = ? AND version > ? AND operation <> 'derive'"
                + " UNION ALL SELECT 1 FROM change WHERE type = '*' AND object_id IS NULL AND version > ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, type);
            statement.setLong(2, id);
            statement.setLong(3, version);
            statement.setLong(4, version);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** Empties the personal values of objects, before and after each of their changes; the changes themselves stay. */
    static void blankPersonal(Connection connection, ObjectType type, List<Long> ids) throws SQLException {
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            String some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            String sql = "SELECT " + COLUMNS + " FROM change WHERE type = '" + type.typeName() + "' AND object_id IN ("
                    + some + ")";
            List<Change> changes;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                changes = read(statement);
            }
            rewrite(
                    connection,
                    changes.stream()
                            .map(change -> change.withValues(
                                    withoutPersonal(type, change.before()), withoutPersonal(type, change.after())))
                            .toList());
            ChangeIndex.forgetComments(connection, changes);
        }
    }

    /** Gives changes that are logged other values before and after. */
    static void rewrite(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE change SET before_json = ?, after_json = ? WHERE version = ? AND seq = ?")) {
            for (Change change : changes) {
                statement.setString(1, change.before());
                statement.setString(2, change.after());
                statement.setLong(3, change.version());
                statement.setInt(4, change.seq());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static @Nullable String withoutPersonal(ObjectType type, @Nullable String json) {
        if (json == null) {
            return null;
        }
        ObjectNode values = (ObjectNode) JsonMapper.shared().readTree(json);
        for (Field<?> field : type.fields()) {
            if (field.isPersonal() && values.has(field.name())) {
                values.put(field.name(), "");
            }
        }
        return values.toString();
    }

    private static List<Change> read(PreparedStatement statement) throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                changes.add(change(result));
            }
        }
        return changes;
    }

    private static Change change(ResultSet result) throws SQLException {
        long object = result.getLong(8);
        @Nullable Long objectId = result.wasNull() ? null : object;
        return new Change(
                result.getLong(1),
                result.getInt(2),
                Instant.ofEpochSecond(result.getLong(3)),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                objectId,
                result.getString(9),
                result.getString(10));
    }

    private static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }
}
