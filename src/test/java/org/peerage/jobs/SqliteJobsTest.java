package org.peerage.jobs;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

final class SqliteJobsTest extends JobsContract {
    @TempDir
    private Path folder;

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openFolder(folder);
    }
}
