package org.peerage.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The RDAP server of the recorded world over real HTTP: it knows every number and lists the accounts of the world as
 * contacts, but for 399990-399999, which it does not know, 399980-399989, which are somebody else's, 399960, which it
 * takes for malformed, and 399950-399959, at which it fails.
 */
public final class FakeRdapServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final List<String> emails = new ArrayList<>();

    private FakeRdapServer(HttpServer server) {
        this.server = server;
    }

    public static FakeRdapServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeRdapServer stand = new FakeRdapServer(server);
        JsonNode accounts = JSON.readTree(Files.readString(ProjectFiles.conformance("world/accounts.json")));
        accounts.get("users").forEach(user -> stand.emails.add(user.get("email").stringValue()));
        accounts.get("org_api_keys")
                .forEach(key -> stand.emails.add(key.get("email").stringValue()));
        server.createContext("/autnum/", stand::answer);
        server.createContext("/ip/", exchange -> stand.record(exchange, "ip network", stand.emails));
        server.start();
        return stand;
    }

    /** The address to ask. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        long asn = Long.parseLong(exchange.getRequestURI().getPath().substring("/autnum/".length()));
        if (asn >= 399_990 && asn <= 399_999) {
            send(exchange, 404, "{\"errorCode\": 404}");
            return;
        }
        if (asn >= 399_950 && asn <= 399_960) {
            send(exchange, asn == 399_960 ? 400 : 500, "{}");
            return;
        }
        boolean foreign = asn >= 399_980 && asn <= 399_989;
        record(exchange, "autnum", foreign ? List.of("someone.else@registrant.example.net") : emails);
    }

    private void record(HttpExchange exchange, String kind, Collection<String> contacts) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ObjectNode answer = JSON.createObjectNode()
                .put("objectClassName", kind)
                .put("name", (kind.equals("autnum") ? "AS" : "") + path.substring(path.lastIndexOf('/') + 1));
        ArrayNode entities = answer.putArray("entities");
        for (String email : contacts) {
            ArrayNode card =
                    entities.addObject().putArray("vcardArray").add("vcard").addArray();
            card.addArray()
                    .add("email")
                    .add(JSON.createObjectNode())
                    .add("text")
                    .add(email);
        }
        send(exchange, 200, answer.toString());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/rdap+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
