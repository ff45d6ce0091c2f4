package org.peerage.accounts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;

final class SqliteFormerOrganizationsTest extends FormerOrganizationsContract {
    @TempDir
    private Path folder;

    @Override
    Database newDatabase() throws Exception {
        return Database.openFolder(folder);
    }
}
