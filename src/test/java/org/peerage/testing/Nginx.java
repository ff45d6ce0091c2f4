package org.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Debian's nginx in front of servers, which it asks in turn. */
public final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with the configuration of {@code cluster/nginx.conf}, working in a folder. */
    public static Nginx start(Path folder, List<ServerProcess> servers) throws IOException, InterruptedException {
        return start(folder, servers, "nginx.conf");
    }

    /** Starts it as a CDN, with the configuration of {@code cluster/cdn.conf}; {@code access.log} says what it had. */
    public static Nginx startAsCdn(Path folder, ServerProcess origin) throws IOException, InterruptedException {
        return start(folder, List.of(origin), "cdn.conf");
    }

    private static Nginx start(Path folder, List<ServerProcess> servers, String configuration)
            throws IOException, InterruptedException {
        assertThat(PROGRAM)
                .as("the tests of clusters need Debian's package nginx-light")
                .isExecutable();
        int port = Ports.free();
        String upstream = servers.stream()
                .map(server -> "server " + URI.create(server.url()).getAuthority() + " max_fails=1 fail_timeout=1s;")
                .collect(Collectors.joining("\n        "));
        Files.createDirectories(folder);
        try (InputStream in = Nginx.class.getResourceAsStream("/cluster/" + configuration)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve("nginx.conf"),
                    text.replace("@folder@", folder.toString())
                            .replace("@port@", Integer.toString(port))
                            .replace("@servers@", upstream));
        }
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-p",
                        folder.toString(),
                        "-g",
                        "user " + System.getProperty("user.name") + ";", // its own one could not read the folder
                        "-c",
                        folder.resolve("nginx.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        nginx.awaitAnswer();
        return nginx;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(url() + "/api/campus?limit=1"))
                .build();
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try {
                if (HttpClient.newHttpClient()
                                .send(ask, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
        throw new IOException("nginx does not start");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
