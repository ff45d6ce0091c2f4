package org.peerage.store;

import org.junit.jupiter.api.Tag;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresRegistryStoreTest extends RegistryStoreContract {
    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
