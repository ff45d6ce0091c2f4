package org.peerage.web.oauth;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

@Tag("slow")
final class PostgresIdentityProviderTest extends IdentityProviderContract {
    private String url = "";

    @Override
    Database newDatabase() throws Exception {
        url = PostgresServer.newDatabaseUrl();
        return Database.openUrl(url);
    }

    @Override
    Database sameDatabase() throws Exception {
        return Database.openUrl(url);
    }
}
