package org.peerage.clients;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.peerage.testing.Ports;
import org.peerage.testing.Prerequisites;

/**
 * Debian's Apache with mod_auth_openidc, a certified OpenID Connect client, in front of a page that knows nothing of
 * signing in: it shows what the proxy says of who is there.
 */
final class ApacheProxy implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULE = Path.of("/usr/lib/apache2/modules/mod_auth_openidc.so");

    private final HttpServer page;
    private final int port;
    private final Path folder;
    private Process process;

    private ApacheProxy(HttpServer page, int port, Path folder) {
        this.page = page;
        this.port = port;
        this.folder = folder;
    }

    /** A proxy that is not started yet, so that its address can be registered. */
    static ApacheProxy prepare(Path folder) throws IOException {
        Prerequisites.need(
                Files.isExecutable(PROGRAM) && Files.exists(MODULE),
                "Apache with mod_auth_openidc (Debian: apache2-bin, libapache2-mod-auth-openidc)");
        HttpServer page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/", exchange -> {
            Map<String, String> claims = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (name.toUpperCase(java.util.Locale.ROOT).startsWith("OIDC_CLAIM_")) {
                    claims.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values));
                }
            });
            byte[] text = ("the page " + exchange.getRequestURI() + " of " + claims).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        page.start();
        return new ApacheProxy(page, Ports.free(), folder);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void start(String issuer, String clientId, String secret, String authentication)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (InputStream in = ApacheProxy.class.getResourceAsStream("/clients/apache.conf")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve("apache.conf"),
                    text.replace("@folder@", folder.toString())
                            .replace("@port@", Integer.toString(port))
                            .replace(
                                    "@page@", Integer.toString(page.getAddress().getPort()))
                            .replace("@issuer@", issuer)
                            .replace("@client@", clientId)
                            .replace("@secret@", secret)
                            .replace("@authentication@", authentication));
        }
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "FOREGROUND",
                        "-f",
                        folder.resolve("apache.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("apache.out").toFile())
                .start();
        for (int i = 0; i < 400 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
        throw new IOException("Apache does not start: " + log());
    }

    /** What it complained of. */
    String log() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : new String[] {"apache.out", "error.log"}) {
            Path file = folder.resolve(name);
            all.append(Files.exists(file) ? Files.readString(file) : "");
        }
        return all.toString();
    }

    @Override
    public void close() {
        page.stop(0);
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
