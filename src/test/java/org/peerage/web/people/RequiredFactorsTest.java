package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.testing.Mailbox;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Who must set up a second factor, and what passwords are worth then (docs/spec/identity.md §9). */
class RequiredFactorsTest {
    @Started
    private static RunningServer server;

    private static final String BASIC = basic("plain", "plain-Passw0rd!");

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static void set(RunningServer server, Setting setting, String value) throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/staff/settings");
        TestResponse saved = superuser.post(
                "/staff/settings", "sign_up", "on", setting.name().toLowerCase(java.util.Locale.ROOT), value);
        assertThat(saved.status()).isEqualTo(303);
    }

    private static String today(RunningServer server) {
        return LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC).toString();
    }

    @Test
    void hardStartClosesPagesAndEndsPasswordsAtTheApi() throws Exception {
        try (RunningServer own = RunningServer.start()) { // nobody without a factor could set it back
            assertThatPagesAndPasswordsEnd(own);
        }
    }

    private static void assertThatPagesAndPasswordsEnd(RunningServer server) throws Exception {
        PageClient person = PageClient.signedIn(server, "plain");
        assertThat(person.get("/net/1").status()).isEqualTo(200);

        set(server, Setting.FACTORS_HARD_START, today(server));
        TestResponse closed = person.get("/net/1");
        TestResponse basic = server.send("", "GET", "/api/net?limit=1", "", "Authorization", BASIC);

        assertThat(closed.status()).isEqualTo(302);
        assertThat(closed.header("Location")).isEqualTo("/account/two_factor/");
        assertThat(person.get("/account/two_factor/").text()).contains("Everybody needs a second factor");
        assertThat(PageClient.signedIn(server, "unverified").get("/net/1").status())
                .isEqualTo(200);
        assertThat(basic.status()).isEqualTo(403);
        assertThat(basic.text()).contains("please switch to API key authentication");
        assertThat(server.send("user:plain/ro", "GET", "/api/net?limit=1", "").status())
                .isEqualTo(200);
    }

    @Test
    void softStartBindsNewAccountsAndWarns() throws Exception {
        set(server, Setting.FACTORS_SOFT_START, today(server));

        assertThat(server.send("", "GET", "/api/net?limit=1", "", "Authorization", BASIC)
                        .header("X-Auth-Warning"))
                .startsWith("Basic authentication will soon be deprecated");
        assertThat(server.send("user:plain/ro", "GET", "/api/net?limit=1", "").header("X-Auth-Warning"))
                .isEmpty();
    }

    @Test
    void organizationsThatWantPasskeysLetNobodyInWithoutOne() throws Exception {
        server.accounts()
                .organizations()
                .setPolicy(
                        42,
                        new OrganizationPolicy(
                                false, List.of(), null, 0, new OrganizationPolicy.SignInRules(true, false, false)));
        // The server hears of it with the next change of its own.
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/profile");
        superuser.post("/profile/name", "first_name", "S", "last_name", "U");
        PageClient member = PageClient.signedIn(server, "otheradmin");

        assertThat(member.get("/org_admin/42").header("Location")).isEqualTo("/account/two_factor/");
        assertThat(member.get("/account/two_factor/").text()).contains("requires passkey authentication");
        TestResponse basic = server.send(
                "", "GET", "/api/net?limit=1", "", "Authorization", basic("otheradmin", "otheradmin-Passw0rd!"));
        assertThat(basic.status()).isEqualTo(403);
        assertThat(basic.text()).contains("requires passkey authentication");
        assertThat(server.send("", "GET", "/api/net?limit=1", "", "Authorization", basic("otheradmin", "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(PageClient.signedIn(server, "plain").get("/profile").status())
                .isEqualTo(200);
    }

    @Test
    void lostFactorsAreTakenOffByALinkAndThePassword() throws Exception {
        long user = server.accounts().load().user("scratchnets").orElseThrow().id();
        try (var connection = server.database().source().getConnection();
                var insert = connection.prepareStatement(
                        "insert into authenticator (user_id, name, secret, confirmed, created, last_step)"
                                + " values (?, 'app', 'JBSWY3DPEHPK3PXP', ?, 0, 0)")) {
            insert.setLong(1, user);
            insert.setBoolean(2, true);
            insert.executeUpdate();
        }
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/profile");
        superuser.post("/profile/name", "first_name", "S", "last_name", "Two");
        superuser.get("/staff/users/" + user);
        assertThat(superuser.post("/staff/users/" + user + "/factors").status()).isEqualTo(303);
        String link = Mailbox.link(server.mails().await("scratchnets@people.example.net", "/account/recover/"));
        PageClient person = PageClient.anonymous(server);
        String token = person.get(link).hidden("token");

        assertThat(person.post("/account/recover/", "token", token, "password", "wrong")
                        .status())
                .isEqualTo(403);
        TestResponse done = person.post("/account/recover/", "token", token, "password", "scratchnets-Passw0rd!");

        assertThat(done.header("Location")).isEqualTo("/account/two_factor/");
        assertThat(person.get(link).status()).isEqualTo(400);
        assertThat(PageClient.anonymous(server)
                        .signIn("scratchnets", "scratchnets-Passw0rd!")
                        .header("Location"))
                .doesNotContain("second");
        server.mails().await("scratchnets@people.example.net", "all second factors were removed");
    }
}
