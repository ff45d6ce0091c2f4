package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/2 that ask and do not take. */
class OpenStreamsTest {
    private static final int MOST_OF_CONNECTION = 8;
    private static final int MOST = 12;
    /** More than a connection's window of 65,535 bytes has room for. */
    private static final int LARGE = 20_000;

    private final LinkedBlockingQueue<HttpServerExchange> waiting = new LinkedBlockingQueue<>();
    private Undertow server;
    private String address;

    @BeforeEach
    void start() {
        server = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .addHttpListener(0, "127.0.0.1", new OpenStreams(this::answer, MOST_OF_CONNECTION, MOST))
                .build();
        server.start();
        address = "http://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    @AfterEach
    void end() {
        server.stop();
    }

    /** Waits to be told to, or sends more than goes through three times. */
    private void answer(HttpServerExchange exchange) {
        if (exchange.getRequestPath().equals("/waiting")) {
            exchange.dispatch((Runnable) () -> waiting.add(exchange));
        } else {
            exchange.getResponseSender().send(ByteBuffer.allocate(LARGE));
        }
    }

    private HttpServerExchange awaitWaiting() throws Exception {
        return Objects.requireNonNull(waiting.poll(10, TimeUnit.SECONDS), "nobody asked");
    }

    /** Reads until so many answers are whole. */
    private static Set<Integer> whole(RawStreams client, int count) throws IOException {
        Set<Integer> whole = new HashSet<>();
        while (whole.size() < count) {
            RawStreams.Frame frame = client.read().orElseThrow();
            if (frame.isLast()) {
                whole.add(frame.stream());
            }
        }
        return whole;
    }

    @Test
    void whoResetsWhatItDoesNotTakeIsClosed() throws Exception {
        try (RawStreams client = new RawStreams(address);
                RawStreams other = new RawStreams(address)) {
            Optional<RawStreams.Frame> last = Optional.empty();
            try {
                for (int i = 0; i < 10 * MOST_OF_CONNECTION; i++) {
                    client.reset(client.ask("/large"));
                }
            } catch (IOException closed) {
                // It may be noticed as early as that.
            }
            for (Optional<RawStreams.Frame> next = client.read(); next.isPresent(); next = client.read()) {
                last = next;
            }

            assertThat(last)
                    .hasValueSatisfying(frame -> assertThat(frame.type()).isEqualTo(RawStreams.GOAWAY));
            int stream = other.ask("/large");
            assertThat(whole(other, 1)).containsExactly(stream);
        }
    }

    @Test
    void whoTakesItsTimeIsAnswered() throws Exception {
        try (RawStreams client = new RawStreams(address)) {
            for (int i = 0; i < MOST_OF_CONNECTION; i++) {
                client.ask("/large");
            }
            int streams = whole(client, 3).size();
            client.widen(0, MOST_OF_CONNECTION * LARGE);
            streams += whole(client, MOST_OF_CONNECTION - 3).size();

            assertThat(streams).isEqualTo(MOST_OF_CONNECTION);
        }
    }

    @Test
    void resetsOfWhatIsTakenDoNoHarm() throws Exception {
        try (RawStreams client = new RawStreams(address)) {
            client.widen(0, 1 << 30);
            for (int i = 0; i < 10 * MOST_OF_CONNECTION; i++) {
                int stream = client.ask("/large");
                assertThat(whole(client, 1)).containsExactly(stream);
                client.reset(stream);
            }
        }
    }

    @Test
    void whatIsTooMuchOfAllConnectionsIsRefusedToWhoHasSome() throws Exception {
        try (RawStreams one = new RawStreams(address);
                RawStreams two = new RawStreams(address);
                RawStreams three = new RawStreams(address)) {
            for (int i = 0; i < MOST / 2; i++) {
                one.ask("/waiting");
                two.ask("/waiting");
            }
            for (int i = 1; i < MOST; i++) {
                awaitWaiting();
            }
            HttpServerExchange last = awaitWaiting();
            int refused = two.ask("/waiting");
            assertThat(whole(two, 1)).containsExactly(refused);
            assertThat(waiting).isEmpty();
            int few = three.ask("/large");
            assertThat(whole(three, 1)).containsExactly(few);

            CountDownLatch over = new CountDownLatch(1);
            last.addExchangeCompleteListener((exchange, next) -> {
                next.proceed();
                over.countDown();
            });
            last.endExchange();
            assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
            two.ask("/waiting");
            assertThat(awaitWaiting()).isNotNull();
        }
    }
}
