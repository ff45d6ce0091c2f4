package org.peerage.access;

import javax.sql.DataSource;

class PostgresIncrementalDirectoryTest extends IncrementalDirectoryContract {
    @Override
    DataSource dataSource() {
        return TestDatabase.postgresql();
    }
}
