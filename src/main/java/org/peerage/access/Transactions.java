package org.peerage.access;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The database of accounts: what is done in it is done as a whole or not at all. */
public final class Transactions {
    /** A change of accounts, which other processes notice by it. */
    static final String COUNT_UP = "update account_version set version = version + 1";

    /** Makes other changes wait, without being one. */
    static final String LOCK = "update account_version set version = version";

    private final DataSource database;

    public Transactions(DataSource database) {
        this.database = database;
    }

    /** Something done with rows. */
    public interface SqlWork<T> {
        T run(Sql sql) throws SQLException;
    }

    /** A change of accounts. It counts up first, which on PostgreSQL makes concurrent changes wait for each other. */
    public <T> T inWriteTransaction(SqlWork<T> work) {
        return inTransaction(sql -> {
            sql.update(COUNT_UP);
            return work.run(sql);
        });
    }

    /** Something done as a whole, while nobody else changes accounts or deletes an organization. */
    public <T> T withLock(SqlWork<T> work) {
        return inTransaction(sql -> {
            sql.update(LOCK);
            return work.run(sql);
        });
    }

    /** Something done as a whole that is no change of accounts. */
    public <T> T inTransaction(SqlWork<T> work) {
        return withConnection(sql -> {
            Connection connection = sql.connection();
            connection.setAutoCommit(false);
            try {
                T result = work.run(sql);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    public <T> T withConnection(SqlWork<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.run(new Sql(connection));
        } catch (SQLException e) {
            throw new AccountStoreException(e);
        }
    }
}
