package org.peerage.accounts.organizations;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresOrganizationCleanupTest extends OrganizationCleanupContract {
    @Override
    Database newDatabase() throws Exception {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
