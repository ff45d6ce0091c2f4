package org.peerage.sync;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresCopyFilesTest extends CopyFilesContract {
    @Override
    Database newDatabase() throws Exception {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
