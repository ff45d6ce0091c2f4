package org.peerage.web.imports;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;

/** Settings of feeds against those who want to read or change what is not theirs. */
class FeedSettingsSecurityTest {
    private static final String PAGE = "/ix/19/imports/settings";
    private static final String JSON = "/import/ixlan/19/ixf/settings";
    private static final String OWNER = "org:41/full";
    private static final String SECRET = "Bearer quite-a-secret";

    private static FeedStand stand;
    private static RunningServer server;
    private static PageClient admin;

    @BeforeAll
    static void start() throws Exception {
        stand = FeedStand.start();
        server = RunningServer.start(ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")));
        stand.answer("/members", 200, "{\"version\": \"1.0\", \"member_list\": []}");
        url(stand.url("/members"));
        TestResponse set = server.send(OWNER, "POST", JSON, """
                {"request_header": {"name": "Authorization", "value": "%s", "url": "%s"}}""".formatted(SECRET, stand.url("/members")));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        admin = PageClient.signedIn(server, "scratchadmin");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        stand.close();
    }

    private static void url(String url) throws Exception {
        server.save(OWNER, "ixlan/19", "ixf_ixp_member_list_url", url);
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

        TestResponse wrong = admin.post(
                PAGE, "key", "1", "public_key", key.pem().replace("PUBLIC", "PRIVATE"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("This is a private key").doesNotContain(key.pem().substring(40, 70));
        assertThat(admin.post(PAGE, "key", "1", "public_key", "rsa").text()).contains("not a public key in PEM");
        assertThat(admin.post(PAGE, "key", "1", "public_key", key.pem()).status()).isEqualTo(303);
        assertThat(admin.get(PAGE).text()).contains("P-256 is pinned, since", "No list has been verified with the key");
        assertThat(admin.get("/ix/19/imports").text()).contains("No list has been verified with the key");
        assertThat(settings()).contains("\"signing_key\":{\"pem\":\"" + pem, "\"fingerprint\":\"SHA256:");
        assertThat(admin.get("/ix/19/imports/preview").text()).contains("The signature of the list could not be fetched");
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
