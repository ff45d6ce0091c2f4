package org.peerage.access;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountStoreTest extends AbstractAccountStoreTest {
    @TempDir
    Path directory;

    @Override
    DataSource dataSource() {
        return TestDatabase.sqlite(directory);
    }
}
