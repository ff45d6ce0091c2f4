package org.peerage.web.people;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.peerage.accounts.factors.Totp;
import org.peerage.testing.Browser;
import org.peerage.testing.Mailbox;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** People in a browser, from signing up to closing the door. */
class AccountBrowserTest {
    private static final String PASSWORD = "nine silver lanterns";

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static void fillSignUp(Page page, String name) {
        page.navigate("/register");
        page.getByLabel("Username").fill(name);
        page.getByLabel("Email").fill(name + "@people.example.net");
        page.getByLabel("First name").fill("Ada");
        page.getByLabel("Last name").fill("Lovelace");
        page.getByLabel("Password (at least 12").fill(PASSWORD);
        page.getByLabel("Confirm password").fill(PASSWORD);
    }

    private static void openLink(Page page, String name) {
        page.navigate(Mailbox.link(server.mails().await(name + "@people.example.net", "/verify?token=")));
        assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Your email address is confirmed");
    }

    private static void signIn(Page page, String name, String password) {
        page.navigate("/account/login/");
        Browser.signIn(page, name, password);
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static int status(String method, String path, String key, String body) throws Exception {
        return server.send("", method, path, body, "Authorization", "Api-Key " + key)
                .status();
    }

    private static String makeKey(Page page, String name) {
        page.locator("#name").fill(name);
        page.getByLabel("Read-only").check();
        Browser.button(page, "Create API key").click();
        return page.locator("#secret").textContent();
    }

    @Test
    void accountLifecycleWorksInABrowser() throws Exception {
        try (Page page = browser.page(server.url())) {
            fillSignUp(page, "ada");
            Browser.button(page, "Sign up").click();
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Please check your email");
            openLink(page, "ada");
            signIn(page, "ada@people.example.net", PASSWORD);

            String key = makeKey(page, "laptop");
            assertThat(status("GET", "/api/net?limit=1", key, "")).isEqualTo(200);
            assertThat(status("DELETE", "/api/net/1", key, ""))
                    .as("a read-only key doesn't write")
                    .isIn(401, 403);
            assertThat(server.mails().await("ada@people.example.net", "new API key"))
                    .contains(key.substring(0, 11));
            Browser.assertAccessible(page);

            page.navigate("/profile");
            assertThat(page.content()).doesNotContain(key);
            link(page, "Rotate laptop").click();
            Browser.assertAccessible(page);
            page.getByLabel("Keep the old key valid for").selectOption("1");
            Browser.button(page, "Rotate key").click();
            String next = page.locator("#secret").textContent();
            assertThat(status("GET", "/api/net?limit=1", key, ""))
                    .as("in the overlap")
                    .isEqualTo(200);
            assertThat(status("GET", "/api/net?limit=1", next, "")).isEqualTo(200);
            server.clock().forward(Duration.ofMinutes(61));
            assertThat(status("GET", "/api/net?limit=1", key, ""))
                    .as("after the overlap")
                    .isEqualTo(401);

            page.navigate("/profile");
            page.locator("a[href$='prefix=" + next.substring(0, 11) + "']")
                    .last()
                    .click();
            Browser.assertAccessible(page);
            Browser.button(page, "Revoke key").click();
            // What leaves a page must have arrived before the page is closed: chromium may never close it otherwise.
            assertThat(page.locator("details.revoked")).containsText(next.substring(0, 11));
            assertThat(status("GET", "/api/net?limit=1", next, "")).isEqualTo(401);
        }
        browser.assertNoComplaints();
    }

    @Test
    void accountPagesWorkWithoutScripts() throws Exception {
        try (Page page = browser.pageWithoutScripts(server.url())) {
            fillSignUp(page, "noscript");
            server.clock().forward(Duration.ofSeconds(6));
            Browser.button(page, "Sign up").click();
            openLink(page, "noscript");
            signIn(page, "noscript", PASSWORD);
            String key = makeKey(page, "script-free");
            assertThat(status("GET", "/api/net?limit=1", key, "")).isEqualTo(200);

            page.navigate("/account/two_factor/");
            Browser.button(page, "Add authenticator app").click();
            String secret = page.locator("#totp-secret").textContent().replace(" ", "");
            page.locator("#code")
                    .fill(Totp.code(secret, server.clock().instant().getEpochSecond()));
            Browser.button(page, "Add authenticator app").click();
            String codes = page.locator("#backup-codes").textContent();
            assertThat(codes.lines()).hasSize(10);
            Browser.button(page, "Sign out").click();

            signIn(page, "noscript", PASSWORD);
            page.getByLabel("Code from your app").fill(codes.lines().findFirst().orElseThrow());
            Browser.button(page, "Continue").click();
            assertThat(page).hasURL(server.url() + "/profile");
        }
        browser.assertNoComplaints();
    }

    @Test
    void keyboardIsEnough() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/account/login/");
            page.getByLabel("Username or email").focus();
            page.keyboard().type("plain");
            page.keyboard().press("Tab");
            page.keyboard().type("plain-Passw0rd!");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(server.url() + "/profile");

            page.locator("#name").focus();
            page.keyboard().type("by keyboard");
            page.keyboard().press("Enter");

            assertThat(page.locator("#secret")).hasText(java.util.regex.Pattern.compile("prg.{8}\\..{49}"));
        }
    }

    @Test
    void accountPagesAreAccessibleAndFitAPhone() {
        try (Page page = browser.narrowPage(server.url())) {
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
            Browser.button(page, "Add authenticator app").click();
            assertThat(page.locator("svg.qr")).isVisible();
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
        }
        browser.assertNoComplaints();
    }

    /** The name, since passkeys are bound to names. */
    private static String named() {
        return server.url().replace("127.0.0.1", "localhost");
    }

    @Test
    void passkeySignsInOnItsOwn() {
        try (Page page = browser.page(named())) {
            addDevice(page);
            signIn(page, "otheradmin", "otheradmin-Passw0rd!");
            page.navigate("/account/two_factor/");
            page.getByLabel("Passkey name").fill("Virtual key");
            Browser.button(page, "Add passkey").click();
            assertThat(page.locator("#backup-codes")).isVisible();
            page.navigate("/account/two_factor/");
            assertThat(page.getByText("Virtual key")).isVisible();
            Browser.button(page, "Sign out").click();

            page.navigate("/account/login/");
            Browser.button(page, "Sign in with a passkey").click();
            assertThat(page).hasURL(named() + "/profile");
            Browser.button(page, "Sign out").click();

            signIn(page, "otheradmin", "otheradmin-Passw0rd!");
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Two-factor authentication");
            Browser.assertAccessible(page);
            Browser.button(page, "Use a passkey").click();
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
