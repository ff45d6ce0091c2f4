package org.peerage.accounts;

import javax.sql.DataSource;
import org.peerage.access.Transactions;

/** The tables of this package in the database. */
final class AccountTables {
    private final Transactions database;

    AccountTables(DataSource source) {
        this.database = new Transactions(source);
    }

    /** Something done as a whole, while nobody else changes accounts or deletes an organization. */
    <T> T withLock(Transactions.SqlWork<T> work) {
        return database.withLock(work);
    }

    <T> T withConnection(Transactions.SqlWork<T> work) {
        return database.withConnection(work);
    }
}
