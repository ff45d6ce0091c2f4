package org.peerage.accounts;

import javax.sql.DataSource;
import org.peerage.access.Transactions;

/** The tables of this package in the database. */
final class PeopleStore {
    private final Transactions database;

    PeopleStore(DataSource source) {
        this.database = new Transactions(source);
    }

    /** Something done as a whole, while nobody else changes accounts or deletes an organization. */
    <T> T locked(Transactions.Work<T> work) {
        return database.locked(work);
    }

    <T> T with(Transactions.Work<T> work) {
        return database.reading(work);
    }
}
