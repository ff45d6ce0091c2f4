package org.peerage.accounts.people;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

@Tag("slow")
class PostgresAccountServicesTest extends AccountServicesTest {
    @Override
    Database newDatabase(Path place) throws Exception {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
