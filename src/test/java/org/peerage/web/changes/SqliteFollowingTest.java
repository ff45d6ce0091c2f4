package org.peerage.web.changes;

import org.peerage.testing.RunningServer;

final class SqliteFollowingTest extends FollowingContract {
    @Override
    RunningServer start() throws Exception {
        return RunningServer.start();
    }
}
