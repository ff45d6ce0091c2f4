package org.peerage.web.changes;

import org.junit.jupiter.api.Tag;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.RunningServer;

@Tag("slow")
final class PostgresFollowingTest extends FollowingContract {
    @Override
    RunningServer start() throws Exception {
        return RunningServer.start(Database.openUrl(PostgresServer.newDatabaseUrl()));
    }
}
