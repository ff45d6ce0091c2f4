package org.peerage.web.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.cli.ServeSettings;
import org.peerage.ixf.FeedAddresses;
import org.peerage.ixf.FeedStand;
import org.peerage.ixf.SigningKey;
import org.peerage.testing.Browser;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.testing.Waiting;

/** Settings of feeds: exchanges say what is so, and others neither read nor change what is not theirs. */
class FeedSettingsPagesTest {
    private static final String PAGE = "/ix/19/imports/settings";
    private static final String JSON = "/import/ixlan/19/ixf/settings";
    private static final String OWNER = "org:41/full";
    private static final String SECRET = "Bearer quite-a-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final String FEED = """
            {"version": "1.0", "member_list": [
              {"asnum": 213003, "connection_list": [{"state": "disabled", "if_list": [{"if_speed": 20000}],
                "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.30"}}]}]},
              {"asnum": 213001, "connection_list": [{"state": "active", "if_list": [{"if_speed": 10000}],
                "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.10"}, "ipv6": {"address": "2001:7f8:1b3::10"}},
                              {"vlan_id": 66, "ipv4": {"address": "185.77.76.99"}}]}]}]}
            """;

    @Started
    private static Browser browser;

    private static FeedStand stand;
    private static RunningServer server;
    private static PageClient admin;

    @BeforeAll
    static void start() throws Exception {
        stand = FeedStand.start();
        server = RunningServer.start(ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")));
        stand.answer("/members", 200, "{\"version\": \"1.0\", \"member_list\": []}");
        usualSettings();
        admin = PageClient.signedIn(server, "scratchadmin");
    }

    private static void usualSettings() throws Exception {
        url(stand.url("/members"));
        TestResponse set = server.send(OWNER, "POST", JSON, """
                {"request_header": {"name": "Authorization", "value": "%s", "url": "%s"}, "vlan_ids": [], "down_states": false,
                 "fields": ["speed", "is_rs_peer", "operational"], "signing_key": null}""".formatted(SECRET, stand.url("/members")));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        stand.close();
    }

    private static void url(String url) throws Exception {
        server.save(OWNER, "ixlan/19", "ixf_ixp_member_list_url", url);
    }

    /** With a protected list, a quarantine VLAN and disabled ports: what is said takes effect, and what comes of it is looked at first. */
    @Test
    void exchangesSaySoAndSeeWhatWouldChange() throws Exception {
        stand.answer("/members.json", 200, FEED);
        url(stand.url("/members.json"));
        try {
            server.send(
                    OWNER,
                    "POST",
                    "/api/poc",
                    "{\"net_id\": 64, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}");
            Page page = browser.signedIn(
                    server.url(),
                    new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(360, 740),
                    "scratchadmin",
                    "scratchadmin-Passw0rd!");

            page.navigate("/ix/19/imports");
            page.locator("a:has-text('Feed settings')").click();
            setsHeader(page);
            imports(page);
            assertThat(stand.header("/members.json", "Authorization")).contains(SECRET);
            assertThat(page.locator("main").textContent()).contains("multiple VLANs");

            saysWhatBelongs(page);
            pinsKey(page);
            imports(page);
            assertThat(page.locator("main").textContent()).contains("The last good list was verified ");

            assertThat(server.send(OWNER, "GET", "/api/netixlan?asn=213003&ix_id=19", "")
                            .text())
                    .contains("\"speed\": 0", "\"operational\": false");
            server.save(OWNER, "ixlan/19", "ixf_ixp_import_enabled", "true");
            page.navigate("/net/64/ixf");
            assertThat(page.locator("tr:has-text('this network') td").allTextContents())
                    .containsExactly("this network", "the exchange's list", "the exchange's list");
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
            page.navigate(connection(server));
            assertThat(page.locator("#f-operational-hint").textContent())
                    .contains("The member list of Scratch-IX sets");
            assertThat(page.locator("#f-speed-hint").textContent()).doesNotContain("member list");
            browser.assertNoComplaints();
        } finally {
            server.save(OWNER, "ixlan/19", "ixf_ixp_import_enabled", "false");
            usualSettings();
        }
    }

    private static String connection(RunningServer server) throws Exception {
        return "/netixlan/"
                + server.send(OWNER, "GET", "/api/netixlan?asn=213003&ix_id=19", "")
                        .json()
                        .at("/data/0/id")
                        .asString()
                + "/edit";
    }

    private static void setsHeader(Page page) {
        page.locator("#header_name").fill("Authorization");
        page.locator("#header_password").fill(SECRET);
        page.locator("button[name=header]").click();
        assertThat(page.locator(".notice[role=status]").textContent()).contains("The header is set.");
        assertThat(page.locator("main").textContent()).contains("Authorization is set");
        assertThat(page.locator("#header_password").inputValue()).isEmpty();
    }

    private static void pinsKey(Page page) throws Exception {
        SigningKey key = SigningKey.of("ES256");
        stand.answer("/members.json.jws", 200, key.sign(FEED));
        page.navigate("/ix/19/imports/settings");
        page.locator("#public_key").fill(key.pem());
        page.locator("button:has-text('Pin key')").click();
        assertThat(page.locator(".notice[role=status]").textContent()).contains("The key is pinned.");
        Browser.assertAccessible(page);
        Browser.assertNoSidewaysScrolling(page);
    }

    private static void imports(Page page) throws Exception {
        page.navigate("/ix/19/imports");
        int before = page.locator("td:has-text('requested')").count();
        page.navigate("/ix/19");
        page.locator("button:has-text('Request IX-F import')").click();
        Waiting.until(PATIENCE, () -> {
            page.navigate("/ix/19/imports");
            return page.locator("td:has-text('requested')").count() > before
                    && page.locator("td:has-text('running')").count() == 0;
        });
    }

    private static void saysWhatBelongs(Page page) {
        page.navigate("/ix/19/imports/settings");
        page.locator("#vlans").fill("one");
        page.locator("button:has-text('Save')").click();
        assertThat(page.locator("#vlans-error").textContent()).contains("Numbers");
        Browser.assertAccessible(page);
        page.locator("#vlans").fill("1");
        page.locator("#counts_down").check();
        page.locator("#field-speed").uncheck();
        page.locator("button:has-text('Save')").click();
        assertThat(page.locator(".notice[role=status]").textContent()).contains("Saved.");
        page.locator("#grace_days").fill("7");
        page.locator("button:has-text('What would change?')").click();
        assertThat(page.locator("main").textContent()).contains("Nothing is saved yet");
        Browser.assertAccessible(page);
        Browser.assertNoSidewaysScrolling(page);
    }

    @ParameterizedTest
    @CsvSource({
        "org:41/full, 200, 200",
        "user:scratchadmin/rw, 200, 200",
        "user:scratchadmin/ro, 200, 403",
        "user:superuser/rw, 200, 200",
        "user:superuser/ro, 200, 403",
        "user:scratchnets/rw, 403, 403",
        "user:otheradmin/rw, 403, 403",
        "user:plain/rw, 403, 403",
        "org:41/nets, 403, 403",
        "org:41/onefac, 403, 403",
        "org:42/full, 403, 403",
        "org:10843/ixfull, 403, 403",
        "'', 403, 403"
    })
    void programsDoWhatTheirKeysAllow(String who, int reading, int writing) throws Exception {
        TestResponse read = server.send(who, "GET", JSON, "");
        TestResponse written = server.send(who, "POST", JSON, "{\"grace_days\": 3}");

        assertThat(read.status()).isEqualTo(reading);
        assertThat(written.status()).isEqualTo(writing);
        assertThat(read.text() + written.text()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"otheradmin", "scratchnets"})
    void peopleOfOthersSeeNothing(String name) throws Exception {
        PageClient person = PageClient.signedIn(server, name);

        assertThat(person.get(PAGE).status()).isEqualTo(403);
        assertThat(person.post(PAGE, "grace_days", "9").status()).isEqualTo(403);
        assertThat(person.post(PAGE, "no_header", "1").status()).isEqualTo(403);
        assertThat(person.post(PAGE, "no_key", "1").status()).isEqualTo(403);
        assertThat(person.post(PAGE, "key", "1", "public_key", "-----BEGIN").status())
                .isEqualTo(403);
        assertThat(person.get(PAGE).text()).doesNotContain("Authorization");
        assertThat(settings()).contains("Authorization").doesNotContain("\"grace_days\":9");
    }

    private static String settings() throws Exception {
        return server.send(OWNER, "GET", JSON, "").text();
    }

    @Test
    void formsOfOtherSitesChangeNothing() throws Exception {

        assertThat(admin.postWithToken("", PAGE, "no_header", "1").status()).isEqualTo(403);
        assertThat(admin.postWithToken("", PAGE, "no_key", "1").status()).isEqualTo(403);
        assertThat(admin.postWithHeaders(PAGE, new String[0], "no_header", "1").status())
                .isEqualTo(403);
        assertThat(admin.postWithHeaders(
                                JSON, new String[] {"Origin", "https://evil.example.net"}, "request_header", "null")
                        .status())
                .isEqualTo(403);
        assertThat(settings()).contains("Authorization");
    }

    @Test
    void secretsAreInNoAnswer() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(admin.get("/ix/19/imports/preview").status()).isEqualTo(200);
        assertThat(stand.header("/members", "Authorization")).as("it was used").contains(SECRET);
        assertThat(superuser.get("/staff/audit?subject=ix:19").text()).contains("set feed header");

        for (String place : List.of(
                PAGE,
                "/ix/19",
                "/ix/19/imports",
                "/ix/19/history",
                "/ixlan/19/edit",
                "/staff/imports",
                "/staff/audit",
                "/staff/audit?subject=ix:19",
                JSON)) {
            assertThat(superuser.get(place).text()).as(place).doesNotContain("quite-a-secret");
        }
        for (String place : List.of(
                "/api/ixlan/19",
                "/api/ixlan/19/history",
                "/api/ix/19?depth=2",
                "/import/ixlan/19/ixf/preview",
                "/export/ixlan/19/ixp-member-list",
                JSON)) {
            assertThat(server.send("user:superuser/rw", "GET", place, "").text())
                    .as(place)
                    .doesNotContain("quite-a-secret");
        }
    }

    @Test
    void formsThatAreRefusedDoNotRepeatSecrets() throws Exception {
        String url = stand.url("/members");
        String[] form = {"header", "1", "header_url", url, "header_name", "Cookie", "header_password", "quite-a-secret"
        };

        TestResponse refused = admin.post(PAGE, form);
        TestResponse mixedUp = admin.post(
                PAGE,
                "header",
                "1",
                "header_url",
                url,
                "header_name",
                "quite-a-secret!",
                "header_password",
                "quite-a-secret\u00e9");
        TestResponse ended = PageClient.anonymous(server)
                .postWithHeaders(
                        PAGE,
                        new String[] {"Origin", server.url()},
                        "csrfmiddlewaretoken",
                        "old",
                        "header",
                        "1",
                        "header_password",
                        "quite-a-secret");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(mixedUp.status()).isEqualTo(400);
        assertThat(List.of(refused, mixedUp, ended))
                .allSatisfy(answer -> assertThat(answer.text()).doesNotContain("quite-a-secret"));
        assertThat(ended.text()).as("the form is kept").contains("kept.header");
    }

    @Test
    void keysArePinnedByPageAndProgramAndTold() throws Exception {
        SigningKey key = SigningKey.of("ES256");
        String pem = key.pem().strip().replace("\n", "\\n");

        TestResponse wrong =
                admin.post(PAGE, "key", "1", "public_key", key.pem().replace("PUBLIC", "PRIVATE"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text())
                .contains("This is a private key")
                .doesNotContain(key.pem().substring(40, 70));
        assertThat(admin.post(PAGE, "key", "1", "public_key", "rsa").text()).contains("not a public key in PEM");
        assertThat(admin.post(PAGE, "key", "1", "public_key", key.pem()).status())
                .isEqualTo(303);
        assertThat(admin.get(PAGE).text()).contains("P-256 is pinned, since", "No list has been verified with the key");
        assertThat(admin.get("/ix/19/imports").text()).contains("No list has been verified with the key");
        assertThat(settings()).contains("\"signing_key\":{\"pem\":\"" + pem, "\"fingerprint\":\"SHA256:");
        assertThat(admin.get("/ix/19/imports/preview").text())
                .contains("The signature of the list could not be fetched");
        assertThat(server.send(OWNER, "GET", "/api/ix/19?with=ixf_status", "")
                        .json()
                        .at("/data/0/ixf_status/signature")
                        .toString())
                .startsWith("{\"key\":\"SHA256:")
                .endsWith("\"verified\":null}");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        assertThat(superuser.get("/staff/imports").text()).contains("signed with SHA256:");
        assertThat(superuser.get("/staff/audit?subject=ix:19").text()).contains("pin feed key");

        assertThat(server.send(OWNER, "POST", JSON, "{\"signing_key\": null}").text())
                .contains("\"signing_key\":null");
        assertThat(server.send(OWNER, "POST", JSON, "{\"signing_key\": \"" + pem + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(PAGE, "no_key", "1").status()).isEqualTo(303);
        assertThat(admin.get(PAGE).text()).contains("No key is pinned");
    }

    /** Whoever may change the URL, but does not know the secret, does not get it so. */
    @Test
    void secretsDoNotGoToAnotherUrl() throws Exception {
        try (FeedStand other = FeedStand.start()) {
            other.answer("/mine", 200, "{\"version\": \"1.0\", \"member_list\": []}");
            stand.answer("/echo", 302, "", "Location", other.url("/mine"));

            url(other.url("/mine"));
            admin.get("/ix/19/imports/preview");
            url(stand.url("/echo"));
            admin.get("/ix/19/imports/preview");

            assertThat(other.header("/mine", "Host")).isPresent();
            assertThat(other.header("/mine", "Authorization")).isEmpty();
            assertThat(stand.header("/echo", "Authorization")).isEmpty();
            assertThat(admin.get(PAGE).text()).contains("Authorization is not sent");
            assertThat(admin.get("/ix/19/imports").text()).contains("The request header is not sent");
            assertThat(settings()).contains("\"is_sent\":false");
            String[] late = {
                "header", "1", "header_url", stand.url("/members"), "header_name", "X-Key", "header_password", SECRET
            };
            assertThat(admin.post(PAGE, late).text())
                    .as("entered while somebody changed the URL")
                    .contains("has changed meanwhile");
            url(stand.url("/members"));
            assertThat(settings()).contains("\"is_sent\":true", "Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | A JSON object is expected",
                "{ | A JSON object is expected",
                "{\"other\": 1} | There are other settings than these",
                "{\"down_states\": \"yes\"} | true or false",
                "{\"grace_days\": 31} | A number of days from 0 to 30",
                "{\"grace_days\": 1e9} | A number of days from 0 to 30",
                "{\"grace_days\": -1} | A number of days from 0 to 30",
                "{\"vlan_ids\": [1, \"2\"]} | A list of at most 50 numbers",
                "{\"vlan_ids\": [-1]} | A list of at most 50 numbers",
                "{\"ixp_ids\": [99999999999999999999]} | A list of at most 50 numbers",
                "{\"fields\": [\"ipaddr4\"]} | A list of speed, is_rs_peer, operational",
                "{\"fields\": \"speed\"} | A list of speed, is_rs_peer, operational",
                "{\"request_header\": \"X: y\"} | name is not the name of a header that can be sent",
                "{\"request_header\": {\"name\": \"Host\", \"value\": \"x\"}} | name is not the name of a header",
                "{\"request_header\": {\"name\": \"X-Key\", \"value\": \"a\\r\\nHost: b\"}} | value has to be 1 to 4096",
                "{\"request_header\": {\"name\": \"X-Key\", \"value\": \"schl\\u00fcssel\"}} | value has to be 1 to 4096",
                "{\"request_header\": {\"name\": \"X-Key\"}} | value has to be 1 to 4096",
                "{\"request_header\": {\"name\": \"X-Key\", \"value\": \"x\"}} | url has to be the URL",
                "{\"signing_key\": 1} | A public key in PEM is expected, or null",
                "{\"signing_key\": \"-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----\"} | The key has to be EC P-256",
                "{\"signing_key\": \"-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----\"} | This is a private key",
                "{\"request_header\": {\"name\": \"X-Key\", \"value\": \"x\", \"url\": \"https://ix.example.net/old\"}} | is another one now"
            })
    void nonsenseIsRefusedAndChangesNothing(String sent, String error) throws Exception {
        String before = settings();

        TestResponse refused = server.send(OWNER, "POST", JSON, sent);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(error);
        assertThat(settings()).isEqualTo(before);
    }

    @Test
    void valuesThatAreTooLongAreRefused() throws Exception {
        String before = settings();

        assertThat(server.send(OWNER, "POST", JSON, "{\"vlan_ids\": [" + "1,".repeat(30_000) + "1]}")
                        .status())
                .isEqualTo(413);
        assertThat(server.send(OWNER, "POST", JSON, "{\"vlan_ids\": [" + "1,".repeat(50) + "1]}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.post(PAGE, "vlans", "1 ".repeat(5_000), "grace_days", "0")
                        .status())
                .isEqualTo(400);
        assertThat(admin.post(PAGE, "vlans", "\u0661\u0662", "grace_days", "\u0663")
                        .status())
                .as("digits of other scripts")
                .isEqualTo(400);
        assertThat(admin.post(PAGE, "vlans", "<script>", "grace_days", "0").text())
                .doesNotContain("<script>\"");
        assertThat(admin.post(
                                PAGE,
                                "header",
                                "1",
                                "header_url",
                                stand.url("/members"),
                                "header_name",
                                "X-Key",
                                "header_password",
                                "v".repeat(4097))
                        .status())
                .isEqualTo(400);
        assertThat(settings()).isEqualTo(before);
    }
}
