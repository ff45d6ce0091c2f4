package org.peerage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.reliability.Writers;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ServerProcess;

/** Two nodes on a PostgreSQL with a synchronous standby, which takes over under load (docs/operations.md). */
@Tag("slow")
class FailoverTest {
    @TempDir
    private Path folder;

    @Test
    void writesSurviveAFailover() throws Exception {
        PostgresServer first = PostgresServer.start("127.0.0.1");
        String url = first.newUrl();
        try (PostgresServer second = first.standby();
                Cluster cluster = Cluster.start(
                        folder, first, first.urlOfPrimary(url, second), Collections.nCopies(2, Cluster.Place.HERE))) {
            Writers writers = Writers.start(List.of(cluster.proxyUrl()), cluster.key(), 0);
            writers.moreThan(100);

            first.crash();
            int before = writers.acknowledged();
            for (ServerProcess node : cluster.nodes()) {
                assertThat(cluster.ask("GET", node.url() + "/api/net?limit=1", "")
                                .statusCode())
                        .isEqualTo(200);
            }
            second.promote();
            Duration took = cluster.converge();
            // What was on its way when the first one fell may have been told of afterwards.
            writers.moreThan(before + 100);

            writers.stop();
            cluster.agree();
            writers.check(cluster.store());
            System.out.printf(
                    "fail-over: %d acknowledged before and %d in all, nodes agree %d ms after the standby took over%n",
                    before, writers.acknowledged(), took.toMillis());
        }
    }
}
