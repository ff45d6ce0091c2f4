package org.peerage.access;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteIncrementalDirectoryTest extends IncrementalDirectoryContract {
    @TempDir
    Path directory;

    @Override
    DataSource dataSource() {
        return TestDatabase.sqlite(directory);
    }
}
