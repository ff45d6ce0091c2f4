package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.peerage.access.Accounts;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.accounts.keys.KeyNotices;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.testing.Waiting;

/** What owners of keys learn of them, and what a narrowed key may do. */
class KeyLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Started
    private static RunningServer server;

    private static long user(String name) {
        return server.accounts().load().user(name).orElseThrow().id();
    }

    private static ApiKey make(String name, Duration life) throws Exception {
        long end = server.clock().instant().plus(life).getEpochSecond();
        ApiKey key = server.accounts()
                .addKey(new NewKey(
                        new StoredKey.Owner.UserOwner(user(name)),
                        "script",
                        null,
                        false,
                        StoredKey.KeyStatus.ACTIVE,
                        end,
                        List.of(),
                        Map.of()));
        tellTheServer();
        return key;
    }

    /** The server hears of what was done beside it with the next change of its own. */
    private static void tellTheServer() throws Exception {
        PageClient person = PageClient.signedIn(server, "emptyadmin");
        person.get("/profile/account");
        person.post("/profile/name", "first_name", "E" + System.nanoTime(), "last_name", "A");
    }

    private static TestResponse get(ApiKey key, String path) throws Exception {
        return server.send("", "GET", path, "", "Authorization", "Api-Key " + key.reveal());
    }

    @Test
    void answersWarnOfAKeyThatEndsWithinTwoWeeks() throws Exception {
        ApiKey ending = make("plain", Duration.ofDays(10));
        ApiKey lasting = make("plain", Duration.ofDays(20));

        for (String path : List.of("/api/net/1", "/api/net?limit=1", "/api/org", "/api/ix/1")) {
            TestResponse warned = get(ending, path);
            assertThat(warned.json().at("/meta/warnings/0").asString()).as(path).startsWith("This API key ends at");
            assertThat(get(lasting, path).json().path("meta").has("warnings"))
                    .as(path)
                    .isFalse();
            assertThat(warned.json().path("data"))
                    .isEqualTo(get(lasting, path).json().path("data"));
        }
    }

    @Test
    void ownersAreToldOnceTwoWeeksAndThreeDaysBeforeTheEnd() throws Exception {
        ApiKey key = make("scratchnets", Duration.ofDays(30));
        Accounts accounts = new Accounts(server.accounts());
        KeyNotices now = new KeyNotices(accounts, server.database().source(), server.clock());
        now.send();
        assertThat(mails("scratchnets", key)).isZero();

        for (int day : new int[] {17, 17, 28, 28}) {
            new KeyNotices(accounts, server.database().source(), Clock.offset(server.clock(), Duration.ofDays(day)))
                    .send();
        }

        assertThat(outbox("%" + key.prefix() + "%expires soon%") + outbox("%expires soon%" + key.prefix() + "%"))
                .isEqualTo(2);
    }

    @Test
    void ownersAreToldInTheLanguageOfTheirAccount() throws Exception {
        PageClient owner = PageClient.signedIn(server, "unitedmember");
        owner.get("/profile");
        owner.post("/i18n/setlang/", "language", "de");
        ApiKey key = make("unitedmember", Duration.ofDays(30));

        new KeyNotices(
                        new Accounts(server.accounts()),
                        server.database().source(),
                        Clock.offset(server.clock(), Duration.ofDays(28)))
                .send();

        assertThat(outbox("%läuft bald ab%" + key.prefix() + "%")).isEqualTo(1);
    }

    private static long mails(String name, ApiKey key) {
        return server.mails().mailsTo(name + "@people.example.net").stream()
                .filter(mail -> mail.contains(key.prefix()) && mail.contains("expires soon"))
                .count();
    }

    private static long outbox(String like) throws Exception {
        try (var connection = server.database().source().getConnection();
                var query = connection.prepareStatement("select count(*) from outbox where payload like ?")) {
            query.setString(1, like);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void leakedKeysAreRevokedAndTheirOwnersTold() throws Exception {
        ApiKey whole = make("plain", Duration.ofDays(100));
        ApiKey hashed = make("plain", Duration.ofDays(100));
        String digest = HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(hashed.reveal().getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        TestResponse first = report(whole.reveal());
        TestResponse second = report(digest);
        TestResponse unknown = report("0".repeat(64));

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(unknown.text()).isEqualTo(first.text());
        awaitStatus(whole, 401);
        awaitStatus(hashed, 401);
        new KeyNotices(new Accounts(server.accounts()), server.database().source(), server.clock()).send();
        Waiting.until(PATIENCE, () -> outbox("%" + whole.prefix() + "%is revoked%") > 0);
    }

    private static TestResponse report(String key) throws Exception {
        return server.send("", "POST", "/api/keys/report-leak", "{\"key\": \"" + key + "\"}");
    }

    private static void awaitStatus(ApiKey key, int status) throws Exception {
        Waiting.until(PATIENCE, () -> get(key, "/api/net/1").status() == status);
    }

    @Test
    void narrowedKeysDoNoMoreThanWhatWasChosen() throws Exception {
        ApiKey key = make("borealisadmin", Duration.ofDays(100));
        String net = server.send("", "GET", "/api/net?org_id=2&limit=1", "")
                .json()
                .at("/data/0/id")
                .toString();
        assertThat(rename(key, "net/" + net, "Renamed once")).isEqualTo(200);

        assertThat(server.accounts().setKeyScope(key.prefix(), new KeyScope(Set.of(3L), Set.of())))
                .isTrue();
        tellTheServer();
        assertThat(rename(key, "net/" + net, "Renamed twice")).isEqualTo(401);

        assertThat(server.accounts().setKeyScope(key.prefix(), new KeyScope(Set.of(2L), Set.of("facility"))))
                .isTrue();
        tellTheServer();
        assertThat(rename(key, "net/" + net, "Renamed thrice")).isEqualTo(401);

        assertThat(server.accounts().setKeyScope(key.prefix(), new KeyScope(Set.of(2L), Set.of("network"))))
                .isTrue();
        tellTheServer();
        assertThat(rename(key, "net/" + net, "Renamed at last")).isEqualTo(200);
        assertThat(server.send(
                                "",
                                "POST",
                                "/api/org/2/users/add",
                                "{\"user_email\": \"plain@people.example.net\"}",
                                "Authorization",
                                "Api-Key " + key.reveal())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void keysAreLimitedFromTheStartAndListsTellWhenTheyEnd() throws Exception {
        PageClient owner = PageClient.signedIn(server, "borealisadmin");
        owner.get("/profile");
        String[] form = {"name", "narrow", "readonly", "false", "lasts", "10", "kind", "facility", "organization", "2"};

        assertThat(owner.post("/profile/keys", form).status()).isEqualTo(303);
        String page = owner.get("/profile").text();
        form[9] = "42"; // not theirs: a key without the limit would be for all
        TestResponse refused = owner.post("/profile/keys", form);
        form[9] = "2";
        form[7] = "facilities"; // not known: the key would be for all kinds
        TestResponse alsoRefused = owner.post("/profile/keys", form);

        assertThat(page).contains("Read/write, limited", "ends in 10 days");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Choose organizations that you belong to, and kinds of the list.");
        assertThat(alsoRefused.status()).isEqualTo(400);
        StoredKey made = server.accounts().load().keysOf(new StoredKey.Owner.UserOwner(user("borealisadmin"))).stream()
                .filter(key -> key.name().equals("narrow"))
                .findAny()
                .orElseThrow();
        for (String[] unknown : new String[][] {{"organization", "42"}, {"kind", "facilities"}}) {
            assertThat(owner.post("/profile/keys/details", "prefix", made.prefix(), unknown[0], unknown[1])
                            .status())
                    .isEqualTo(403);
        }
        assertThat(server.accounts().load().key(made.prefix()).orElseThrow().scope())
                .isEqualTo(new KeyScope(Set.of(2L), Set.of("facility")));
    }

    @Test
    void keysHaveNamesOfOneLineAndLimitsThatAreUnderstood() throws Exception {
        PageClient owner = PageClient.signedIn(server, "borealisadmin");
        owner.get("/profile");

        for (String name : List.of("", " \u200b", "x".repeat(151), "two\nlines", "\u202egnp.exe")) {
            assertThat(owner.post("/profile/keys", "name", name, "lasts", "30").status())
                    .as(name)
                    .isEqualTo(400);
            TestResponse refused = owner.post("/user_keys/add", "name", name, "readonly", "true");
            assertThat(refused.status()).as(name).isEqualTo(400);
            assertThat(refused.json().has("name")).as(refused.text()).isTrue();
            TestResponse ofOrganization =
                    owner.post("/org_admin/manage_key/add", "org_id", "2", "name", name, "email", "noc@example.net");
            assertThat(ofOrganization.json().has("name"))
                    .as(ofOrganization.text())
                    .isTrue();
        }
        String networks = "192.0.2.1 ".repeat(101);
        assertThat(owner.post("/profile/keys", "name", "k", "lasts", "a year").status())
                .isEqualTo(400);
        assertThat(owner.post("/profile/keys", "name", "k", "lasts", "30", "networks", networks)
                        .text())
                .contains("Enter no more than 100 IP ranges.");
    }

    @Test
    void readOnlyIsUnderstoodHoweverScriptsWriteIt() throws Exception {
        PageClient owner = PageClient.signedIn(server, "borealisadmin");
        owner.get("/profile");

        for (String yes : List.of("true", "True", "1")) {
            assertThat(owner.post("/user_keys/add", "name", "k", "readonly", yes)
                            .json()
                            .path("readonly")
                            .asBoolean())
                    .as(yes)
                    .isTrue();
        }
        for (String no : List.of("false", "on")) {
            assertThat(owner.post("/user_keys/add", "name", "k", "readonly", no)
                            .json()
                            .path("readonly")
                            .asBoolean())
                    .as(no)
                    .isFalse();
        }
    }

    @Test
    void peopleAndOrganizationsHaveAHundredKeysThatWork() throws Exception {
        PageClient admin = PageClient.signedIn(server, "otheradmin");
        admin.get("/profile");
        long organization = server.accounts().load().user("otheradmin").orElseThrow().organizations().keySet().stream()
                .findFirst()
                .orElseThrow();
        String org = Long.toString(organization);
        for (int i = 0; i < 100; i++) {
            server.accounts().addKey(NewKey.ofUser(user("otheradmin"), "many", true));
            server.accounts().addKey(NewKey.ofOrganization(organization, "many", "noc@example.net", Map.of()));
        }
        ApiKey own = make("otheradmin", Duration.ofDays(-1)); // ended: it does not count
        String tooMany = "keys already. Revoke one first.";
        List<StoredKey> keys = server.accounts().load().keysOf(new StoredKey.Owner.OrganizationOwner(organization));

        assertThat(own.prefix()).isNotEmpty();
        assertThat(admin.post("/profile/keys", "name", "k", "lasts", "30").text())
                .contains(tooMany);
        assertThat(admin.post("/user_keys/add", "name", "k").text()).contains(tooMany);
        assertThat(admin.post("/org_admin/" + org + "/keys", "name", "k", "email", "noc@example.net", "lasts", "30")
                        .text())
                .contains(tooMany);
        assertThat(admin.post("/org_admin/manage_key/add", "org_id", org, "name", "k", "email", "noc@example.net")
                        .text())
                .contains(tooMany);
        assertThat(admin.post(
                                "/org_admin/" + org + "/keys/rotate",
                                "prefix",
                                keys.getFirst().prefix())
                        .text())
                .contains(tooMany);
    }

    private static int rename(ApiKey key, String path, String name) throws Exception {
        var row = get(key, "/api/" + path).json().at("/data/0");
        return server.send(
                        "",
                        "PUT",
                        "/api/" + path,
                        "{\"org_id\": " + row.path("org_id") + ", \"asn\": " + row.path("asn") + ", \"name\": \"" + name
                                + "\"}",
                        "Authorization",
                        "Api-Key " + key.reveal())
                .status();
    }

    @Test
    void keysHaveALogOfTheirOwnAndTellOfNewNetworks() throws Exception {
        ApiKey key = make("unitedmember", Duration.ofDays(100));
        Accounts accounts = new Accounts(server.accounts());
        StoredKey stored = accounts.current().key(key.prefix()).orElseThrow();
        KeyActivity activity = new KeyActivity(accounts, server.database().source(), server.clock());
        for (int i = 0; i < KeyActivity.MAX_REQUESTS + 5; i++) {
            activity.record("user-key:" + key.prefix(), "GET", "/api/net/" + i, 200, "192.0.2.7");
        }
        activity.flush();
        activity.record("user-key:" + key.prefix(), "GET", "/api/net/1", 404, "198.51.100.7");
        activity.flush();

        List<KeyActivity.KeyRequest> log = activity.of(stored);

        assertThat(log).hasSize(KeyActivity.MAX_REQUESTS);
        assertThat(log.getFirst().status()).isEqualTo(404);
        assertThat(outbox("%198.51.100.7%")).isEqualTo(1);
        assertThat(outbox("%used from 192.0.2.7%")).isZero();
    }
}
