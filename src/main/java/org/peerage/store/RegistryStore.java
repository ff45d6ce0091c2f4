package org.peerage.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** The rows of the registry in the database. */
public final class RegistryStore {
    private static final int READERS = 2;
    private static final int MAX_TRIES = 3;
    private static final String PURGED = "purged";

    private final DataSource source;
    private final Dialect dialect;

    public RegistryStore(Database database) {
        this.source = database.source();
        this.dialect = database.dialect();
    }

    /**
     * The number and time of the last change.
     *
     * @param stamp tells the change from another one of the same number, see {@link Change#stamp}; empty: not known
     */
    public record Head(long version, Instant changedAt, String stamp) {
        public Head(long version, Instant changedAt) {
            this(version, changedAt, "");
        }

        /** When what comes next may be: clocks may go back, the log may not. */
        public Instant notBefore(Instant time) {
            return time.isBefore(changedAt) ? changedAt : time;
        }
    }

    /**
     * Everything, as of one head.
     *
     * @param retiredIds by type the highest id of a row that was erased
     * @param hidden the changes of rows that were hidden from some, see {@link #hidden}
     */
    public record RegistryContents(
            Head head, Map<ObjectType, List<Row>> rows, Map<String, Long> retiredIds, List<Change> hidden) {}

    public Head head() throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return session.head();
        }
    }

    /** Reads the whole registry, as it was at one version, each type in order of id. */
    public RegistryContents readAll(List<ObjectType> types) throws SQLException {
        for (int i = 1; i < MAX_TRIES; i++) {
            Optional<RegistryContents> contents = readTogether(types);
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
            return new RegistryContents(
                    head, rows, RetiredIdTable.all(session.connection()), hidden(session.connection(), dialect, types));
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

    /** Changes that become durable together, or not at all; to be made without delay. */
    public Transaction beginTransaction() throws SQLException {
        return new Transaction(source.getConnection(), dialect);
    }

    /** The same, for as much as takes the database minutes to make durable. */
    public Transaction beginLongTransaction() throws SQLException {
        Connection connection = source.getConnection();
        try {
            if (dialect == Dialect.POSTGRESQL) {
                connection.setNetworkTimeout(Runnable::run, 0); // the pool restores its own
            }
            return new Transaction(connection, dialect).withLongTimeouts();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Lets go of connections that may lead nowhere: the database went away, or its name means another machine now. */
    public void reconnect() {
        if (source instanceof HikariDataSource pool && pool.getHikariPoolMXBean() != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** A part of the log, and the name of the history that it belongs to. */
    public record LogExtract(String session, List<Change> changes) {}

    /**
     * The same as {@link #changesAfter}, with the history that they are of.
     *
     * @param rows after so many no further version begins
     */
    public LogExtract extractAfter(long version, int versions, int rows) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            Optional<String> known = StateTable.session(session.connection());
            if (known.isPresent()) {
                return new LogExtract(known.get(), ChangeTable.after(session.connection(), version, versions, rows));
            }
        }
        String begun = session();
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return new LogExtract(begun, ChangeTable.after(session.connection(), version, versions, rows));
        }
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
            return ChangeTable.of(session.connection(), type.typeName(), id, limit);
        }
    }

    /** Empties the personal values that the log has of objects, in a transaction that erases them. */
    public void blankHistory(Connection transaction, ObjectType type, List<Long> ids) throws SQLException {
        ChangeTable.blankPersonal(transaction, type, ids);
        StateTable.put(transaction, PURGED, UUID.randomUUID().toString());
    }

    /** Notes what was merged into what, in the transaction that does it. */
    public void noteMerge(Connection transaction, ObjectType type, List<Long> sources, long target)
            throws SQLException {
        MergedObjectTable.add(transaction, type.typeName(), sources, target);
    }

    /** What a deleted object was merged into in the end; empty: it was not. */
    public OptionalLong mergedInto(ObjectType type, long id) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return MergedObjectTable.target(connection, type.typeName(), id);
        }
    }

    /** What a search finds, in its order; see {@link ChangeSearch}. */
    public List<Change> changes(ChangeSearch search) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.find(session.connection(), dialect, search);
        }
    }

    /**
     * The version from which on so many changes are about something.
     *
     * @param from where counting begins, itself left out
     * @param down whether older ones are counted, else newer ones
     * @return empty where there are fewer
     */
    public OptionalLong versionAway(ChangeSubject about, long from, boolean down, int changes) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeIndex.versionAway(session.connection(), about, from, down, changes);
        }
    }

    /** The changes of these versions, oldest first, but no more than {@code limit}. */
    public List<Change> changesIn(Collection<Long> versions, int limit) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.in(session.connection(), versions, limit);
        }
    }

    /** Why these versions came to be, of those of which something is noted. */
    public Map<Long, ChangeNote> notes(Collection<Long> versions) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeIndex.notes(session.connection(), versions);
        }
    }

    /** The last versions of a cause, newest first. */
    public List<Long> versionsOf(String cause, int limit) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeIndex.versionsOf(session.connection(), cause, limit);
        }
    }

    /** The last version that was made before a time; 0: none. */
    public long versionBefore(Instant time) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeIndex.lastBefore(session.connection(), time.getEpochSecond());
        }
    }

    /**
     * What states of the past hang on, beside the log.
     *
     * @param session the history
     * @param purged changes when something is taken out of the log, such as what it says of somebody
     * @param beginning the oldest version that the log leads back to
     */
    public record PastMarks(String session, String purged, Head beginning) {}

    /** What states of the past hang on now. */
    public PastMarks pastMarks() throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            Connection connection = session.connection();
            return new PastMarks(
                    StateTable.session(connection).orElse(""),
                    StateTable.find(connection, PURGED).orElse(""),
                    ChangeTable.beginning(connection).orElse(new Head(0, Instant.EPOCH)));
        }
    }

    /** The last version up to one that is in the log, and when it was made; empty: there is none. */
    public Optional<Head> lastVersionUpTo(long version) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.lastUpTo(session.connection(), version);
        }
    }

    /** The version in which the log has grown by so many rows since a version; empty where it has not. */
    public Optional<Head> versionAfterRows(long version, int rows) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.rowsAfter(session.connection(), version, rows);
        }
    }

    /** Visits one side of all changes after a version, up to another one, oldest first, without holding them. */
    public void eachSide(long version, long last, ChangedValues.Side side, Consumer<ChangedValues> to)
            throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            ChangeTable.eachSide(session.connection(), version, last, side, to);
        }
    }

    /** A name that no other database has. */
    public String identity() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return StateTable.identity(connection);
        }
    }

    /** The name of the history that the log belongs to; another one after a restore or a whole load. */
    public String session() throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            Optional<String> known = StateTable.session(session.connection());
            if (known.isPresent()) {
                return known.get();
            }
        }
        try (Connection connection = source.getConnection()) {
            return StateTable.beginSession(connection);
        }
    }

    /** What is remembered under a name, such as how far a copy is. */
    public Optional<String> state(String name) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return StateTable.find(session.connection(), name);
        }
    }

    /** Visits all changes after a version, oldest first, without holding them. */
    public void eachChangeAfter(long version, Consumer<Change> to) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            ChangeTable.eachAfter(session.connection(), version, to);
        }
    }

    /**
     * All changes, since everything was loaded last, of rows of these types that are not for everybody now, and were
     * hidden, shown or given to another owner in one of them; oldest first of each type. With them those that gave what
     * such rows hang under to another owner.
     */
    public List<Change> hidden(List<ObjectType> types) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return hidden(session.connection(), dialect, types);
        }
    }

    private static List<Change> hidden(Connection connection, Dialect dialect, List<ObjectType> types)
            throws SQLException {
        List<Change> hidden = new ArrayList<>();
        for (ObjectType type : types) {
            if (type.rowVisibility().isPresent()) {
                hidden.addAll(ChangeTable.ofHidden(connection, dialect, type));
                for (Field<?> parent : ChangeTable.references(type)) {
                    hidden.addAll(ChangeTable.ofHandedOver(connection, dialect, parent.target()));
                }
            }
        }
        return hidden;
    }

    /** By type the highest id of a row that was erased. */
    public Map<String, Long> retiredIds() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return RetiredIdTable.all(connection);
        }
    }

    /** The changes of these objects, by type, newest first; not what was merely derived. */
    public List<Change> changesOf(Map<ObjectType, List<Long>> objects, int limit, int skip) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.of(session.connection(), objects, limit, skip);
        }
    }

    /** Changes of these objects that began or ended a time as pending, oldest first of each type. */
    public List<Change> pendingMarks(Map<ObjectType, ? extends Collection<Long>> objects) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.ofPending(session.connection(), dialect, objects);
        }
    }

    /** Changes by which these objects were made, revived or given to another owner, oldest first of each type. */
    public List<Change> ownerMarks(Map<ObjectType, ? extends Collection<Long>> objects) throws SQLException {
        try (ReadSession session = ReadSession.open(source, dialect)) {
            return ChangeTable.ofOwners(session.connection(), dialect, objects);
        }
    }

    /** Two connections read twice as fast; empty where a write came between their first questions. */
    private Optional<RegistryContents> readTogether(List<ObjectType> types) throws SQLException {
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
            return Optional.of(new RegistryContents(
                    head, rows, RetiredIdTable.all(one.connection()), hidden(one.connection(), dialect, types)));
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
        private boolean hurried;

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

        /** Both sides may be busy for long between two words to each other. */
        private Transaction withLongTimeouts() throws SQLException {
            if (dialect == Dialect.POSTGRESQL) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(PostgresSettings.LONG_TRANSACTION);
                }
            }
            return this;
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
                    connection.prepareStatement("UPDATE " + type.typeName() + " SET status = 'deleted' WHERE id = ?")) {
                for (Long id : ids) {
                    statement.setLong(1, id);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        /** Takes a row out for good; its id is not given out again. */
        public void erase(ObjectType type, long id) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + type.typeName() + " WHERE id = ?")) {
                statement.setLong(1, id);
                statement.executeUpdate();
            }
            RetiredIdTable.retire(connection, type.typeName(), id);
        }

        /** See {@link RegistryStore#hidden}. */
        public List<Change> hidden(List<ObjectType> types) throws SQLException {
            return RegistryStore.hidden(connection, dialect, types);
        }

        /** See {@link RegistryStore#retiredIds}. */
        public Map<String, Long> retiredIds() throws SQLException {
            return RetiredIdTable.all(connection);
        }

        /** Locks the head, so that writes follow one another, and tells where it is. */
        public Head lockHead() throws SQLException {
            hurried = true;
            return HeadTable.lock(connection, dialect);
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

        /** Notes what each of these changes is about; what is known already stays. */
        public void index(List<Change> changes, List<? extends Collection<ChangeSubject>> subjects)
                throws SQLException {
            ChangeIndex.put(connection, changes, subjects);
        }

        /** Notes why a version came to be. */
        public void note(long version, ChangeNote note) throws SQLException {
            ChangeIndex.note(connection, version, note);
        }

        /** The changes of up to {@code versions} versions from that one on, oldest first. */
        public List<Change> changesFrom(long version, int versions) throws SQLException {
            return ChangeTable.after(connection, version - 1, versions);
        }

        /** Remembers something under a name. */
        public void putState(String name, String content) throws SQLException {
            StateTable.put(connection, name, content);
        }

        /** From here on versions are of another history: followers begin anew. */
        public void renewSession() throws SQLException {
            StateTable.renewSession(connection);
        }

        /** From now on this is another database than the one its rows come from. */
        public void forgetIdentity() throws SQLException {
            StateTable.forgetIdentity(connection);
        }

        /** Takes rows away, as if they had never been; accounts and copies may still know their ids, so none is given out again. */
        public void erase(ObjectType type, Collection<Long> ids) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + type.typeName() + " WHERE id = ?")) {
                for (Long id : ids) {
                    statement.setLong(1, id);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            if (!ids.isEmpty()) {
                RetiredIdTable.retire(connection, type.typeName(), Collections.max(ids));
            }
        }

        /** Takes what follows a version out of the log of changes. */
        public void deleteChangesAfter(long version) throws SQLException {
            ChangeIndex.deleteAfter(connection, version);
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM change WHERE version > ?")) {
                statement.setLong(1, version);
                statement.executeUpdate();
            }
        }

        /** Takes away what belongs to changes after a time that are no more, and what is remembered under a name. */
        public void deleteStateAfter(Instant time, String name) throws SQLException {
            StateTable.remove(connection, name);
            for (String sql : List.of(
                    "DELETE FROM idempotency WHERE created_at > ?",
                    "DELETE FROM ticket WHERE created > ?",
                    "DELETE FROM statistic_day WHERE (day + 1) * 86400 > ?",
                    "DELETE FROM outbox WHERE delivered_at IS NULL AND created_at > ?")) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setLong(1, time.getEpochSecond());
                    statement.executeUpdate();
                }
            }
        }

        /** All changes of an object, oldest first. */
        public List<Change> changesOf(ObjectType type, long id) throws SQLException {
            return ChangeTable.of(connection, type.typeName(), id, Integer.MAX_VALUE)
                    .reversed();
        }

        /** Puts other values into changes that are logged, out of which something is taken, also of what their authors said of them. */
        public void rewrite(List<Change> changes) throws SQLException {
            ChangeTable.rewrite(connection, changes);
            ChangeIndex.forgetComments(connection, changes);
            StateTable.put(connection, PURGED, UUID.randomUUID().toString());
        }

        /** See {@link RegistryStore#eachChangeAfter}. */
        public void eachChangeAfter(long version, Consumer<Change> to) throws SQLException {
            ChangeTable.eachAfter(connection, version, to);
        }

        /** The connection, for what else belongs to this transaction; who takes it neither commits nor closes it. */
        public Connection connection() {
            return connection;
        }

        /** Whether an object was saved, or everything loaded, in a version after that one. */
        public boolean isChangedAfter(ObjectType type, long id, long version) throws SQLException {
            return ChangeTable.isChangedAfter(connection, type.typeName(), id, version);
        }

        public Optional<IdempotencyRecord> findIdempotencyRecord(String actor, String key) throws SQLException {
            return IdempotencyTable.find(connection, actor, key);
        }

        public void saveIdempotencyRecord(String actor, String key, IdempotencyRecord answer, Instant at)
                throws SQLException {
            IdempotencyTable.put(connection, actor, key, answer, at);
        }

        /** Takes the tickets about an object out of the outbox; what those said that were sent already. */
        public List<String> takeTickets(ObjectType type, long id) throws SQLException {
            return TicketTable.takeMails(connection, type.typeName(), id);
        }

        /** Puts effects into the outbox, to be delivered once this is committed. */
        public void enqueue(List<OutboxEntry> effects, Instant at) throws SQLException {
            OutboxTable.add(connection, effects, at);
        }

        /** What is known to have changed nothing if it fails; {@link #commit} does it where nobody did. */
        public void prepareCommit() throws SQLException {
            if (hurried && dialect == Dialect.POSTGRESQL) {
                HeadTable.waitForStandby(connection);
                hurried = false;
            }
        }

        /** Who holds the head may be silent for longer from now on: there is much to read. */
        public void takeTime() throws SQLException {
            if (hurried && dialect == Dialect.POSTGRESQL) {
                HeadTable.takeTime(connection);
            }
        }

        /** After this the changes are durable. */
        public void commit() throws SQLException {
            prepareCommit();
            DurableCommit.of(connection);
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
