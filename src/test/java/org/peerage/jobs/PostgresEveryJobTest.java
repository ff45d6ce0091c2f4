package org.peerage.jobs;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresEveryJobTest extends EveryJobContract {
    @Override
    int mostPlaces() {
        return 2;
    }

    @Override
    String newDatabase() {
        return PostgresServer.newDatabaseUrl();
    }

    @Override
    String copy(String where) {
        return PostgresServer.copyOf(where);
    }

    @Override
    Database open(String where) throws DatabaseUnusableException {
        return Database.openUrl(where);
    }
}
