package org.peerage.access;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PostgresServer;

/** An empty database, as the program makes it. */
final class TestDatabase {
    private TestDatabase() {}

    static DataSource sqlite(Path directory) {
        try {
            return Database.openFolder(directory).source();
        } catch (DatabaseUnusableException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    static DataSource postgresql() {
        try {
            return Database.openUrl(PostgresServer.newDatabaseUrl()).source();
        } catch (DatabaseUnusableException unusable) {
            throw new IllegalStateException(unusable);
        }
    }
}
