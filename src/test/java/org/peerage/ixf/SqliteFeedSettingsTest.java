package org.peerage.ixf;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

final class SqliteFeedSettingsTest extends FeedSettingsContract {
    @TempDir
    private static Path folder;

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openFolder(folder);
    }
}
