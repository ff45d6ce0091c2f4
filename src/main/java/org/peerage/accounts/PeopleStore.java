package org.peerage.accounts;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountStoreException;
import org.peerage.access.Rows;

/** The tables of this package in the database. */
final class PeopleStore {
    private final DataSource source;

    PeopleStore(DataSource source) {
        this.source = source;
    }

    /** Something done with rows. */
    interface Work<T> {
        T on(Rows rows) throws SQLException;
    }

    /** Something done as a whole, while nobody else changes accounts or deletes an organization. */
    <T> T locked(Work<T> work) {
        return with(rows -> {
            Connection connection = rows.connection();
            connection.setAutoCommit(false);
            try {
                AccountStore.lock(connection);
                T result = work.on(rows);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    <T> T with(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.on(new Rows(connection));
        } catch (SQLException failure) {
            throw new AccountStoreException(failure);
        }
    }
}
