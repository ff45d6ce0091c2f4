package org.peerage.ixf;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresFeedSettingsTest extends FeedSettingsContract {
    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }
}
