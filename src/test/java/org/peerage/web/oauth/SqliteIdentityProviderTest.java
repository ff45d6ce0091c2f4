package org.peerage.web.oauth;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;

final class SqliteIdentityProviderTest extends IdentityProviderContract {
    @TempDir
    private static Path folder;

    @Override
    Database newDatabase() throws Exception {
        return Database.openFolder(folder);
    }

    @Override
    Database sameDatabase() throws Exception {
        return Database.openFolder(folder);
    }
}
