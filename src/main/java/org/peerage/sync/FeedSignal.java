package org.peerage.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hears from the other's feed that there is something new, so that nobody has to ask for it again and again. */
final class FeedSignal implements AutoCloseable {
    /** What comes within this time is taken over together. */
    private static final Duration GROUP = Duration.ofMillis(250);

    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final RemoteRegistry remote;
    private final Semaphore news = new Semaphore(0);
    private volatile RemoteChangeFeed.FeedPosition position = RemoteChangeFeed.FeedPosition.NONE;
    private volatile boolean listening;
    private volatile boolean closed;
    private volatile @Nullable HttpURLConnection open;
    private @Nullable Thread thread;

    FeedSignal(RemoteRegistry remote) {
        this.remote = remote;
    }

    /**
     * Waits until there is something new, or for a time.
     *
     * @param known up to where everything is known
     * @param longest the time where the feed speaks
     * @param otherwise the time where it does not
     */
    void await(RemoteChangeFeed.FeedPosition known, Duration longest, Duration otherwise) throws InterruptedException {
        position = known;
        if (thread == null) {
            thread = Thread.ofVirtual().name("feed").start(this::listen);
        }
        Duration most = listening ? longest : otherwise;
        if (news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(GROUP);
            news.drainPermits();
        }
    }

    private void listen() {
        Duration pause = MIN_PAUSE;
        while (!closed) {
            try {
                remote.stream("/api/changes?after=" + position.version() + session(), this::hear);
                pause = MIN_PAUSE;
            } catch (IOException silent) {
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
            }
            listening = false;
            news.release(); // whatever it is, the next round finds out
            try {
                Thread.sleep(pause);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private String session() {
        return position.session().isEmpty() ? "" : "&session=" + position.session();
    }

    private void hear(HttpURLConnection connection, InputStream events) throws IOException {
        open = connection;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            listening = true;
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    news.release();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread listener = thread;
        if (listener != null) {
            listener.interrupt();
        }
        HttpURLConnection connection = open;
        if (connection != null) {
            connection.disconnect();
        }
    }
}
