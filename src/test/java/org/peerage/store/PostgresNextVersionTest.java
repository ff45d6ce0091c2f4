package org.peerage.store;

import org.junit.jupiter.api.Tag;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresNextVersionTest extends NextVersionContract {
    private final String url = PostgresServer.newDatabaseUrl();

    @Override
    Database open() throws DatabaseUnusableException {
        return Database.openUrl(url);
    }
}
