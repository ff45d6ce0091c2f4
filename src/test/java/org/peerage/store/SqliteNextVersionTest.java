package org.peerage.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteNextVersionTest extends NextVersionContract {
    @TempDir
    private Path folder;

    @Override
    Database open() throws DatabaseUnusableException {
        return Database.openFolder(folder);
    }
}
