package org.peerage.web.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happened, by what it is about: pages, Atom feeds and the API's filters (docs/spec/record.md §2.1). */
class ChangesPagesTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static PageClient nobody;
    private static long network;
    private static long connection;
    private static long start;

    /** A network joins exchange 31 with a fast port, gets a public and a hidden contact, and the port becomes slower. */
    @BeforeAll
    static void changeSomething() throws Exception {
        nobody = PageClient.anonymous(server);
        start = server.store().head().version();
        network = make("net", """
                {"org_id": 41, "name": "Told <of>", "asn": 233001, "website": "https://n.example.net"}""");
        make("poc", """
                {"net_id": %d, "role": "Technical", "visible": "Public", "name": "Petra Public", "email": "p@n.example.net"}""".formatted(network));
        make("poc", """
                {"net_id": %d, "role": "Sales", "visible": "Users", "name": "Hidden Hans", "email": "h@n.example.net"}""".formatted(network));
        JsonNode prefix = server.send("", "GET", "/api/ixpfx?protocol=IPv4&limit=1", "")
                .json()
                .at("/data/0");
        long lan = prefix.get("ixlan_id").longValue();
        String address = prefix.get("prefix").stringValue().replaceFirst("\\.0/.*", ".77");
        connection = make("netixlan", port(lan, address, 100_000));
        TestResponse slower = server.send(ADMIN, "PUT", "/api/netixlan/" + connection, port(lan, address, 10_000));
        assertThat(slower.status()).as(slower.text()).isEqualTo(200);
    }

    private static String port(long lan, String address, int speed) {
        return """
                {"net_id": %d, "ixlan_id": %d, "speed": %d, "ipaddr4": "%s", "ipaddr6": ""}""".formatted(network, lan, speed, address);
    }

    private static long make(String typeName, String body) throws Exception {
        TestResponse made = server.send(ADMIN, "POST", "/api/" + typeName, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static List<String> lines(String query) throws Exception {
        return lines("", query);
    }

    /** The changes of the API's lines, as {@code operation type}. */
    private static List<String> lines(String who, String query) throws Exception {
        TestResponse response = server.send(who, "GET", "/api/changes?" + query, "");
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        List<String> changes = new ArrayList<>();
        response.text().lines().map(JsonMapper.shared()::readTree).forEach(line -> line.get("changes")
                .forEach(change -> changes.add(change.get("operation").stringValue() + " "
                        + change.get("type").stringValue())));
        return changes;
    }

    @Test
    void feedIsFilteredByWhatItIsAbout() throws Exception {
        String about = "after=" + start + "&about=net:" + network;
        assertThat(lines(about)).containsExactly("create net", "create poc", "create netixlan", "update netixlan");
        assertThat(lines("user:plain/rw", about))
                .containsExactly("create net", "create poc", "create poc", "create netixlan", "update netixlan");
        assertThat(lines(about + "&type=netixlan&op=create")).containsExactly("create netixlan");
        assertThat(lines(about + "&field=speed&op=update")).containsExactly("update netixlan");
        assertThat(lines(about + "&order=desc&limit=2")).containsExactly("update netixlan", "create netixlan");
        assertThat(lines(about + "&to=2020-01-01")).isEmpty();
        assertThat(lines("about=netixlan:" + connection)).containsExactly("create netixlan", "update netixlan");
        assertThat(lines("about=org:41&type=netixlan")).contains("create netixlan");
    }

    @Test
    void filteredFeedGoesOnFromWhereItEnded() throws Exception {
        String about = "about=net:" + network + "&limit=1";
        long after = start;
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestResponse part = server.send("", "GET", "/api/changes?" + about + "&after=" + after, "");
            JsonNode line = JsonMapper.shared().readTree(part.text());
            assertThat(line.get("prev").longValue()).isEqualTo(after);
            all.add(line.at("/changes/0/type").stringValue());
            after = Long.parseLong(part.header("X-Peerage-Last"));
        }
        TestResponse end = server.send("", "GET", "/api/changes?" + about + "&after=" + after, "");

        assertThat(all).containsExactly("net", "poc", "netixlan", "netixlan");
        assertThat(end.text()).isEmpty();
        assertThat(end.header("X-Peerage-Last"))
                .isEqualTo(Long.toString(server.store().head().version()));
    }

    @Test
    void authorIsAskedForByKeepersOnly() throws Exception {
        String actor = server.send(ADMIN, "GET", "/api/net/" + network + "/history", "")
                .json()
                .at("/data/0/actor")
                .stringValue();
        String query = "after=" + start + "&about=net:" + network + "&actor=" + actor;

        assertThat(lines(ADMIN, query)).hasSize(5);
        assertThat(lines("user:otheradmin/rw", query)).isEmpty();
        assertThat(server.send("", "GET", "/api/changes?" + query, "").status()).isEqualTo(403);
    }

    @Test
    void historyTellsOfLinksAndFields() throws Exception {
        String history = "/api/net/" + network + "/history";
        assertThat(server.send("", "GET", history, "").json().at("/data").size())
                .isEqualTo(1);
        assertThat(server.send("", "GET", history + "?links=1", "")
                        .json()
                        .at("/data")
                        .size())
                .isEqualTo(4);
        assertThat(server.send("", "GET", history + "?links=1&field=speed", "")
                        .json()
                        .at("/data/0/fields/speed")
                        .toString())
                .isEqualTo("[100000,10000]");
        assertThat(server.send("", "GET", history + "?before=" + (start + 1), "")
                        .json()
                        .at("/data")
                        .size())
                .isZero();
    }

    @Test
    void unreadableFiltersAreNamed() throws Exception {
        for (String wrong : List.of(
                "about=net",
                "about=net:x",
                "about=country:D",
                "type=nets",
                "op=make",
                "field=nothing",
                "from=now",
                "type=net&field=speed",
                "order=desc&before=x")) {
            TestResponse refused = server.send("", "GET", "/api/changes?" + wrong, "");
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            String name = wrong.substring(wrong.lastIndexOf('&') + 1, wrong.lastIndexOf('='));
            assertThat(refused.text()).as(wrong).contains("'" + name + "'");
        }
        assertThat(server.send("", "GET", "/api/net/62/history?before=x", "").status())
                .isEqualTo(400);
        assertThat(server.send("", "GET", "/api/net/62/history?field=speed", "").status())
                .isEqualTo(400);
    }

    @Test
    void pagesShowWhatHappenedWithoutWho() throws Exception {
        TestResponse page = nobody.get("/net/" + network + "/changes");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Told &lt;of&gt;", "<del>100000</del>", "<ins>10000</ins>", "Petra Public")
                .doesNotContain("Hans", "user's key");
        assertThat(nobody.get("/changes?type=netixlan&op=update").text())
                .contains("<ins>10000</ins>")
                .doesNotContain("Petra");
        assertThat(nobody.get("/changes?op=nonsense").status()).isEqualTo(400);
        assertThat(nobody.get("/changes/country/XX").status()).isEqualTo(404);
        assertThat(nobody.get("/poc/1/changes").status()).isEqualTo(404);
        assertThat(nobody.get("/net/999999/changes").status()).isEqualTo(404);
    }

    private static Document atom(TestResponse response) throws Exception {
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.header("Content-Type")).startsWith("application/atom+xml");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(response.text().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element element && element.getLocalName().equals(name)) {
                assertThat(element.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
                found.add(element);
            }
        }
        return found;
    }

    private static String child(Element parent, String name) {
        List<Element> found = children(parent, name);
        assertThat(found).as(name).hasSize(1);
        return found.getFirst().getTextContent();
    }

    /** RFC 4287 §4.1.1 and §4.1.2: what each feed and entry has, once. */
    @Test
    void atomFeedsAreOfTheirShape() throws Exception {
        Set<String> ids = new HashSet<>();
        for (String path :
                List.of("/changes.atom", "/net/" + network + "/changes.atom", "/changes.atom?type=net&op=create")) {
            Element feed = atom(nobody.get(path)).getDocumentElement();
            assertThat(feed.getLocalName()).isEqualTo("feed");
            assertThat(child(feed, "id")).endsWith(path);
            assertThat(child(feed, "title")).isNotEmpty();
            assertThat(Instant.parse(child(feed, "updated"))).isAfter(Instant.EPOCH);
            assertThat(children(feed, "author")).hasSize(1);
            assertThat(children(feed, "link"))
                    .extracting(link -> link.getAttribute("rel"))
                    .contains("self", "alternate");
            assertThat(children(feed, "entry")).isNotEmpty();
            for (Element entry : children(feed, "entry")) {
                assertThat(child(entry, "id")).matches("tag:127\\.0\\.0\\.1,[0-9-]{10}:[0-9a-f-]{36}/[0-9]+/[0-9]+");
                ids.add(child(entry, "id") + child(entry, "title"));
                assertThat(child(entry, "title")).isNotEmpty();
                Instant.parse(child(entry, "updated"));
                assertThat(children(entry, "link")).hasSize(1);
            }
        }
        assertThat(ids.stream().map(id -> id.replaceFirst("/[0-9]+[^/]*$", ""))).isNotEmpty();
    }

    @Test
    void atomFeedTellsNothingOfPersonsAndIsKept() throws Exception {
        String path = "/net/" + network + "/changes.atom";
        TestResponse feed = PageClient.signedIn(server, "scratchadmin").get(path);

        assertThat(feed.text())
                .contains("Told &lt;of&gt;", "100000 → 10000")
                .doesNotContain("Petra", "Hans", "p@n.example.net", "user's key", "scratchadmin");
        assertThat(feed.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(feed.header("Set-Cookie")).isEmpty();
        assertThat(nobody.get(path, "If-None-Match", feed.header("ETag")).status())
                .isEqualTo(304);
        assertThat(nobody.get("/changes.atom?from=never").status()).isEqualTo(400);
    }

    @Test
    void atomFeedsAreTitledInEnglish() throws Exception {
        for (String path : List.of("/changes.atom", "/net/" + network + "/changes.atom")) {
            String title = child(atom(nobody.get(path)).getDocumentElement(), "title");
            assertThat(child(atom(nobody.get(path, "Accept-Language", "de")).getDocumentElement(), "title"))
                    .isEqualTo(title);
        }
    }

    @Test
    void longListsGoOnWhereTheyEnded() throws Exception {
        long noted = make("net", """
                {"org_id": 41, "name": "Noted", "asn": 233002, "website": "https://n.example.net"}""");
        for (int i = 0; i < 55; i++) {
            server.send(ADMIN, "PUT", "/api/net/" + noted, """
                    {"org_id": 41, "name": "Noted", "asn": 233002, "website": "https://n.example.net", "notes": "%d"}""".formatted(i));
        }
        String page = "/net/" + noted + "/changes?field=notes";
        String first = nobody.get(page).text();
        assertThat(first).contains("<ins>54</ins>").doesNotContain("<ins>4</ins>");
        java.util.regex.Matcher older = java.util.regex.Pattern.compile("href=\"([^\"]+)\" rel=\"next\"")
                .matcher(first);
        assertThat(older.find()).isTrue();

        assertThat(nobody.get(older.group(1).replace("&amp;", "&")).text())
                .contains("<ins>4</ins>", "<ins>0</ins>")
                .doesNotContain("<ins>5</ins>", "rel=\"next\"");
    }
}
