package org.peerage.sync;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.trace.Span;
import org.peerage.trace.Tracing;

/**
 * Asks the other registry, one question at a time, and politely: it says who it is, takes 304 and 429 for an answer, and
 * waits longer after each failure. An answer that was cut short is asked for again.
 */
final class RemoteRegistry {
    /**
     * An empty answer to a question that names ids has status 404 and data; who follows a history that ended is told 410,
     * who is ahead of one 409.
     */
    private static final Set<Integer> ANSWERS = Set.of(
            HttpURLConnection.HTTP_OK,
            HttpURLConnection.HTTP_NOT_FOUND,
            HttpURLConnection.HTTP_CONFLICT,
            HttpURLConnection.HTTP_GONE);

    private static final Set<Integer> UNSURE_ANSWERS =
            Set.of(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_NOT_FOUND);

    private static final int MAX_TRIES = 6;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);
    private static final long MAX_BYTES = 2L << 30;
    private static final String USER_AGENT = "Peerage/0.1.0 (registry copy)";

    private final SyncSettings settings;
    private final Sleeper pause;

    RemoteRegistry(SyncSettings settings, Sleeper pause) {
        this.settings = settings;
        this.pause = pause;
    }

    /** Reads the body of an answer; what it throws makes the question be asked again. */
    interface BodyReader<T> {
        T read(RemoteResponse head, InputStream body) throws IOException;
    }

    /** What stands before the body. */
    record RemoteResponse(int status, HttpURLConnection connection) {
        @Nullable
        String header(String name) {
            return connection.getHeaderField(name);
        }
    }

    /**
     * Asks until there is an answer.
     *
     * @param etag of the answer that is known; null: none
     * @return empty for 304: nothing is new
     */
    <T> Optional<T> get(String path, @Nullable String etag, BodyReader<T> reading)
            throws RemoteRegistryException, InterruptedException {
        return get(path, etag, settings.key(), reading);
    }

    /** Asks for a file that is for everybody: nobody's key goes with it, so that what is between here and there may keep the answer. */
    <T> Optional<T> file(String path, BodyReader<T> reading) throws RemoteRegistryException, InterruptedException {
        return get(
                        path,
                        null,
                        Optional.empty(),
                        (head, body) -> head.status() == HttpURLConnection.HTTP_OK
                                ? Optional.of(reading.read(head, body))
                                : Optional.<T>empty())
                .flatMap(found -> found);
    }

    /** Reads what the other sends as it happens, for as long as it goes on. */
    interface StreamReader {
        void read(HttpURLConnection connection, InputStream events) throws IOException;
    }

    /**
     * Listens to server-sent events, once.
     *
     * @throws IOException where there are none, or they end without a word
     */
    void stream(String path, StreamReader reading) throws IOException {
        HttpURLConnection connection = open(path, null, settings.key());
        try {
            connection.setRequestProperty("Accept", "text/event-stream");
            connection.setRequestProperty("Accept-Encoding", "identity");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            reading.read(connection, connection.getInputStream());
        } finally {
            connection.disconnect();
        }
    }

    /** The same for a question that an older program may not understand: what it says then is an answer, too. */
    <T> T ask(String path, BodyReader<T> reading) throws RemoteRegistryException, InterruptedException {
        return get(path, null, settings.key(), UNSURE_ANSWERS, reading).orElseThrow();
    }

    private <T> Optional<T> get(String path, @Nullable String etag, Optional<String> key, BodyReader<T> reading)
            throws RemoteRegistryException, InterruptedException {
        return get(path, etag, key, ANSWERS, reading);
    }

    private <T> Optional<T> get(
            String path, @Nullable String etag, Optional<String> key, Set<Integer> answers, BodyReader<T> reading)
            throws RemoteRegistryException, InterruptedException {
        String problem = "no answer";
        for (int i = 0; i < MAX_TRIES; i++) {
            Duration wait = Duration.ofSeconds(1L << i);
            HttpURLConnection connection = null;
            try (Span span = Tracing.fetch(URI.create(settings.from() + path))) {
                connection = open(path, etag, key);
                int status = connection.getResponseCode();
                span.set("http.response.status_code", status);
                if (status == HttpURLConnection.HTTP_NOT_MODIFIED) {
                    return Optional.empty();
                }
                if (answers.contains(status)) {
                    try (InputStream body = body(connection, status)) {
                        return Optional.of(reading.read(new RemoteResponse(status, connection), body));
                    }
                }
                problem = "status " + status;
                if (status != 429 && status < 500) {
                    throw refused(path, status);
                }
                wait = retryAfter(connection.getHeaderField("Retry-After"), wait);
            } catch (RemoteRegistryException certain) {
                throw certain;
            } catch (IOException cut) {
                problem = cut.getClass().getSimpleName() + ": " + cut.getMessage();
            } finally {
                if (connection != null && !problem.equals("no answer")) {
                    connection.disconnect();
                }
            }
            if (i + 1 < MAX_TRIES) {
                pause.sleep(wait);
            }
        }
        throw new RemoteRegistryException(
                settings.from() + path + " was asked " + MAX_TRIES + " times: " + problem, null);
    }

    private RemoteRegistryException refused(String path, int status) {
        String hint =
                switch (status) {
                    case 401, 403 -> ": is the key right?";
                    case 301, 302, 307, 308 -> ": it is elsewhere; give that address";
                    default -> "";
                };
        return new RemoteRegistryException(settings.from() + path + " answers with status " + status + hint, null);
    }

    private HttpURLConnection open(String path, @Nullable String etag, Optional<String> key) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(settings.from() + path).toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
        connection.setReadTimeout(Math.toIntExact(READ_TIMEOUT.toMillis()));
        connection.setInstanceFollowRedirects(false); // the key is for nobody else
        connection.setRequestProperty("User-Agent", USER_AGENT);
        connection.setRequestProperty("Accept", "application/json, application/x-ndjson, */*;q=0.1");
        connection.setRequestProperty("Accept-Encoding", "gzip");
        key.ifPresent(secret -> connection.setRequestProperty("Authorization", "Api-Key " + secret));
        if (etag != null) {
            connection.setRequestProperty("If-None-Match", etag);
        }
        return connection;
    }

    private static InputStream body(HttpURLConnection connection, int status) throws IOException {
        InputStream raw =
                status == HttpURLConnection.HTTP_OK ? connection.getInputStream() : connection.getErrorStream();
        InputStream known = raw == null ? InputStream.nullInputStream() : raw;
        boolean gzipped = "gzip".equalsIgnoreCase(connection.getHeaderField("Content-Encoding"));
        return new LimitedInputStream(gzipped ? new GZIPInputStream(known, 1 << 16) : known);
    }

    /** How long the other asks to wait: seconds, or a date. */
    private static Duration retryAfter(@Nullable String retryAfter, Duration otherwise) {
        if (retryAfter == null) {
            return otherwise;
        }
        Duration delay;
        try {
            delay = retryAfter.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(retryAfter))
                    : Duration.between(
                            Instant.now(), ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException | NumberFormatException neither) {
            return otherwise;
        }
        Duration atLeast = delay.compareTo(otherwise) < 0 ? otherwise : delay;
        return atLeast.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : atLeast;
    }

    /** Ends with a failure where somebody sends without end. */
    private static final class LimitedInputStream extends FilterInputStream {
        private long read;

        LimitedInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] to, int start, int length) throws IOException {
            int got = super.read(to, start, length);
            count(Math.max(0, got));
            return got;
        }

        private void count(int more) throws RemoteRegistryException {
            read += more;
            if (read > MAX_BYTES) {
                throw new RemoteRegistryException("an answer has more than " + MAX_BYTES + " bytes", null);
            }
        }
    }
}
