package org.peerage.accounts.organizations;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;

final class SqliteOrganizationCleanupTest extends OrganizationCleanupContract {
    @TempDir
    private Path folder;

    @Override
    Database newDatabase() throws Exception {
        return Database.openFolder(folder);
    }
}
