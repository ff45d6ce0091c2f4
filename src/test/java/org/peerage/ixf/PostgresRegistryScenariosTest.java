package org.peerage.ixf;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresRegistryScenariosTest extends RegistryScenariosContract {
    @Override
    Database newDatabase(Path place) throws Exception {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
