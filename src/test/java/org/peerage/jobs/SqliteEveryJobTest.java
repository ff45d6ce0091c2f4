package org.peerage.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

final class SqliteEveryJobTest extends EveryJobContract {
    @Override
    int mostPlaces() {
        return 4;
    }

    @Override
    String newDatabase() throws IOException {
        return Files.createTempDirectory(folder, "data").toString();
    }

    @Override
    String copy(String where) throws IOException {
        String to = newDatabase();
        Files.copy(Path.of(where, Database.FILE), Path.of(to, Database.FILE));
        return to;
    }

    @Override
    Database open(String where) throws DatabaseUnusableException {
        return Database.openFolder(Path.of(where));
    }
}
