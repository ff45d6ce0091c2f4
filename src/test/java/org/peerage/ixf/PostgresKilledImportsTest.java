package org.peerage.ixf;

import java.nio.file.Path;
import org.peerage.testing.PostgresServer;

final class PostgresKilledImportsTest extends KilledImportsContract {
    @Override
    String newDatabase(Path place) {
        return PostgresServer.newDatabaseUrl();
    }
}
