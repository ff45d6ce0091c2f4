package org.peerage.access;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.peerage.store.Sql;
import org.peerage.store.Sql.SqlWork;

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

    /** Something done as a whole. */
    public <T> T inTransaction(SqlWork<T> work) {
        return answered(() -> Sql.inTransaction(database, work));
    }

    /**
     * The same, or what would become of it.
     *
     * @param isTrial whether it is taken back
     */
    public <T> T inTransaction(boolean isTrial, SqlWork<T> work) {
        return isTrial ? answered(() -> Sql.inTrial(database, work)) : inTransaction(work);
    }

    public <T> T withConnection(SqlWork<T> work) {
        return answered(() -> Sql.withConnection(database, work));
    }

    private interface Answer<T> {
        T get() throws SQLException;
    }

    private static <T> T answered(Answer<T> answer) {
        try {
            return answer.get();
        } catch (SQLException e) {
            throw new AccountStoreException(e);
        }
    }
}
