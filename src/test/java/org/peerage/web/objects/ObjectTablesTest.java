package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.web.objects.TableRow.TableCell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of objects' pages: what they say, filter and count, and the files of them. */
class ObjectTablesTest {
    @Started
    private static RunningServer server;

    private static TestResponse get(String path) throws Exception {
        return PageClient.anonymous(server).get(path);
    }

    private static List<JsonNode> rows(String path) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        JsonMapper.shared().readTree(get(path).text()).forEach(rows::add);
        return rows;
    }

    private static List<String> names(List<JsonNode> rows, String key) {
        return rows.stream().map(row -> row.get(key).stringValue()).toList();
    }

    @Test
    void portsThatAreNotOperationalAreMarkedAndNotCounted() throws Exception {
        List<JsonNode> ports = rows("/ix/6/tables/peers.json");
        List<JsonNode> working = ports.stream()
                .filter(port -> port.get("operational").booleanValue())
                .toList();
        String page = get("/ix/6").text();

        assertThat(ports).hasSize(15);
        assertThat(working).hasSize(13);
        assertThat(page)
                .contains("2 ports are not operational", "<tr class=\"down\">", "<span class=\"chip warn\">no</span>")
                .contains("Peers <span class=\"count\">13</span>");
        long capacity = working.stream()
                .mapToLong(port -> port.get("speed").longValue())
                .sum();
        assertThat(page).contains(ValueFormatter.speed(capacity) + " in total");
        assertThat(rows("/ix/6/tables/peers.json?peers.operational=no")).hasSize(2);
        assertThat(rows("/ix/6/tables/peers.json?peers.bfd_support=yes"))
                .allMatch(port -> port.get("bfd_support").booleanValue());
    }

    @Test
    void headOfAnExchangeCountsWhatWorks() throws Exception {
        PeeringTotals none = new PeeringTotals(0, 0, 0, 0, 0, 0);
        PeeringTotals most = new PeeringTotals(300, 1, 201, 3, 200, 9);

        assertThat(get("/ix/6").text()).contains("Connections</dt><dd>13<", "Peers with IPv6</dt>");
        assertThat(none.ipv6Percent()).isZero();
        assertThat(most.ipv6Percent()).isEqualTo(99);
    }

    @Test
    void tablesAreInTheOrderOfNames() throws Exception {
        for (String table : List.of("/ix/6/tables/peers.json network", "/org/1/tables/networks.json name")) {
            String[] pathAndKey = table.split(" ", -1);
            List<String> names = names(rows(pathAndKey[0]), pathAndKey[1]);
            assertThat(names).isSortedAccordingTo(org.peerage.text.Collation::compare);
        }
    }

    @Test
    void addressOfAPageFiltersAndSortsItsTables() throws Exception {
        List<JsonNode> all = rows("/ix/6/tables/peers.json");
        String one = all.get(3).get("network").stringValue();
        String found = get("/ix/6?peers="
                        + one.toLowerCase(java.util.Locale.ROOT).replace(" ", "+"))
                .text();

        assertThat(found).contains("1 of 15", ">" + one + "</a>");
        assertThat(rows("/ix/6/tables/peers.json?peers.policy_general=Open"))
                .isNotEmpty()
                .allMatch(row -> row.get("policy_general").stringValue().equals("Open"));
        List<Long> numbers = rows("/ix/6/tables/peers.json?peers.sort=-asn").stream()
                .map(row -> row.get("asn").longValue())
                .toList();
        assertThat(numbers).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        // What a stranger makes up asks for nothing.
        assertThat(rows("/ix/6/tables/peers.json?peers.sort=nothing&peers.nothing=1"))
                .isEqualTo(all);
    }

    @Test
    void filesHaveTheColumnsOfThePage() throws Exception {
        TestResponse csv = get("/ix/6/tables/peers.csv?peers.policy_general=Open");
        String text = csv.text();
        TestResponse excel = get("/ix/6/tables/peers.xlsx");

        assertThat(text).startsWith("\uFEFFNetwork,ASN,IPv4,IPv6,Speed (Mbit/s),RS peer,BFD,Operational,Policy\r\n");
        assertThat(text.lines().count())
                .isEqualTo(rows("/ix/6/tables/peers.json?peers.policy_general=Open")
                                .size()
                        + 1L);
        assertThat(csv.header("Content-Disposition")).contains("ix-6-peers.csv");
        assertThat(excel.text()).startsWith("PK");
        assertThat(get("/ix/6/tables/peers.pdf").status()).isEqualTo(404);
        assertThat(get("/ix/6/tables/nothing").status()).isEqualTo(404);
    }

    @Test
    void hiddenContactsAreInNoFile() throws Exception {
        String mine = PageClient.signedIn(server, "plain")
                .get("/net/62/tables/contacts.csv")
                .text();

        assertThat(mine).contains("Ridge desk").doesNotContain("Sable desk");
        assertThat(get("/net/62/tables/contacts.csv").text()).doesNotContain("Ridge desk", "Sable desk");
        assertThat(get("/net/62/tables/contacts").text()).doesNotContain("Ridge desk", "Sable desk");
        assertThat(get("/net/62").text()).contains("/account/login/?next=%2Fnet%2F62\">Sign in</a> to see");
    }

    @Test
    void commonExchangesAreMarked() throws Exception {
        PageClient borealis = PageClient.signedIn(server, "borealisadmin");
        JsonNode own = server.send("", "GET", "/api/net?org_id=2", "")
                .json()
                .get("data")
                .get(0);
        JsonNode port = server.send("", "GET", "/api/netixlan?operational=true&net_id=" + own.get("id"), "")
                .json()
                .get("data")
                .get(0);
        String others = "/api/net?ix_id=" + port.get("ix_id") + "&org_id__not_in=2,3&depth=0";
        JsonNode theirs = null;
        for (JsonNode network : server.send("", "GET", others, "").json().get("data")) {
            if (network.get("org_id").longValue() > 3) {
                theirs = network;
            }
        }
        assertThat(theirs).isNotNull();
        String page = borealis.get("/net/" + theirs.get("id")).text();

        assertThat(page).contains(">My network</a>", "<tr class=\"own\">", "AS" + own.get("asn"));
        assertThat(get("/net/" + theirs.get("id")).text()).doesNotContain("My network");
        assertThat(borealis.get("/net/" + own.get("id")).text()).doesNotContain("My network");
        assertThat(borealis.get("/ix/" + port.get("ix_id")).text())
                .contains("<span class=\"chip ok\">my network</span>");
    }

    @Test
    void longTablesHaveTheirFirstRowsAndAWayToAll() {
        List<TableRow> rows = IntStream.range(0, 250)
                .mapToObj(i -> TableRow.of(List.of(TableCell.of("Peer " + i), TableCell.of("AS" + i, (long) i))))
                .toList();
        ObjectTable table = ObjectTable.of(
                "peers",
                "Peers",
                List.of(
                        TableColumn.of("name", "Name"),
                        TableColumn.of("asn", "ASN").kind(TableColumn.Kind.NUMBER)),
                rows);
        TableFilter plain = new TableFilter("peers", "", Map.of(), "", false, false);
        TableView first = TableView.of(table, plain, "/ix/1", "", Map.of("facilities", "a b"));
        TableView all = TableView.of(table, plain.showingAll(), "/ix/1", "", Map.of());
        TableView some = TableView.of(
                table, new TableFilter("peers", "peer 24", Map.of(), "asn", true, false), "/ix/1", "", Map.of());

        assertThat(first.rows()).hasSize(TableView.FIRST_ROWS);
        assertThat(first.hasMore()).isTrue();
        assertThat(first.complete()).isFalse();
        assertThat(first.allUrl()).isEqualTo("/ix/1?facilities=a+b&peers.all=1#peers");
        assertThat(all.rows()).hasSize(250);
        assertThat(all.complete()).isTrue();
        assertThat(some.found()).isEqualTo(13);
        assertThat(some.complete()).isFalse();
        assertThat(some.rows().getFirst().cells().getFirst().text()).isEqualTo("Peer 249");
        assertThat(some.file("csv")).isEqualTo("/ix/1/tables/peers.csv?peers=peer+24&peers.sort=-asn");
    }

    @Test
    void pagesForStrangersAreKeptWithAnEntityTag() throws Exception {
        PageClient stranger = PageClient.anonymous(server);
        stranger.get("/ix/6");
        TestResponse page = stranger.get("/ix/6");
        TestResponse again = stranger.get("/ix/6", "If-None-Match", page.header("ETag"));

        assertThat(page.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(stranger.get("/ix/6/tables/peers", "If-None-Match", page.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(PageClient.signedIn(server, "plain").get("/ix/6").header("Cache-Control"))
                .isEqualTo("private, no-store");
        assertThat(stranger.get("/account/login/").header("Cache-Control")).isEqualTo("private, no-store");
        TestResponse withPassword = stranger.get("/ix/6", "Authorization", "Basic cGxhaW46cGxhaW4tUGFzc3cwcmQh");
        assertThat(withPassword.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(withPassword.header("ETag")).isEmpty();
    }

    @Test
    void placesOfTheMapHaveAnAddressOfTheirOwn() throws Exception {
        List<JsonNode> points = rows("/fac/1/points");
        String page = get("/fac/1").text();

        assertThat(points).hasSize(1);
        assertThat(points.getFirst().get("url").stringValue()).isEqualTo("/fac/1");
        assertThat(page)
                .contains("data-source=\"/fac/1/points\"", "href=\"geo:", "https://www.openstreetmap.org/?mlat=")
                .doesNotContain("data-points");
        assertThat(get("/ixpfx/1/points").status()).isEqualTo(404);
    }
}
