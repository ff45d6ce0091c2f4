package org.peerage.web.people;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.accounts.Totp;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.Browser;
import org.peerage.testing.Mailbox;
import org.peerage.testing.MovedClock;
import org.peerage.testing.RunningServer;

/** People in a browser, from signing up to closing the door. */
class AccountStoryTest {
    private static final String PASSWORD = "nine silver lanterns";
    private static final MovedClock CLOCK = new MovedClock();

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static Browser browser;
    private static Mailbox mails;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder, ServeSettings.unlimited(), CLOCK);
        mails = new Mailbox(folder.resolve("outbox"));
        browser = Browser.open();
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        server.close();
    }

    private static void fillSignUp(Page page, String name) {
        page.navigate("/register");
        page.getByLabel("Username").fill(name);
        page.getByLabel("E-mail").fill(name + "@people.example.net");
        page.getByLabel("First name").fill("Ada");
        page.getByLabel("Last name").fill("Lovelace");
        page.getByLabel("Password, 12").fill(PASSWORD);
        page.getByLabel("Password again").fill(PASSWORD);
    }

    private static void openLink(Page page, String name) {
        page.navigate(Mailbox.link(mails.await(name + "@people.example.net", "/verify?token=")));
        assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Your address is confirmed");
    }

    private static void signIn(Page page, String name, String password) {
        page.navigate("/account/login/");
        page.getByLabel("Username or e-mail").fill(name);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
        button(page, "Sign in").click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static int status(String method, String path, String key, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Authorization", "Api-Key " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String makeKey(Page page, String name) {
        page.getByLabel("What it is for").fill(name);
        page.getByLabel("Read-only").check();
        button(page, "Make the key").click();
        return page.locator("#secret").textContent();
    }

    @Test
    void fromSigningUpToARevokedKey() throws Exception {
        try (Page page = browser.page(server.address())) {
            fillSignUp(page, "ada");
            button(page, "Sign up").click();
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Please look into your mail");
            openLink(page, "ada");
            signIn(page, "ada@people.example.net", PASSWORD);

            String key = makeKey(page, "laptop");
            assertThat(status("GET", "/api/net?limit=1", key, "")).isEqualTo(200);
            assertThat(status("DELETE", "/api/net/1", key, ""))
                    .as("a read-only key doesn't write")
                    .isIn(401, 403);
            assertThat(mails.await("ada@people.example.net", "new API key")).contains(key.substring(0, 11));
            Browser.assertAccessible(page);

            page.navigate("/profile");
            assertThat(page.content()).doesNotContain(key);
            link(page, "Rotate laptop").click();
            Browser.assertAccessible(page);
            page.getByLabel("The old key works for").selectOption("1");
            button(page, "Make the new key").click();
            String next = page.locator("#secret").textContent();
            assertThat(status("GET", "/api/net?limit=1", key, ""))
                    .as("in the overlap")
                    .isEqualTo(200);
            assertThat(status("GET", "/api/net?limit=1", next, "")).isEqualTo(200);
            CLOCK.forward(Duration.ofMinutes(61));
            assertThat(status("GET", "/api/net?limit=1", key, ""))
                    .as("after the overlap")
                    .isEqualTo(401);

            page.navigate("/profile");
            page.locator("a[href$='prefix=" + next.substring(0, 11) + "']")
                    .last()
                    .click();
            Browser.assertAccessible(page);
            button(page, "Revoke the key").click();
            assertThat(status("GET", "/api/net?limit=1", next, "")).isEqualTo(401);
        }
        browser.assertNoComplaints();
    }

    @Test
    void withoutScripts() throws Exception {
        try (Page page = browser.pageWithoutScripts(server.address())) {
            fillSignUp(page, "noscript");
            CLOCK.forward(Duration.ofSeconds(6));
            button(page, "Sign up").click();
            openLink(page, "noscript");
            signIn(page, "noscript", PASSWORD);
            String key = makeKey(page, "script-free");
            assertThat(status("GET", "/api/net?limit=1", key, "")).isEqualTo(200);

            page.navigate("/account/two_factor/");
            button(page, "Add an app").click();
            String secret = page.locator("#totp-secret").textContent().replace(" ", "");
            page.locator("#code").fill(Totp.code(secret, CLOCK.instant().getEpochSecond()));
            button(page, "Add the app").click();
            String codes = page.locator("#backup-codes").textContent();
            assertThat(codes.lines()).hasSize(10);
            button(page, "Sign out").click();

            signIn(page, "noscript", PASSWORD);
            page.getByLabel("Code of your app").fill(codes.lines().findFirst().orElseThrow());
            button(page, "Go on").click();
            assertThat(page).hasURL(server.address() + "/profile");
        }
        browser.assertNoComplaints();
    }

    @Test
    void byKeyboardAlone() {
        try (Page page = browser.page(server.address())) {
            page.navigate("/account/login/");
            page.getByLabel("Username or e-mail").focus();
            page.keyboard().type("plain");
            page.keyboard().press("Tab");
            page.keyboard().type("plain-Passw0rd!");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(server.address() + "/profile");

            page.getByLabel("What it is for").focus();
            page.keyboard().type("by keyboard");
            page.keyboard().press("Enter");

            assertThat(page.locator("#secret")).hasText(java.util.regex.Pattern.compile("prg.{8}\\..{49}"));
        }
    }

    @Test
    void everyPageOfAnAccountIsAccessibleAndFitsATelephone() {
        try (Page page = browser.narrowPage(server.address())) {
            signIn(page, "scratchadmin", "scratchadmin-Passw0rd!");
            for (String path : new String[] {
                "/profile",
                "/profile/account",
                "/profile/sessions",
                "/profile/close",
                "/account/two_factor/",
                "/account/confirm/",
                "/change-password"
            }) {
                page.navigate(path);
                Browser.assertAccessible(page);
                Browser.assertNoSidewaysScrolling(page);
            }
            page.navigate("/account/two_factor/");
            button(page, "Add an app").click();
            assertThat(page.locator("svg.qr")).isVisible();
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
        }
        browser.assertNoComplaints();
    }

    /** The name, since passkeys are bound to names. */
    private static String named() {
        return server.address().replace("127.0.0.1", "localhost");
    }

    @Test
    void aPasskeySignsInOnItsOwn() {
        try (Page page = browser.page(named())) {
            addDevice(page);
            signIn(page, "otheradmin", "otheradmin-Passw0rd!");
            page.navigate("/account/two_factor/");
            page.getByLabel("Name of the new passkey").fill("Virtual key");
            button(page, "Add a passkey").click();
            assertThat(page.locator("#backup-codes")).isVisible();
            page.navigate("/account/two_factor/");
            assertThat(page.getByText("Virtual key")).isVisible();
            button(page, "Sign out").click();

            page.navigate("/account/login/");
            button(page, "Sign in with a passkey").click();
            assertThat(page).hasURL(named() + "/profile");
            button(page, "Sign out").click();

            signIn(page, "otheradmin", "otheradmin-Passw0rd!");
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Second step");
            Browser.assertAccessible(page);
            button(page, "Use a passkey").click();
            assertThat(page).hasURL(named() + "/profile");
        }
        browser.assertNoComplaints();
    }

    private static void addDevice(Page page) {
        CDPSession devices = page.context().newCDPSession(page);
        devices.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject device = new JsonObject();
        device.add("options", options);
        devices.send("WebAuthn.addVirtualAuthenticator", device);
    }
}
