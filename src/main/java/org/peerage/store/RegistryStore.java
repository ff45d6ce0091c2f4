package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** The rows of the registry in the database. */
public final class RegistryStore {
    private static final int READERS = 2;
    private static final int TRIES = 3;

    private final DataSource source;
    private final Dialect dialect;

    public RegistryStore(Database database) {
        this.source = database.source();
        this.dialect = database.dialect();
    }

    /** The number and time of the last change. */
    public record Head(long version, Instant changedAt) {}

    /** Everything, as of one head. */
    public record Contents(Head head, Map<ObjectType, List<Row>> rows) {}

    public Head head() throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return session.head();
        }
    }

    /** Reads the whole registry, as it was at one version, each type in order of id. */
    public Contents readAll(List<ObjectType> types) throws SQLException {
        for (int i = 1; i < TRIES; i++) {
            Optional<Contents> contents = readTogether(types);
            if (contents.isPresent()) {
                return contents.get();
            }
        }
        try (ReadSession session = ReadSession.open(source, dialect)) {
            Map<ObjectType, List<Row>> rows = new HashMap<>();
            Head head = session.head();
            for (ObjectType type : types) {
                rows.put(type, list(session, type));
            }
            return new Contents(head, rows);
        }
    }

    /** Gives the rows of each type to {@code to}, in order of types and ids, as they were at one version. */
    public Head read(List<ObjectType> types, Consumer<Row> to) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            Head head = session.head();
            for (ObjectType type : types) {
                new RowReader(type).read(session.connection(), to);
            }
            return head;
        }
    }

    /** Changes that become durable together, or not at all. */
    public Transaction begin() throws SQLException {
        return new Transaction(source.getConnection(), dialect);
    }

    /** The changes of up to {@code versions} versions after that one, oldest first. */
    public List<Change> changesAfter(long version, int versions) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.after(session.connection(), version, versions);
        }
    }

    /** The last changes of one object, newest first. */
    public List<Change> changesOf(ObjectType type, long id, int limit) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.of(session.connection(), type.tag(), id, limit);
        }
    }

    /** The changes of these objects, by type, newest first; not what was merely derived. */
    public List<Change> changesOf(Map<ObjectType, List<Long>> objects, int limit, int skip) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.of(session.connection(), objects, limit, skip);
        }
    }

    /** Forgets the answers kept for requests that were made before that time. */
    public int forgetAnswersBefore(Instant time) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return AnswerTable.forgetBefore(connection, time);
        }
    }

    /** Two connections read twice as fast; empty where a write came between their first questions. */
    private Optional<Contents> readTogether(List<ObjectType> types) throws SQLException {
        try (ReadSession one = ReadSession.open(source, dialect);
                ReadSession other = ReadSession.open(source, dialect)) {
            Head head = one.head();
            if (!other.head().equals(head)) {
                return Optional.empty();
            }
            // Children are more than parents, so they go first.
            Queue<ObjectType> waiting = new ConcurrentLinkedQueue<>(types.reversed());
            Map<ObjectType, List<Row>> rows = new ConcurrentHashMap<>();
            inParallel(List.of(() -> drain(waiting, one, rows), () -> drain(waiting, other, rows)));
            return Optional.of(new Contents(head, rows));
        }
    }

    private static int drain(Queue<ObjectType> waiting, ReadSession session, Map<ObjectType, List<Row>> rows)
            throws SQLException {
        int done = 0;
        for (ObjectType type = waiting.poll(); type != null; type = waiting.poll()) {
            rows.put(type, list(session, type));
            done++;
        }
        return done;
    }

    private static List<Row> list(ReadSession session, ObjectType type) throws SQLException {
        List<Row> rows = new ArrayList<>();
        new RowReader(type).read(session.connection(), rows::add);
        return rows;
    }

    private static void inParallel(List<Callable<Integer>> tasks) throws SQLException {
        try (ExecutorService readers = Executors.newFixedThreadPool(
                READERS, Thread.ofPlatform().name("read-", 1).daemon().factory())) {
            for (Future<Integer> task : readers.invokeAll(tasks)) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while the registry was read", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failed -> throw failed;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** One transaction of writing; rolled back unless committed. */
    public static final class Transaction implements AutoCloseable {
        private final Connection connection;
        private final Dialect dialect;
        private boolean open = true;

        private Transaction(Connection connection, Dialect dialect) throws SQLException {
            this.connection = connection;
            this.dialect = dialect;
            try {
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        /** Locks the head, so that writes follow one another, and gives the number of this change. */
        public long nextVersion(Instant at) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(dialect.nextVersion())) {
                statement.setLong(1, at.getEpochSecond());
                try (ResultSet result = statement.executeQuery()) {
                    if (!result.next()) {
                        throw new SQLException("registry_head is empty");
                    }
                    return result.getLong(1);
                }
            }
        }

        /** Gives the rows of a type to {@code to}, in order of id, as this transaction sees them. */
        public void read(ObjectType type, Consumer<Row> to) throws SQLException {
            new RowReader(type).read(connection, to);
        }

        /** Makes rows, or replaces those of the same ids. References may be to rows that come later. */
        public void put(ObjectType type, List<Row> rows) throws SQLException {
            try (RowWriter writer = new RowWriter(connection, type)) {
                writer.put(rows);
            }
        }

        /**
         * Makes rows that are about to be replaced let go of what is unique among active ones: two rows could not
         * exchange their addresses otherwise, for databases check uniqueness row by row.
         */
        public void release(ObjectType type, Collection<Long> ids) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE " + type.tag() + " SET status = 'deleted' WHERE id = ?")) {
                for (Long id : ids) {
                    statement.setLong(1, id);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        /** Locks the head, so that writes follow one another, and tells where it is. */
        public Head lockHead() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(dialect.lockHead());
                    ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("registry_head is empty");
                }
                return new Head(result.getLong(1), Instant.ofEpochSecond(result.getLong(2)));
            }
        }

        public void setHead(Head head) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE registry_head SET version = ?, changed_at = ?")) {
                statement.setLong(1, head.version());
                statement.setLong(2, head.changedAt().getEpochSecond());
                statement.executeUpdate();
            }
        }

        /** Appends to the log of changes. */
        public void log(List<Change> changes) throws SQLException {
            ChangeTable.append(connection, changes);
        }

        /** See {@link RegistryStore#changesAfter}. */
        public List<Change> changesAfter(long version, int versions) throws SQLException {
            return ChangeTable.after(connection, version, versions);
        }

        /** Whether an object was saved, or everything loaded, in a version after that one. */
        public boolean isChangedAfter(ObjectType type, long id, long version) throws SQLException {
            return ChangeTable.isChangedAfter(connection, type.tag(), id, version);
        }

        public Optional<StoredAnswer> answer(String actor, String key) throws SQLException {
            return AnswerTable.find(connection, actor, key);
        }

        public void keepAnswer(String actor, String key, StoredAnswer answer, Instant at) throws SQLException {
            AnswerTable.put(connection, actor, key, answer, at);
        }

        /** Puts effects into the outbox, to be delivered once this is committed. */
        public void enqueue(List<Effect> effects, Instant at) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO outbox (kind, payload, created_at, next_attempt_at) VALUES (?, ?, ?, ?)")) {
                for (Effect effect : effects) {
                    statement.setString(1, effect.kind());
                    statement.setString(2, effect.payload());
                    statement.setLong(3, at.getEpochSecond());
                    statement.setLong(4, at.getEpochSecond());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        /** After this the changes are durable. */
        public void commit() throws SQLException {
            connection.commit();
            open = false;
        }

        @Override
        public void close() throws SQLException {
            try (connection) {
                if (open) {
                    connection.rollback();
                }
            }
        }
    }
}
