package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.accounts.factors.Totp;
import org.peerage.store.Sql;
import org.peerage.testing.Mailbox;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** What people with bad intentions try with the pages of accounts. */
class AccountSecurityTest {
    private static final String LONG = "nine silver lanterns";

    @Started
    private static RunningServer server;

    private static PageClient tab() {
        return PageClient.anonymous(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account/login/",
                "/account/login/second/",
                "/account/login/passkey",
                "/account/confirm/",
                "/account/two_factor/app",
                "/account/two_factor/app/confirm",
                "/account/two_factor/passkey",
                "/account/two_factor/codes",
                "/account/two_factor/remove",
                "/register",
                "/verify",
                "/first-admin",
                "/reset-password",
                "/username-retrieve",
                "/change-password",
                "/logout",
                "/profile/keys",
                "/profile/keys/revoke",
                "/profile/keys/rotate",
                "/profile/name",
                "/profile/username",
                "/profile/emails/add",
                "/profile/emails/send",
                "/profile/emails/primary",
                "/profile/emails/remove",
                "/profile/sessions/end",
                "/profile/devices/forget",
                "/profile/verify",
                "/profile/close",
                "/user_keys/add",
                "/user_keys/revoke",
            })
    void crossSiteFormIsRefused(String path) throws Exception {
        PageClient tab = PageClient.signedIn(server, "plain");

        assertThat(tab.postWithToken("", path).status()).isEqualTo(403);
        assertThat(tab.postWithToken("of-another-browser", path).status()).isEqualTo(403);
        assertThat(tab.get("/profile").status()).as("still signed in").isEqualTo(200);
    }

    @Test
    void sessionFixationIsPrevented() throws Exception {
        PageClient attacker = PageClient.signedIn(server, "otheradmin");
        String planted = attacker.cookie("peerage_session").orElseThrow();
        PageClient victim = tab();
        victim.setCookie("peerage_session", "planted-and-unknown");

        victim.signIn("plain", "plain-Passw0rd!");

        assertThat(victim.cookie("peerage_session").orElseThrow())
                .isNotEqualTo("planted-and-unknown")
                .isNotEqualTo(planted)
                .hasSizeGreaterThan(40);
    }

