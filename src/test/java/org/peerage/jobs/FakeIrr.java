package org.peerage.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whois server of a routing registry, which has what it was told. */
final class FakeIrr implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    FakeIrr() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    void answer(String name, String text) {
        answers.put(name, text);
    }

    /** From now on, connections are closed without an answer. Its port stays taken: another server of the machine may get a free one. */
    void silence() {
        silent = true;
    }

    List<String> queries() {
        return List.copyOf(queries);
    }

    IrrServers servers() {
        return new IrrServers(
                List.of(InetSocketAddress.createUnresolved("127.0.0.1", listening.getLocalPort())),
                Duration.ofSeconds(5));
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                String query = new BufferedReader(
                                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                queries.add(query);
                if (silent) {
                    continue;
                }
                String name = query.substring(query.lastIndexOf(' ') + 1);
                client.getOutputStream()
                        .write(answers.getOrDefault(name, "%  No entries found for the selected source(s).\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // The next one may ask.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
