package org.peerage.access;

import javax.sql.DataSource;

class PostgresAccountStoreTest extends AbstractAccountStoreTest {
    @Override
    DataSource dataSource() {
        return TestDatabase.postgresql();
    }
}
