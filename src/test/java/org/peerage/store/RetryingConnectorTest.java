package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.Waiting;

@Tag("slow")
class RetryingConnectorTest {
    @Test
    void connectorGoesOnUntilTheDatabaseIsBackAndSaysWhyMeanwhile() throws Exception {
        try (PostgresServer server = PostgresServer.start("127.0.0.1")) {
            RetryingConnector connector = new RetryingConnector(server.newUrl(), Map.of());
            server.crash();

            CompletableFuture<Connection> connection = CompletableFuture.supplyAsync(() -> connect(connector));
            Waiting.until(Duration.ofSeconds(60), () -> connector.failure().isPresent());

            assertThat(connector.failure().get().getMessage()).contains("refused");
            assertThat(connection).isNotDone();

            server.start();

            try (Connection made = connection.get(60, TimeUnit.SECONDS)) {
                assertThat(made.isValid(1)).isTrue();
            }
            assertThat(connector.failure()).isEmpty();
        }
    }

    @Test
    void interruptedConnectorGivesUp() {
        RetryingConnector connector = new RetryingConnector("jdbc:postgresql://127.0.0.1:1/nowhere", Map.of());

        Thread.currentThread().interrupt();

        assertThatThrownBy(connector::getConnection).hasMessageContaining("refused");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Connection connect(RetryingConnector connector) {
        try {
            return connector.getConnection();
        } catch (java.sql.SQLException e) {
            throw new CompletionException(e);
        }
    }
}
