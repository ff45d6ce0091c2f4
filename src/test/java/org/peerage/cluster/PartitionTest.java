package org.peerage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.reliability.Writers;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ServerProcess;

/** Two nodes, of which one loses the network to the database, without a word, for longer than anybody waits. */
@Tag("slow")
class PartitionTest {
    private static final int CUT_SECONDS = Integer.getInteger("peerage.cluster.cut.seconds", 2);

    @TempDir
    private Path folder;

    @Test
    void nodeWithoutTheDatabaseReadsOnRefusesWritesAndComesBackByItself() throws Exception {
        Prerequisites.need(Partition.isPossible(), "network namespaces: root with CAP_NET_ADMIN, and iproute2");
        try (Partition partition = Partition.make();
                Cluster cluster = Cluster.start(
                        folder,
                        Partition.DATABASE,
                        List.of(Cluster.Place.HERE, new Cluster.Place(partition.command(), Partition.CLIENTS)))) {
            ServerProcess near = cluster.nodes().getFirst();
            ServerProcess far = cluster.nodes().getLast();
            Writers nearby = Writers.start(List.of(near.url()), cluster.key(), 0);
            Writers faraway = Writers.start(List.of(far.url()), cluster.key(), 1);
            nearby.moreThan(20);
            faraway.moreThan(20);

            partition.cut();
            int before = nearby.acknowledged();
            long cut = System.nanoTime();
            nearby.moreThan(before);
            Duration silence = Duration.ofNanos(System.nanoTime() - cut);
            HttpResponse<String> refused = cluster.ask("POST", far.url() + "/api/org", """
                    {"name": "Cut Off", "website": "https://c.example.net"}""");
            long stale = cluster.version(far);
            TimeUnit.SECONDS.sleep(CUT_SECONDS);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(cluster.version(far)).isEqualTo(stale);
            assertThat(cluster.store().head().version()).isGreaterThan(stale);

            partition.heal();
            Duration took = cluster.converge();
            int meanwhile = faraway.acknowledged();
            faraway.moreThan(meanwhile);

            nearby.stop();
            faraway.stop();
            cluster.agree();
            nearby.check(cluster.store());
            faraway.check(cluster.store());
            System.out.printf(
                    "partition: %d and %d acknowledged, the others waited %d ms, agreed %d ms after it healed%n",
                    nearby.acknowledged(), faraway.acknowledged(), silence.toMillis(), took.toMillis());
        }
    }
}
