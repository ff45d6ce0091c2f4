package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** What becomes of deleted rows whose address or name somebody else takes (docs/spec/deviations.md §13, §14). */
class DeletedRowReuseTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static long other;

    @BeforeAll
    static void addAnotherNetwork() throws Exception {
        TestResponse network = send("POST", "/api/net", """
            {"org_id": 41, "name": "Another", "asn": 231100}""");
        other = network.json().at("/data/0/id").longValue();
        send("POST", "/api/poc", """
            {"net_id": %d, "role": "NOC", "email": "noc@another.example.net"}""".formatted(other));
    }

    private static TestResponse send(String method, String path, String body) throws Exception {
        return server.send(ADMIN, method, path, body);
    }

    private static TestResponse connect(long network, String four, String six, String more) throws Exception {
        return send("POST", "/api/netixlan", """
            {"net_id": %d, "ixlan_id": 19, "speed": 1000, "ipaddr4": "%s", "ipaddr6": "%s"%s}""".formatted(network, four, six, more));
    }

    private static JsonNode made(TestResponse response) {
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json().at("/data/0");
    }

    private static JsonNode read(String type, long id) throws Exception {
        return send("GET", "/api/" + type + "?since=1&id=" + id, "").json().at("/data/0");
    }

    @Test
    void rowThatLosesItsAddressTellsSo() throws Exception {
        long loser = made(connect(62, "185.77.76.101", "2001:7f8:1b3::101", ""))
                .get("id")
                .longValue();
        send("DELETE", "/api/netixlan/" + loser, "");
        JsonNode before = read("netixlan", loser);
        server.clock().forward(Duration.ofMinutes(2));

        long taker = made(connect(other, "185.77.76.102", "", "")).get("id").longValue();
        TestResponse taken = send("PUT", "/api/netixlan/" + taker, """
            {"net_id": %d, "ixlan_id": 19, "speed": 1000, "ipaddr4": "185.77.76.102", "ipaddr6": "2001:7f8:1b3::101"}""".formatted(other));

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        JsonNode after = read("netixlan", loser);
        assertThat(after.get("ipaddr6").isNull()).isTrue();
        assertThat(after.get("ipaddr4").stringValue()).isEqualTo("185.77.76.101");
        assertThat(after.get("updated").stringValue())
                .isGreaterThan(before.get("updated").stringValue());
        JsonNode history = server.send("user:superuser/rw", "GET", "/api/netixlan/" + loser + "/history", "")
                .json()
                .at("/data/0");
        assertThat(history.toString()).contains("2001:7f8:1b3::101");
        assertThat(history.at("/operation").asString("")).isEqualTo("update");
    }

    @Test
    void twoDeletedRowsGiveOneAddressEach() throws Exception {
        long four = made(connect(62, "185.77.76.103", "", "")).get("id").longValue();
        long six = made(connect(62, "", "2001:7f8:1b3::103", "")).get("id").longValue();
        send("DELETE", "/api/netixlan/" + four, "");
        send("DELETE", "/api/netixlan/" + six, "");
        server.clock().forward(Duration.ofMinutes(2));

        JsonNode revived = made(connect(other, "185.77.76.103", "2001:7f8:1b3::103", ""));

        assertThat(revived.get("id").longValue()).isEqualTo(four);
        JsonNode loser = read("netixlan", six);
        assertThat(loser.get("ipaddr6").isNull()).isTrue();
        assertThat(loser.get("updated")).isEqualTo(read("netixlan", four).get("updated"));
    }

    @Test
    void connectionOfAnotherNetworkStartsFromDefaults() throws Exception {
        String extras = """
            , "notes": "old", "is_rs_peer": true, "bfd_support": true, "operational": false""";
        long id = made(connect(62, "185.77.76.104", "", extras)).get("id").longValue();
        send("DELETE", "/api/netixlan/" + id, "");

        JsonNode revived = made(connect(other, "185.77.76.104", "", ""));

        assertThat(revived.get("id").longValue()).isEqualTo(id);
        assertThat(revived.get("notes").stringValue()).isEmpty();
        assertThat(revived.get("is_rs_peer").booleanValue()).isFalse();
        assertThat(revived.get("bfd_support").booleanValue()).isFalse();
        assertThat(revived.get("operational").booleanValue()).isTrue();
        assertThat(revived.get("asn").longValue()).isEqualTo(231100);
    }

    @Test
    void connectionThatComesBackToItsNetworkKeepsWhatTheRequestOmits() throws Exception {
        long id = made(connect(
                        62, "185.77.76.105", "2001:7f8:1b3::105", ", \"notes\": \"kept\", \"operational\": false"))
                .get("id")
                .longValue();
        send("DELETE", "/api/netixlan/" + id, "");

        JsonNode revived = made(connect(62, "185.77.76.105", "", ""));

        assertThat(revived.get("id").longValue()).isEqualTo(id);
        assertThat(revived.get("notes").stringValue()).isEqualTo("kept");
        assertThat(revived.get("operational").booleanValue()).isFalse();
        assertThat(revived.get("ipaddr6").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"carrier", "campus"})
    void revivedRowsKeepOmittedValues(String type) throws Exception {
        long id = made(send("POST", "/api/" + type, """
            {"org_id": 41, "name": "Back again", "aka": "BA", "notes": "first", "website": "https://back.example.net"}""")).get("id").longValue();
        send("DELETE", "/api/" + type + "/" + id, "");

        JsonNode revived = made(send("POST", "/api/" + type, """
            {"org_id": 41, "name": "Back again", "notes": "second"}"""));

        assertThat(revived.get("id").longValue()).isEqualTo(id);
        assertThat(revived.get("aka").stringValue()).isEqualTo("BA");
        assertThat(revived.get("notes").stringValue()).isEqualTo("second");
        assertThat(revived.get("website").stringValue()).isEqualTo("https://back.example.net");
    }
}