    @Test
    void sessionCookieIsHttpOnlyAndSameSite() throws Exception {
        PageClient tab = tab();
        TestResponse page = tab.signIn("plain", "plain-Passw0rd!");

        assertThat(page.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("peerage_session=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Lax")
                        && cookie.contains("Path=/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "http:evil.example",
                " //evil.example",
            })
    void loginRedirectsStayOnThisSite(String next) throws Exception {
        PageClient tab = tab();
        tab.get("/account/login/");

        TestResponse page =
                tab.post("/account/login/", "username", "plain", "password", "plain-Passw0rd!", "next", next);

        assertThat(page.header("Location")).isEqualTo("/profile");
    }

    @Test
    void wrongNameAndAWrongPasswordLookTheSame() throws Exception {
        PageClient tab = tab();
        tab.get("/account/login/");

        TestResponse known = tab.post("/account/login/", "username", "plain", "password", "wrong password");
        TestResponse unknown = tab.post("/account/login/", "username", "plaim", "password", "wrong password");

        assertThat(unknown.status()).isEqualTo(known.status());
        assertThat(masked(unknown.text()))
                .isEqualTo(masked(known.text().replace("value=\"plain\"", "value=\"plaim\"")));
    }

    /** Without what differs from page to page anyway. */
    private static String masked(String page) {
        return page.replaceAll("[A-Za-z0-9_-]{32}\\.[A-Za-z0-9_-]{43}", "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reset-password", "/username-retrieve"})
    void passwordResetDoesNotRevealAccounts(String path) throws Exception {
        PageClient tab = tab();
        tab.get(path);

        TestResponse known = tab.post(path, "email", "plain@people.example.net");
        tab.get(path);
        TestResponse unknown = tab.post(path, "email", "nobody@people.example.net");

        assertThat(unknown.status()).isEqualTo(known.status());
        assertThat(unknown.text()).isEqualTo(known.text());
        assertThat(server.mails().await("plain@people.example.net", "Your username is plain"))
                .contains("plain");
        assertThat(server.mails().mailsTo("nobody@people.example.net")).isEmpty();
    }

    @Test
    void signUpDoesNotRevealAccounts() throws Exception {
        TestResponse known = signUp(tab(), "newcomer1", "plain@people.example.net");
        TestResponse unknown = signUp(tab(), "newcomer2", "newcomer2@people.example.net");

        assertThat(known.status()).isEqualTo(200);
        assertThat(masked(known.text())).isEqualTo(masked(unknown.text()));
        assertThat(known.headers().allValues("Set-Cookie"))
                .hasSameSizeAs(unknown.headers().allValues("Set-Cookie"));
        assertThat(server.mails().await("plain@people.example.net", "already has an account"))
                .isNotEmpty();
    }

    @Test
    void programThatOpensLinksInMailConfirmsNothing() throws Exception {
        signUp(tab(), "scanned", "scanned@people.example.net");
        String link = Mailbox.link(server.mails().await("scanned@people.example.net", "/verify?token="));
        PageClient elsewhere = tab();

        String token = elsewhere.get(link).hidden("token");
        PageClient person = tab();
        person.signIn("scanned", LONG);
        assertThat(person.get("/profile").text()).contains("not confirmed yet");
        assertThat(elsewhere.post("/verify", "token", token).text())
                .contains("Your email address is confirmed", "<a class=\"button\" href=\"/account/login/\">");

        assertThat(person.get("/profile").text()).doesNotContain("not confirmed yet");
    }

    @Test
    void mailedLinkSetsANewPasswordAndEndsAllSessions() throws Exception {
        PageClient before = tab();
        signUp(before, "forgetful", "forgetful@people.example.net");
        before.signIn("forgetful", LONG);
        PageClient tab = tab();
        tab.get("/reset-password");
        tab.post("/reset-password", "email", "forgetful@people.example.net");
        String link = Mailbox.link(server.mails().await("forgetful@people.example.net", "/reset-password?token="));
        String token = tab.get(link).hidden("token");
        String fresh = "eleven copper kettles";

        assertThat(tab.post("/reset-password", "token", token, "password", "short", "password_again", "short")
                        .status())
                .isEqualTo(400);
        TestResponse done = tab.post("/reset-password", "token", token, "password", fresh, "password_again", fresh);
        assertThat(done.status()).isEqualTo(303);
        assertThat(tab.get(done.header("Location")).text()).contains("Your password is changed.");

        assertThat(tab.get(link).status()).isEqualTo(400);
        assertThat(tab.get(link).text()).contains("href=\"/reset-password\"");
        assertThat(before.get("/profile").status()).isEqualTo(302);
        assertThat(tab().signIn("forgetful", fresh).status()).isEqualTo(303);
    }

    private static TestResponse signUp(PageClient tab, String username, String email) throws Exception {
        String word = tab.get("/register").hidden("word");
        server.clock().forward(Duration.ofSeconds(6));
        return tab.post(
                "/register",
                "word",
                word,
                "username",
                username,
                "email",
                email,
                "first_name",
                "<script>alert(1)</script>",
                "last_name",
                "\"'><img src=x onerror=alert(1)>",
                "password",
                LONG,
                "password_again",
                LONG);
    }

    @Test
    void botsThatFillInEverythingMakeNoAccount() throws Exception {
        PageClient tab = tab();
        String word = tab.get("/register").hidden("word");

        TestResponse quick = tab.post(
                "/register",
                "word",
                word,
                "username",
                "bot1",
                "email",
                "bot1@x.example.net",
                "password",
                LONG,
                "password_again",
                LONG);
        server.clock().forward(Duration.ofSeconds(6));
        TestResponse trapped = tab.post(
                "/register",
                "word",
                word,
                "username",
                "bot1",
                "email",
                "bot1@x.example.net",
                "password",
                LONG,
                "password_again",
                LONG,
                "homepage",
                "https://bot.example");

        assertThat(quick.status()).isEqualTo(400);
        assertThat(trapped.status()).isEqualTo(200);
        assertThat(tab().signIn("bot1", LONG).status()).isEqualTo(403);
    }

    @Test
    void namesAreTextAndNothingElse() throws Exception {
        PageClient tab = tab();
        signUp(tab, "scripted", "scripted@people.example.net");
        tab.signIn("scripted", LONG);

        for (String path : new String[] {"/profile", "/profile/account", "/profile/sessions", "/account/two_factor/"}) {
            assertThat(tab.get(path).text()).doesNotContain("<script>alert").doesNotContain("<img src=x");
        }
        assertThat(tab.get("/profile").text()).contains("&lt;script&gt;alert(1)");
    }

    @Test
    void browserNamedInMarkupIsShownAsWords() throws Exception {
        String login = server.url() + "/account/login/";
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> page =
                http.send(HttpRequest.newBuilder(URI.create(login)).build(), HttpResponse.BodyHandlers.ofString());
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        String body = "username=otheradmin&password=wrong&csrfmiddlewaretoken=" + cookie.replaceAll(".*=", "");
        http.send(
                HttpRequest.newBuilder(URI.create(login))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", cookie)
                        .header("User-Agent", "<b>Firefox/1</b>")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        String shown = PageClient.signedIn(server, "otheradmin")
                .get("/profile/sessions")
                .text();

        assertThat(shown)
                .contains("Refused: wrong password")
                .contains("Firefox")
                .doesNotContain("<b>Firefox");
    }

    @Test
    void keysAndSessionsOfOthersAreOutOfReach() throws Exception {
        PageClient owner = PageClient.signedIn(server, "unitedadmin");
        String key = server.key("user:unitedadmin/rw");
        String prefix = key.substring(0, key.indexOf('.'));
        String session = Secret.hash(owner.cookie("peerage_session").orElseThrow());
        PageClient stranger = PageClient.signedIn(server, "plain");

        assertThat(stranger.get("/profile/keys/revoke?prefix=" + prefix).status())
                .isEqualTo(404);
        assertThat(stranger.post("/profile/keys/revoke", "prefix", prefix).status())
                .isEqualTo(404);
        assertThat(stranger.post("/profile/keys/rotate", "prefix", prefix).status())
                .isEqualTo(404);
        assertThat(stranger.post("/user_keys/revoke", "prefix", prefix).status())
                .isEqualTo(404);
        stranger.post("/profile/sessions/end", "session", session);

        assertThat(server.send("user:unitedadmin/rw", "GET", "/api/net?limit=1", "")
                        .status())
                .isEqualTo(200);
        assertThat(owner.get("/profile").status()).isEqualTo(200);
    }

    @Test
    void readOnlyKeyOfWhoeverMayWriteDoesNotWrite() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String network = server.send("", "GET", "/api/net/62", "")
                .json()
                .path("data")
                .path(0)
                .toString();

        assertThat(changed(madeKey(admin, "true"), network)).isEqualTo(401);
        assertThat(changed(madeKey(admin, "false"), network)).isEqualTo(200);
        assertThat(server.mails().await("scratchadmin@people.example.net", "new API key"))
                .isNotEmpty();
    }

    private static String madeKey(PageClient tab, String readonly) throws Exception {
        TestResponse made = tab.post("/user_keys/add", "name", "from a script", "readonly", readonly);
        assertThat(made.status()).isEqualTo(200);
        return made.text().replaceAll("(?s).*\"key\":\\s*\"([^\"]+)\".*", "$1");
    }

    private static int changed(String key, String network) throws Exception {
        return server.send("", "PUT", "/api/net/62", network, "Authorization", "Api-Key " + key)
                .status();
    }

    /** As sessions are named. */
    private static final class Secret {
        static String hash(String text) throws Exception {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void secondFactorIsNeededForLoginAndKeysForWriting() throws Exception {
        PageClient tab = PageClient.signedIn(server, "scratchnets");
        String secret = addApp(tab);

        PageClient fresh = tab();
        TestResponse half = fresh.signIn("scratchnets", "scratchnets-Passw0rd!");
        assertThat(half.header("Location")).startsWith("/account/login/second/");
        assertThat(fresh.get("/profile").status())
                .as("half signed in is not signed in")
                .isEqualTo(302);
        fresh.get("/account/login/second/");
        assertThat(fresh.post("/account/login/second/", "code", "000000x").status())
                .isEqualTo(403);
        server.clock().forward(Duration.ofSeconds(60));
        String code = Totp.code(secret, server.clock().instant().getEpochSecond());
        assertThat(fresh.post("/account/login/second/", "code", code, "device", "on")
                        .status())
                .isEqualTo(303);
        assertThat(fresh.get("/profile").status()).isEqualTo(200);

        PageClient replaying = tab();
        replaying.signIn("scratchnets", "scratchnets-Passw0rd!");
        replaying.get("/account/login/second/");
        assertThat(replaying.post("/account/login/second/", "code", code).status())
                .isEqualTo(403);

        fresh.post("/logout");
        assertThat(fresh.signIn("scratchnets", "scratchnets-Passw0rd!").header("Location"))
                .as("on the remembered device")
                .isEqualTo("/profile");
        assertBasicOnlyReads("scratchnets");
    }

    @Test
    void guessedCodesAreToldAndEndForTheDay() throws Exception {
        PageClient tab = PageClient.signedIn(server, "scratchnodelete");
        String secret = addApp(tab);
        String backup = tab.post("/account/two_factor/codes")
                .text()
                .replaceAll("(?s).*id=\"backup-codes\">([A-Za-z0-9-]+).*", "$1");
        long user =
                server.accounts().load().user("scratchnodelete").orElseThrow().id();

        PageClient guesser = halfSignedIn();
        for (int i = 0; i < 5; i++) {
            guesser.post("/account/login/second/", "code", "not a code");
        }
        assertThat(server.mails().await("scratchnodelete@people.example.net", "wrong codes of its second factor"))
                .isNotEmpty();

        for (int i = 0; i < SecondFactorLoginPages.MAX_WRONG_CODES; i++) {
            change(
                    "insert into audit (at, actor, action, subject, detail, address)"
                            + " values (?, '', 'wrong second factor', ?, '', '')",
                    server.clock().instant().getEpochSecond(),
                    "user:" + user);
        }
        server.clock().forward(Duration.ofSeconds(60));
        String right = Totp.code(secret, server.clock().instant().getEpochSecond());
        PageClient person = halfSignedIn();
        TestResponse refused = person.post("/account/login/second/", "code", right);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Too many codes were wrong today.");
        assertThat(person.post("/account/login/second/", "code", backup).status())
                .as("the way in for who has it")
                .isEqualTo(303);
        change("update audit set at = at - 86401 where subject = ?", "user:" + user);
        assertThat(halfSignedIn().post("/account/login/second/", "code", right).status())
                .as("the day after")
                .isEqualTo(303);
    }

    private static void change(String statement, Object... values) throws Exception {
        Sql.withConnection(server.database().source(), sql -> sql.update(statement, values));
    }

    private static PageClient halfSignedIn() throws Exception {
        PageClient person = tab();
        person.signIn("scratchnodelete", "scratchnodelete-Passw0rd!");
        person.get("/account/login/second/");
        return person;
    }

    private static String addApp(PageClient tab) throws Exception {
        tab.get("/account/two_factor/");
        assertThat(tab.post("/account/two_factor/app", "name", "phone").status())
                .isEqualTo(303);
        String page = tab.get("/account/two_factor/app").text();
        String secret =
                page.replaceAll("(?s).*id=\"totp-secret\">([^<]+)<.*", "$1").replace(" ", "");
        TestResponse codes = tab.post(
                "/account/two_factor/app/confirm",
                "code",
                Totp.code(secret, server.clock().instant().getEpochSecond()));
        assertThat(codes.text()).contains("backup-codes");
        return secret;
    }

    private static void assertBasicOnlyReads(String name) throws Exception {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + name + "-Passw0rd!").getBytes(StandardCharsets.UTF_8));
        var written = server.send("", "POST", "/api/net", "{\"name\": \"x\"}", "Authorization", basic);

        assertThat(written.status()).isEqualTo(403);
        assertThat(written.text())
                .contains("Cannot perform write operations with a MFA enabled account when authenticating with Basic"
                        + " authentication.");
        assertThat(server.send("", "GET", "/api/net?limit=1", "", "Authorization", basic)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void lastSecondFactorGoesWithThePasswordOnly() throws Exception {
        PageClient tab = PageClient.signedIn(server, "scratchonenet");
        addApp(tab);
        String id = tab.get("/account/two_factor/").text().replaceAll("(?s).*two_factor/remove\\?app=([0-9]+).*", "$1");
        tab.get("/account/two_factor/remove?app=" + id);

        assertThat(tab.post("/account/two_factor/remove", "app", id).status()).isEqualTo(403);
        assertThat(tab.get("/account/two_factor/").text()).contains("remove?app=" + id);
        tab.post("/account/two_factor/remove", "app", id, "password", "scratchonenet-Passw0rd!");

        assertThat(tab.get("/account/two_factor/").text()).doesNotContain("remove?app=" + id);
    }

    @Test
    void sensitiveActionsRequireReauthentication() throws Exception {
        PageClient tab = PageClient.signedIn(server, "emptyadmin");
        server.clock().forward(Duration.ofMinutes(16));

        assertThat(tab.post("/profile/emails/add", "email", "other@people.example.net")
                        .header("Location"))
                .isEqualTo("/account/confirm/?next=%2Fprofile%2Faccount");
        assertThat(tab.post("/account/two_factor/app", "name", "x").header("Location"))
                .startsWith("/account/confirm/");
        tab.get("/account/confirm/?next=%2Fprofile%2Faccount");
        assertThat(tab.post("/account/confirm/", "password", "wrong", "next", "/profile/account")
                        .status())
                .isEqualTo(403);
        assertThat(tab.post("/account/confirm/", "password", "emptyadmin-Passw0rd!", "next", "/profile/account")
                        .header("Location"))
                .isEqualTo("/profile/account");
        TestResponse added = tab.post("/profile/emails/add", "email", "other@people.example.net");
        assertThat(added.header("Location")).startsWith("/profile/account?");
        assertThat(tab.get(added.header("Location")).text()).contains("We have sent a link to the address.");
        assertThat(server.mails().await("emptyadmin@people.example.net", "other@people.example.net was added"))
                .isNotEmpty();
    }

    @Test
    void newPasswordEndsOtherSessions() throws Exception {
        PageClient here = PageClient.signedIn(server, "borealisadmin");
        PageClient there = PageClient.signedIn(server, "borealisadmin");
        here.get("/change-password");

        TestResponse changed = here.post(
                "/change-password",
                "old_password",
                "borealisadmin-Passw0rd!",
                "password",
                LONG,
                "password_again",
                LONG);

        assertThat(here.get(changed.header("Location")).text()).contains("Your password is changed.");
        assertThat(there.get("/profile").status()).isEqualTo(302);
        assertThat(tab().signIn("borealisadmin", "borealisadmin-Passw0rd!").status())
                .isEqualTo(403);
    }

    @Test
    void logoutEverywhereEndsThisSessionToo() throws Exception {
        PageClient here = PageClient.signedIn(server, "unitedmember");
        PageClient there = PageClient.signedIn(server, "unitedmember");

        TestResponse ended = here.post("/profile/sessions/end", "all", "everywhere");

        assertThat(here.get(ended.header("Location")).text()).contains("You are signed out on all devices.");
        assertThat(here.get("/profile").status()).isEqualTo(302);
        assertThat(there.get("/profile").status()).isEqualTo(302);
    }

    @Test
    void closedAccountIsGone() throws Exception {
        PageClient tab = tab();
        signUp(tab, "leaving", "leaving@people.example.net");
        tab.signIn("leaving", LONG);
        tab.get("/profile/close");

        assertThat(tab.post("/profile/close", "username", "leaving", "password", "wrong")
                        .status())
                .isEqualTo(403);
        assertThat(tab.post("/profile/close", "username", "leaving", "password", LONG)
                        .header("Location"))
                .isEqualTo("/account/closed");

        assertThat(tab.get("/profile").status()).isEqualTo(302);
        assertThat(tab().signIn("leaving", LONG).status()).isEqualTo(403);
    }

    @Test
    void siteWithAnAdministratorInvitesNobody() throws Exception {
        assertThat(server.invitation()).isEmpty();
        assertThat(tab().get("/first-admin?token=guess").status()).isEqualTo(404);
    }
}
