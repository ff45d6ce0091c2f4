package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API does beyond the recorded answers when it is written to, and what it takes from careless people. */
class WriteHandlerTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static int asns = 230_000;

    private static String network(String name) {
        return """
            {"org_id": 41, "name": "%s", "asn": %d, "website": "https://n.example.net"}""".formatted(name, asns++);
    }

    private static long made(TestResponse response) {
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().at("/data/0/id").longValue();
    }

    private static long version(TestResponse response) {
        return Long.parseLong(response.header("X-Peerage-Version"));
    }

    @Test
    void writingGuideWorksAsDocumented() throws Exception {
        TestResponse facility = server.send("", "GET", "/api/fac/31?depth=0", "");
        StringBuilder form = new StringBuilder();
        facility.json().at("/data/0").properties().forEach(field -> {
            JsonNode value = field.getValue();
            // As python-requests sends a mapping: no nulls, lists as repeated keys, mappings as their keys.
            if (value.isArray()) {
                value.forEach(item -> {
                    if (item.isObject()) {
                        item.properties().forEach(key -> add(form, field.getKey(), key.getKey()));
                    } else {
                        add(form, field.getKey(), item.asString());
                    }
                });
            } else if (!value.isNull()) {
                add(form, field.getKey(), field.getKey().equals("name") ? "Renamed by form" : value.asString());
            }
        });

        TestResponse renamed = server.send(
                ADMIN, "PUT", "/api/fac/31", form.toString(), "Content-Type", "application/x-www-form-urlencoded");

        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
        assertThat(renamed.json().at("/data/0/name").stringValue()).isEqualTo("Renamed by form");
        assertThat(renamed.json().at("/data/0/social_media"))
                .isEqualTo(facility.json().at("/data/0/social_media"));
    }

    private static void add(StringBuilder form, String key, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(java.net.URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Test
    void newNetworkInheritsTheWebsiteOfItsOrganization() throws Exception {
        TestResponse response = server.send("org:10843/full", "POST", "/api/net", """
                {"org_id": "10843", "name": "No Website", "asn": "%d"}""".formatted(asns++));

        assertThat(made(response)).isPositive();
        assertThat(response.json().at("/data/0/website").stringValue()).isEqualTo("https://unitedix10843.example.net");
    }

    @Test
    void dryRunChangesNothingAndReportsAllErrors() throws Exception {
        TestResponse before = server.send("", "GET", "/api/net?limit=1", "");

        TestResponse good = server.send(ADMIN, "POST", "/api/net?dry-run", network("Only tried"));
        TestResponse bad = server.send(ADMIN, "POST", "/api/netixlan?dry-run", """
                {"net_id": 62, "ixlan_id": 19, "speed": 7, "ipaddr4": "9.9.9.9", "ipaddr6": "2001:db8::1"}""");

        assertThat(good.status()).as(good.text()).isEqualTo(201);
        assertThat(good.header("X-Peerage-Dry-Run")).isEqualTo("true");
        assertThat(server.send("", "GET", "/api/net?name=Only tried".replace(" ", "%20"), "")
                        .json()
                        .at("/data"))
                .isEmpty();
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().propertyNames()).contains("ipaddr4", "ipaddr6", "speed");
        assertThat(version(server.send("", "GET", "/api/net?limit=1", ""))).isEqualTo(version(before));
    }

    @Test
    void idempotencyKeyMakesRepeatedRequestsHappenOnce() throws Exception {
        String body = network("Once only");

        TestResponse first = server.send(ADMIN, "POST", "/api/net", body, "Idempotency-Key", "k1");
        TestResponse again = server.send(ADMIN, "POST", "/api/net", body, "Idempotency-Key", "k1");
        TestResponse other = server.send(ADMIN, "POST", "/api/net", network("Another"), "Idempotency-Key", "k1");
        TestResponse somebodyElse =
                server.send("org:41/full", "POST", "/api/net", network("Not theirs"), "Idempotency-Key", "k1");

        assertThat(made(again)).isEqualTo(made(first));
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(made(somebodyElse)).isNotEqualTo(made(first));
    }

    /** They would be everybody's, and a way to fill the database without a name. */
    @Test
    void idempotencyKeysOfNobodyAreNotKept() throws Exception {
        for (String name : new String[] {"One", "Another", "Another"}) {
            TestResponse refused = server.send("", "POST", "/api/net", network(name), "Idempotency-Key", "k-of-nobody");

            assertThat(refused.status()).isBetween(400, 403);
            assertThat(refused.headers().firstValue("Idempotency-Replayed")).isEmpty();
        }
    }

    @Test
    void outdatedVersionIsRefused() throws Exception {
        long id = made(server.send(ADMIN, "POST", "/api/net", network("Contended")));
        TestResponse read = server.send("", "GET", "/api/net/" + id + "?depth=0", "");
        String asn = read.json().at("/data/0/asn").asString();
        String change = """
            {"org_id": 41, "name": "Contended", "asn": %s, "website": "https://n.example.net", "aka": "%s"}""";

        TestResponse first = server.send(
                ADMIN, "PUT", "/api/net/" + id, change.formatted(asn, "a"), "If-Match", read.header("ETag"));
        TestResponse second = server.send(
                ADMIN, "PUT", "/api/net/" + id, change.formatted(asn, "b"), "If-Match", read.header("ETag"));
        TestResponse informed = server.send(
                ADMIN, "PUT", "/api/net/" + id, change.formatted(asn, "c"), "If-Match", first.header("ETag"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(informed.status()).isEqualTo(200);
        assertThat(server.send(ADMIN, "PUT", "/api/net/" + id, change.formatted(asn, "d"), "If-Match", "nonsense")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void changeElsewhereDoesNotOutdateAnObject() throws Exception {
        long id = made(server.send(ADMIN, "POST", "/api/net", network("Quiet")));
        TestResponse read = server.send("", "GET", "/api/net/" + id, "");
        made(server.send(ADMIN, "POST", "/api/net", network("Loud")));
        made(server.send(ADMIN, "POST", "/api/poc", """
                {"net_id": %d, "role": "NOC", "email": "a@n.example.net"}""".formatted(id)));

        TestResponse deleted = server.send(ADMIN, "DELETE", "/api/net/" + id, "", "If-Match", read.header("ETag"));

        assertThat(deleted.status()).isEqualTo(204);
    }

    @Test
    void batchIsAtomic() throws Exception {
        String good = """
            [{"method": "POST", "path": "/api/net", "data": %s},
             {"method": "POST", "path": "/api/netfac", "data": {"net_id": 62, "fac_id": 33}}]""".formatted(network("Batched"));
        String bad = """
            {"operations": [{"method": "POST", "path": "/api/net", "data": %s},
             {"method": "POST", "path": "/api/netfac", "data": {"net_id": 62, "fac_id": 999999}},
             {"method": "DELETE", "path": "/api/net/62"}]}""".formatted(network("Never batched"));

        TestResponse done = server.send(ADMIN, "POST", "/api/batch", good);
        TestResponse refused = server.send(ADMIN, "POST", "/api/batch", bad);

        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().at("/data/0/status").intValue()).isEqualTo(201);
        assertThat(done.json().at("/data/1/body/data/0/fac_id").longValue()).isEqualTo(33);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/data/0/status").intValue()).isEqualTo(424);
        assertThat(refused.json().at("/data/1/body/fac_id/0").stringValue()).contains("does not exist");
        assertThat(server.send("", "GET", "/api/net?name=Never%20batched", "")
                        .json()
                        .at("/data"))
                .isEmpty();
        assertThat(server.send("", "GET", "/api/net/62?depth=0", "").status()).isEqualTo(200);
    }

    @Test
    void historyNamesActorsOnlyToManagers() throws Exception {
        TestResponse made = server.send(ADMIN, "POST", "/api/net", network("Storied"));
        long id = made(made);
        server.send(ADMIN, "PUT", "/api/net/" + id, """
                {"org_id": 41, "name": "Storied", "asn": %s, "website": "https://n.example.net", "notes": "now"}""".formatted(
                        made.json().at("/data/0/asn").asString()));

        JsonNode known =
                server.send(ADMIN, "GET", "/api/net/" + id + "/history", "").json();
        JsonNode unknown =
                server.send("", "GET", "/api/net/" + id + "/history", "").json();

        assertThat(known.at("/data")).hasSize(2);
        assertThat(known.at("/data/0/operation").stringValue()).isEqualTo("update");
        assertThat(known.at("/data/0/fields/notes/1").stringValue()).isEqualTo("now");
        assertThat(known.at("/data/0/actor").stringValue()).startsWith("user-key:");
        assertThat(unknown.at("/data")).hasSize(2);
        assertThat(unknown.at("/data/0").has("actor")).isFalse();
        assertThat(unknown.toString()).doesNotContain("notes_private");
    }

    @Test
    void changeFeedHasEveryVersionOnceAndHidesPrivateValues() throws Exception {
        long start = version(server.send("", "GET", "/api/net?limit=1", ""));
        for (int i = 0; i < 3; i++) {
            made(server.send(ADMIN, "POST", "/api/net", network("Fed " + i)));
        }
        made(server.send(ADMIN, "POST", "/api/poc", """
                {"net_id": 62, "role": "Sales", "visible": "Users", "email": "hidden@n.example.net"}"""));
        long end = version(server.send("", "GET", "/api/net?limit=1", ""));

        List<String> lines = server.send("", "GET", "/api/changes?after=" + start, "")
                .text()
                .lines()
                .toList();
        String seen =
                server.send(ADMIN, "GET", "/api/changes?after=" + (end - 1), "").text();

        List<Long> versions = lines.stream()
                .map(line -> JsonMapper.shared().readTree(line).get("version").longValue())
                .toList();
        assertThat(versions)
                .startsWith(start + 1)
                .endsWith(end)
                .hasSize((int) (end - start))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(String.join("", lines)).contains("Fed 0").doesNotContain("hidden@n.example.net");
        assertThat(seen).contains("hidden@n.example.net");
        assertThat(server.send("", "GET", "/api/changes?after=" + end, "").text())
                .isEmpty();
        assertThat(server.send("", "GET", "/api/changes?after=x", "").status()).isEqualTo(400);
    }

    @Test
    void changeFeedStreamsServerSentEvents() throws Exception {
        long start = version(server.send("", "GET", "/api/net?limit=1", ""));
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(server.url() + "/api/changes").toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream, application/json");
        connection.setRequestProperty("Last-Event-ID", Long.toString(start));
        connection.setReadTimeout(10_000);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            made(server.send(ADMIN, "POST", "/api/net", network("Streamed")));

            String line = in.readLine();
            while (!line.startsWith("id: ")) {
                line = in.readLine();
            }

            assertThat(line).isEqualTo("id: " + (start + 1));
            assertThat(in.readLine()).startsWith("data: {").contains("Streamed");
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void concurrentCreationsOfOneNameConflict() throws Exception {
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String body = network("Wanted by all");
                tries.add(() -> server.send(ADMIN, "POST", "/api/net", body).status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : many.invokeAll(tries)) {
                statuses.add(status.get());
            }

            assertThat(statuses).containsOnlyOnce(201).contains(400);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "a", "name": "b"}              | Duplicate
            {"name": "\\ud800", "asn": 231001}      | Surrogate
            {"name": "\\u0000", "asn": 231002}      | Null characters
            {"org_id": 99999999999999999999, "asn": 231003} | does not exist
            {"org_id": -1, "asn": 231004}           | does not exist
            {"asn": 99999999999999999999}           | 4294967295
            [[[[[[[[                                | line 1 column
            {"name": NaN}                           | parse
            "text"                                  | dictionary
            12                                      | dictionary
            """)
    void wrongBodiesAreRefusedInClearWords(String body, String words) throws Exception {
        TestResponse response = server.send(ADMIN, "POST", "/api/net", body);

        assertThat(response.status()).as(response.text()).isEqualTo(400);
        assertThat(response.text()).contains(words);
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        TestResponse response = server.send(ADMIN, "POST", "/api/net", "[".repeat(100_000) + "]".repeat(100_000));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("could not be parsed");
    }

    @Test
    void bodiesThatAreNoUtf8AreRefused() throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(server.url() + "/api/net").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});

        assertThat(connection.getResponseCode()).isEqualTo(400);
        assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("can't decode byte 0xff in position 2");
    }

    @Test
    void bodyThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /api/net HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 52428800\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));

            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();

            assertThat(status).contains("413");
        }
    }

    @Test
    void multipartFormsAreRead() throws Exception {
        StringBuilder body = new StringBuilder();
        List.of("net_id=62", "role=Sales", "email=m@n.example.net").forEach(pair -> {
            String[] part = pair.split("=");
            body.append(String.join(
                    "\r\n", "--b", "Content-Disposition: form-data; name=\"" + part[0] + "\"", "", part[1], ""));
        });
        body.append("--b--\r\n");

        TestResponse response = server.send(
                ADMIN, "POST", "/api/poc", body.toString(), "Content-Type", "multipart/form-data; boundary=b");

        assertThat(made(response)).isPositive();
    }

    @Test
    void facilitiesJoinAndLeaveACampus() throws Exception {
        long campus = made(server.send(ADMIN, "POST", "/api/campus", "{\"org_id\": 41, \"name\": \"Joined\"}"));

        TestResponse joined = server.send(ADMIN, "POST", "/api/campus/" + campus + "/add-facility/32", "");
        TestResponse left = server.send(ADMIN, "POST", "/api/campus/" + campus + "/remove-facility/32", "");

        assertThat(joined.status()).as(joined.text()).isEqualTo(200);
        assertThat(joined.json().at("/data/0/campus_id").longValue()).isEqualTo(campus);
        assertThat(left.json().at("/data/0/campus_id").isNull()).isTrue();
        assertThat(server.send("", "POST", "/api/campus/" + campus + "/add-facility/32", "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void sidesOfAConnectionAreLinkedFacilities() throws Exception {
        TestResponse read = server.send("", "GET", "/api/netixlan?net_id=62&limit=1", "");
        assertThat(read.json().at("/data")).hasSize(1);
        long peering = read.json().at("/data/0/id").longValue();
        server.send(ADMIN, "POST", "/api/netfac", "{\"net_id\": 62, \"fac_id\": 32}");

        TestResponse set = server.send(ADMIN, "POST", "/api/netixlan/" + peering + "/set-net-side", "{\"fac_id\": 32}");
        TestResponse unlinked =
                server.send(ADMIN, "POST", "/api/netixlan/" + peering + "/set-net-side", "{\"fac_id\": 1}");
        TestResponse nonsense =
                server.send(ADMIN, "POST", "/api/netixlan/" + peering + "/set-net-side", "{\"fac_id\": \"x\"}");
        TestResponse stranger =
                server.send("user:plain/rw", "POST", "/api/netixlan/" + peering + "/set-net-side", "{\"fac_id\": 32}");

        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().at("/data/0/net_side_id").longValue()).isEqualTo(32);
        assertThat(unlinked.status()).isEqualTo(404);
        assertThat(nonsense.status()).isEqualTo(400);
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.text()).contains("Only admins of net can set or unset the net_side");
    }
}
