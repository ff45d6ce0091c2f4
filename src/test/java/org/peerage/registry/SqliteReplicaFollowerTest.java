package org.peerage.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

final class SqliteReplicaFollowerTest extends ReplicaFollowerContract {
    @TempDir
    private Path folder;

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openFolder(folder);
    }
}
