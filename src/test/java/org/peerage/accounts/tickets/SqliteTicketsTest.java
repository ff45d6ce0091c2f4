package org.peerage.accounts.tickets;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

final class SqliteTicketsTest extends TicketsContract {
    @TempDir
    private Path data;

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openFolder(data);
    }
}
