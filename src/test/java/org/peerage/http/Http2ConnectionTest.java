package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;

/** Clients of HTTP/2 that ask and do not take, or break its rules. */
class Http2ConnectionTest {
    private static final int STREAMS = 8;
    private static final int UNFINISHED = 12;
    /** More than a connection's window of 65,535 bytes has room for. */
    private static final int LARGE = 20_000;

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Semaphore waiting = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);
    private TestServer server;

    private void start(Duration writeTime, long heldBytes, int unfinished) {
        ServerLimits limits = new ServerLimits(
                100, 100, LONG, LONG, LONG, writeTime, LONG, heldBytes, STREAMS, 2 * STREAMS, unfinished);
        server = TestServer.start(WebSettings.onLoopback(), limits, this::answer);
    }

    private void start() {
        start(LONG, 1 << 20, UNFINISHED);
    }

    @AfterEach
    void end() {
        released.release(1_000_000);
        server.close();
    }

    /** Waits to be told to, or sends more than goes through three times. */
    private WireResponse answer(ApiRequest request) {
        try {
            if (request.path().equals("/waiting")) {
                waiting.release();
                assertThat(released.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                return TestServer.text("waited");
            }
            return TestServer.bytes(new byte[LARGE]);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void awaitWaiting(int count) throws Exception {
        assertThat(waiting.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
    }

    private static Set<Integer> ask(RawStreams client, int count, String path) throws IOException {
        Set<Integer> asked = new HashSet<>();
        for (int i = 0; i < count; i++) {
            asked.add(client.ask(path));
        }
        client.flush();
        return asked;
    }

    /** Reads until so many responses are whole. */
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

    /** Reads to the end of the connection, and tells whether it was told why. */
    private static boolean isSentAway(RawStreams client) throws IOException {
        boolean isTold = false;
        for (Optional<RawStreams.Frame> next = client.read(); next.isPresent(); next = client.read()) {
            isTold |= next.get().type() == RawStreams.GOAWAY;
        }
        return isTold;
    }

    @Test
    void rapidResetsCloseTheConnection() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url());
                RawStreams other = new RawStreams(server.url())) {
            for (int i = 0; i < 1000; i++) {
                client.reset(client.ask("/large"));
            }

            assertThat(isSentAway(client)).isTrue();
            int stream = other.ask("/large");
            assertThat(whole(other, 1)).containsExactly(stream);
        }
    }

    @Test
    void requestsThatAreResetCountUntilTheirThreadsAreDone() throws Exception {
        start(LONG, 1 << 20, 100);
        try (RawStreams client = new RawStreams(server.url())) {
            for (int i = 0; i < 2 * STREAMS + 1; i++) {
                client.reset(client.ask("/waiting"));
                client.flush();
            }

            assertThat(isSentAway(client)).isTrue();
        }
    }

    @Test
    void slowReaderIsAnswered() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            Set<Integer> asked = ask(client, STREAMS, "/large");
            Set<Integer> answered = whole(client, 3);
            client.widen(0, STREAMS * LARGE);
            answered.addAll(whole(client, STREAMS - 3));

            assertThat(answered).isEqualTo(asked);
        }
    }

    @Test
    void resetsOfReadResponsesAreHarmless() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            client.widen(0, 1 << 30);
            for (int i = 0; i < 10 * STREAMS; i++) {
                int stream = client.ask("/large");
                assertThat(whole(client, 1)).containsExactly(stream);
                client.reset(stream);
            }
        }
    }

    /** Who is answered before the body has come is told so by a reset (RFC 9113 §8.1), which is no fault of the client's. */
    @Test
    void earlyAnswersAreNoRapidResets() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            client.widen(0, 1 << 30);
            for (int i = 0; i < 250; i++) {
                int stream = client.begin("/large");
                client.flush();
                RawStreams.Frame frame = client.read().orElseThrow();
                while (!frame.isReset()) {
                    assertThat(frame.type()).isNotEqualTo(RawStreams.GOAWAY);
                    frame = client.read().orElseThrow();
                }
                assertThat(frame.stream()).isEqualTo(stream);
            }
            int next = client.ask("/large");
            assertThat(whole(client, 1)).containsExactly(next);
        }
    }

    @Test
    void serverAsAWholeIsAskedAbout() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            int stream = client.askAboutServer();
            client.flush();

            assertThat(whole(client, 1)).containsExactly(stream);
        }
    }

    /** The refusal has no body; the answer has. */
    @ParameterizedTest
    @CsvSource({
        "h,false",
        "h:80,false",
        "[2001:db8::1],false",
        "'',true",
        "a@b,true",
        "a b,true",
        "[1:2],true",
        "h/x,true"
    })
    void hostsAreLookedAt(String authority, boolean isRefused) throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            int stream = client.ask("/large", authority);
            RawStreams.Frame first = client.read().orElseThrow();

            assertThat(first.stream()).isEqualTo(stream);
            assertThat(first.isLast()).isEqualTo(isRefused);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a#b", "/a%00"})
    void pathsAreLookedAt(String path) throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            client.ask(path);
            assertThat(client.read().orElseThrow().isLast()).isTrue();
        }
    }

    @Test
    void tunnelsAreRefusedAndTheConnectionGoesOn() throws Exception {
        start();
        try (RawStreams client = new RawStreams(server.url())) {
            int tunnel = client.connect();
            RawStreams.Frame refusal = client.read().orElseThrow();
            assertThat(refusal.isReset()).isTrue();
            assertThat(refusal.stream()).isEqualTo(tunnel);
            int stream = client.ask("/large");
            assertThat(whole(client, 1)).containsExactly(stream);
        }
    }

    @Test
    void requestsBeyondTheLimitOfAllAreRefusedToConnectionsThatHaveSome() throws Exception {
        start();
        try (RawStreams one = new RawStreams(server.url());
                RawStreams two = new RawStreams(server.url());
                RawStreams three = new RawStreams(server.url())) {
            ask(one, UNFINISHED / 2, "/waiting");
            ask(two, UNFINISHED / 2, "/waiting");
            awaitWaiting(UNFINISHED);
            int refused = two.ask("/waiting");
            assertThat(whole(two, 1)).containsExactly(refused);
            int few = three.ask("/large");
            assertThat(whole(three, 1)).containsExactly(few);

            released.release(UNFINISHED);
            assertThat(whole(two, UNFINISHED / 2)).hasSize(UNFINISHED / 2);
            ask(two, 1, "/waiting");
            awaitWaiting(1);
        }
    }

    @Test
    void unreadStreamIsReset() throws Exception {
        start(Duration.ofMillis(300), 1 << 20, UNFINISHED);
        try (RawStreams client = new RawStreams(server.url())) {
            ask(client, 5, "/large");
            int reset = 0;
            while (reset < 2) {
                reset += client.read().orElseThrow().isReset() ? 1 : 0;
            }
            client.widen(0, LARGE);
            int next = client.ask("/large");
            assertThat(whole(client, 1)).containsExactly(next);
        }
    }

    @Test
    void responsesThatWaitForAWindowAreLimited() throws Exception {
        start(LONG, 6 * LARGE, UNFINISHED);
        try (RawStreams client = new RawStreams(server.url());
                RawStreams other = new RawStreams(server.url())) {
            ask(client, STREAMS, "/large");
            ask(other, STREAMS, "/large");
            int reset = 0;
            while (reset < 2) {
                reset += other.read().orElseThrow().isReset() ? 1 : 0;
            }
        }
    }
}
