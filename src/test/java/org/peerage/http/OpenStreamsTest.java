package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    private OpenStreams streams;
    private Undertow server;
    private String address;

    @BeforeEach
    void start() {
        start(Duration.ofMinutes(1));
    }

    private void start(Duration patience) {
        streams = new OpenStreams(this::answer, new OpenStreams.Limits(MOST_OF_CONNECTION, MOST, patience));
        server = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .addHttpListener(0, "127.0.0.1", streams)
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

    private static Set<Integer> ask(RawStreams client, int count, String path) throws IOException {
        Set<Integer> asked = new HashSet<>();
        for (int i = 0; i < count; i++) {
            asked.add(client.ask(path));
        }
        client.flush();
        return asked;
    }

    /** Answers may be finished a little after their last byte is read. */
    private void awaitUnfinished(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (streams.unfinished() != count && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(streams.unfinished()).isEqualTo(count);
    }

    /** Reads to the end of the connection, and tells whether it was told why. */
    private static boolean isSentAway(RawStreams client) throws IOException {
        int last = -1;
        for (Optional<RawStreams.Frame> next = client.read(); next.isPresent(); next = client.read()) {
            last = next.get().type();
        }
        return last == RawStreams.GOAWAY;
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
            for (int i = 0; i < 10 * MOST_OF_CONNECTION; i++) {
                client.reset(client.ask("/large"));
            }

            assertThat(isSentAway(client)).isTrue();
            awaitUnfinished(0);
            int stream = other.ask("/large");
            assertThat(whole(other, 1)).containsExactly(stream);
        }
    }

    @Test
    void whoTakesItsTimeIsAnswered() throws Exception {
        try (RawStreams client = new RawStreams(address)) {
            Set<Integer> asked = ask(client, MOST_OF_CONNECTION, "/large");
            Set<Integer> answered = whole(client, 3);
            client.widen(0, MOST_OF_CONNECTION * LARGE);
            answered.addAll(whole(client, MOST_OF_CONNECTION - 3));

            assertThat(answered).isEqualTo(asked);
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
            ask(one, MOST / 2, "/waiting");
            ask(two, MOST / 2, "/waiting");
            for (int i = 1; i < MOST; i++) {
                awaitWaiting();
            }
            HttpServerExchange last = awaitWaiting();
            int refused = two.ask("/waiting");
            assertThat(whole(two, 1)).containsExactly(refused);
            assertThat(waiting).isEmpty();
            int few = three.ask("/large");
            assertThat(whole(three, 1)).containsExactly(few);

            last.endExchange();
            awaitUnfinished(MOST - 1);
            ask(two, 1, "/waiting");
            assertThat(awaitWaiting()).isNotNull();
        }
    }

    @Test
    void whenThereIsNoRoomWhoTakesNothingIsClosed() throws Exception {
        Duration patience = Duration.ofMillis(1200); // longer than the pause between two looks
        server.stop();
        start(patience);
        try (RawStreams much = new RawStreams(address);
                RawStreams few = new RawStreams(address);
                RawStreams late = new RawStreams(address)) {
            ask(much, MOST_OF_CONNECTION, "/waiting");
            Set<Integer> share = ask(few, MOST - MOST_OF_CONNECTION, "/waiting");
            List<HttpServerExchange> asked = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                asked.add(awaitWaiting());
            }
            Thread.sleep(patience.plusMillis(100));
            int stream = late.ask("/large");

            assertThat(whole(late, 1)).containsExactly(stream);
            assertThat(isSentAway(much)).isTrue();
            asked.forEach(HttpServerExchange::endExchange);
            awaitUnfinished(0);
            assertThat(whole(few, share.size())).isEqualTo(share);
        }
    }
}
