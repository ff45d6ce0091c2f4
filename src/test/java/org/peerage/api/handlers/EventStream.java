package org.peerage.api.handlers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.peerage.testing.RunningServer;

/** A stream of changes, as a client reads it. */
record EventStream(HttpURLConnection connection, BufferedReader in) implements AutoCloseable {
    /** A request for one; an empty secret: nobody's. */
    static HttpURLConnection open(RunningServer server, String secret, String query) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(server.url() + "/api/changes?" + query).toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        if (!secret.isEmpty()) {
            connection.setRequestProperty("Authorization", "Api-Key " + secret);
        }
        connection.setReadTimeout(10_000);
        return connection;
    }

    static EventStream of(HttpURLConnection connection) throws IOException {
        return new EventStream(
                connection,
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** The data of the next event of a kind; {@code id}: of the next change. */
    String next(String event) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("event: " + event) || (event.equals("id") && line.startsWith("id: "))) {
                return in.readLine().substring("data: ".length());
            }
        }
        throw new IOException("no event " + event);
    }

    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
