package org.peerage.sync;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;

final class SqliteCopyFilesTest extends CopyFilesContract {
    @TempDir
    private static Path place;

    @Override
    Database newDatabase() throws Exception {
        return Database.openFolder(Files.createTempDirectory(place, "db"));
    }
}
