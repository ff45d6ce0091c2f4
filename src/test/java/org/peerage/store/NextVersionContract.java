package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;

/** This program on a database that the next version has prepared already: a cluster is upgraded node by node. */
abstract class NextVersionContract {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @AutoClose
    private Database database;

    /** The same database each time. */
    abstract Database open() throws DatabaseUnusableException;

    @BeforeEach
    void prepare() throws Exception {
        database = open();
        execute("INSERT INTO peerage_schema (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '9000', 'next', 'SQL', 'V9000__next.sql',"
                + " 1, 'test', 1, " + (database.dialect() == Dialect.SQLITE ? "1" : "true") + ")");
        execute("ALTER TABLE org ADD COLUMN next_thing TEXT NOT NULL DEFAULT 'none'");
        execute("CREATE TABLE next_type (id BIGINT PRIMARY KEY)");
    }

    @Test
    void olderProgramStartsAndReadsAndWritesWhatItKnows() throws Exception {
        database.close();
        database = open();
        put("before");
        execute("UPDATE org SET next_thing = 'kept' WHERE id = 1");

        put("after");

        assertThat(new RegistryStore(database).readAll(ObjectTypes.ALL).rows().get(Org.TYPE))
                .extracting(row -> row.get(Org.NAME))
                .containsExactly("after");
        assertThat(text("SELECT next_thing FROM org WHERE id = 1")).isEqualTo("kept");
    }

    @Test
    void olderProgramThatCannotLiveWithItDoesNotStart() throws Exception {
        execute("UPDATE registry_head SET compatible_from = 9000");

        DatabaseUnusableException refusal = catchThrowableOfType(DatabaseUnusableException.class, () -> open().close());

        assertThat(refusal).hasMessageContaining("9000").hasMessageContaining("use a newer program");
        assertThat(refusal.exitCode()).isEqualTo(65);
    }

    @Test
    void migrationThatFailedIsNotLivedWith() throws Exception {
        execute("UPDATE peerage_schema SET success = " + (database.dialect() == Dialect.SQLITE ? "0" : "false")
                + " WHERE version = '9000'");

        assertThatThrownBy(() -> open().close()).isInstanceOf(DatabaseUnusableException.class);
    }

    @Test
    void olderProgramThatStillRunsWritesNoMoreOnceItCannotLiveWithIt() throws Exception {
        execute("UPDATE registry_head SET compatible_from = 9000");

        try (RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
            assertThatThrownBy(transaction::lockHead)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("newer program");
        }
    }

    private void put(String name) throws SQLException {
        Row.Builder row = Org.TYPE.row();
        row.set(Org.ID, 1L).set(Org.NAME, name).set(Org.CREATED, NOW).set(Org.UPDATED, NOW);
        try (RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
            long version = transaction.lockHead().version() + 1;
            transaction.put(Org.TYPE, List.of(row.build()));
            transaction.setHead(new RegistryStore.Head(version, NOW));
            transaction.commit();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
