package org.peerage.whois;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whois (RFC 3912): one line is asked, the answer ends with the connection. Strangers get a few connections, a short line and little
 * time, for asking and for reading the answer.
 */
public final class WhoisServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WhoisServer.class);
    private static final int MAX_QUERY_BYTES = 256;
    private static final int MAX_CONNECTIONS = 100;
    private static final int MAX_PER_ADDRESS = 10;
    private static final int BACKLOG = 50;

    /** Answers a line of somebody at that address. */
    @FunctionalInterface
    public interface WhoisAnswers {
        String answer(String line, String ipAddress);
    }

    private final ServerSocket listener;
    private final WhoisAnswers answers;
    private final Duration timeLimit;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("whois-time").factory());

    private WhoisServer(ServerSocket listener, WhoisAnswers answers, Duration timeLimit) {
        this.listener = listener;
        this.answers = answers;
        this.timeLimit = timeLimit;
    }

    /**
     * Listens.
     *
     * @param port 0: any
     * @param timeLimit of a whole conversation
     */
    public static WhoisServer start(String host, int port, Duration timeLimit, WhoisAnswers answers)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (IOException taken) {
            listener.close();
            throw taken;
        }
        WhoisServer server = new WhoisServer(listener, answers, timeLimit);
        Thread.ofVirtual().name("whois").start(server::accept);
        return server;
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (!admit(client)) {
                    client.close();
                }
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    LOG.warn("a whois connection was not taken: {}", failure.toString());
                }
            }
        }
    }

    private boolean admit(Socket client) {
        String address = address(client);
        if (!free.tryAcquire()) {
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > MAX_PER_ADDRESS) {
            release(address);
            return false;
        }
        Thread.ofVirtual().name("whois-query").start(() -> {
            try {
                converse(client, address);
            } finally {
                release(address);
            }
        });
        return true;
    }

    private void release(String address) {
        byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        free.release();
    }

    private void converse(Socket client, String address) {
        // Neither who asks slowly nor who does not read the answer holds on longer.
        ScheduledFuture<?> end =
                watchdog.schedule(() -> closeQuietly(client), timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        try (client) {
            Optional<String> line = line(client.getInputStream());
            String text = line.map(query -> answers.answer(query, address)).orElse("The query is too long.\n");
            client.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
        } catch (IOException gone) {
            LOG.debug("a whois connection ended: {}", gone.toString());
        } catch (RuntimeException bug) {
            LOG.error("a whois query failed", bug);
        } finally {
            end.cancel(false);
        }
    }

    /** What stands before the end of the line, or before the end of all; empty where it is too long. */
    private static Optional<String> line(InputStream in) throws IOException {
        byte[] query = new byte[MAX_QUERY_BYTES];
        int length = 0;
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (length == query.length) {
                return Optional.empty();
            }
            query[length++] = (byte) next;
            next = in.read();
        }
        return Optional.of(new String(query, 0, length, StandardCharsets.UTF_8).strip());
    }

    private static void closeQuietly(Socket client) {
        try {
            client.close();
        } catch (IOException closed) {
            LOG.debug("closing: {}", closed.toString());
        }
    }

    private static String address(Socket client) {
        String address = client.getInetAddress().getHostAddress();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        watchdog.shutdownNow();
    }
}
