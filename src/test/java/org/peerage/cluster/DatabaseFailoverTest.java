package org.peerage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ServerProcess;

/**
 * Three databases under Patroni and three nodes, each a network namespace, of which one after the other is killed or cut
 * off under load: {@code deploy/cluster/try}, which by hand does so for as long as one likes (docs/reliability.md).
 */
@Tag("slow")
class DatabaseFailoverTest {
    @Test
    void databaseOutlivesItsMachines() throws Exception {
        Prerequisites.need(Partition.isPossible(), "network namespaces: root with CAP_NET_ADMIN, and iproute2");

        Process trial = start();
        String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(trial.waitFor()).as(said).isZero();
        System.out.print(said);
    }

    private static Process start() throws IOException {
        String program = String.join(" ", ServerProcess.java("org.peerage.Peerage"));
        ProcessBuilder builder =
                new ProcessBuilder(Path.of("deploy", "cluster", "try").toString(), "--program", program);
        return builder.redirectErrorStream(true).start();
    }
}
