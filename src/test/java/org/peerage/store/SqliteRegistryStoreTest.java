package org.peerage.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRegistryStoreTest extends RegistryStoreContract {
    @TempDir
    private Path folder;

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openFolder(folder);
    }
}
