package org.peerage.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.peerage.testing.Browser.button;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** Applications in a browser: registered, let in, shown, taken back. */
class OAuthBrowserTest {
    private static final BlockingQueue<String> POSTED = new LinkedBlockingQueue<>();
    private static HttpServer elsewhere;
    private static String portal;

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    /** The other site: whatever is asked, it shows an empty page with a script that knows where it is. */
    @BeforeAll
    static void openTheOtherSite() throws Exception {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                POSTED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            byte[] page = "<title>Elsewhere</title><script>window.here = new URL(location)</script>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        elsewhere.start();
        portal = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    }

    @AfterAll
    static void closeTheOtherSite() {
        elsewhere.stop(0);
    }

    @Test
    void adminRegistersAnApplicationAndAPersonLetsItIn() throws Exception {
        try (Page admin = browser.narrowPage(server.url())) {
            admin.navigate("/org_admin/42/applications");
            Browser.signIn(admin, "otheradmin", "otheradmin-Passw0rd!");
            Browser.assertAccessible(admin);
            admin.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Register an application"))
                    .click();
            assertThat(admin.getByLabel("Owner").inputValue()).isEqualTo("42");
            admin.getByLabel("Name").fill("Portal");
            admin.getByLabel("Redirect URIs", new Page.GetByLabelOptions().setExact(true))
                    .fill("ftp://portal");
            button(admin, "Register application").click();
            Browser.assertAccessible(admin);
            admin.getByLabel("Redirect URIs", new Page.GetByLabelOptions().setExact(true))
                    .fill(portal + "/cb");
            button(admin, "Register application").click();
            assertThat(admin.locator("#secret").innerText()).hasSize(64);
            Browser.assertAccessible(admin);
            Browser.assertNoSidewaysScrolling(admin);
        }
        RelyingParty shop = RelyingParty.register(
                server,
                PageClient.signedIn(server, "otheradmin"),
                "confidential",
                "name",
                "Shop",
                "org",
                "42",
                "redirect_uris",
                portal + "/cb");
        Browser outside = Browser.open();
        try (outside;
                Page person = outside.pageWithoutScripts(server.url())) {
            person.navigate(shop.authorizeUrl("profile networks", "redirect_uri", portal + "/cb"));
            Browser.signIn(person, "borealisadmin", "borealisadmin-Passw0rd!");
            assertThat(person.content()).contains("Authorize Shop?", "AS395002");
            person.keyboard().press("Tab");
            button(person, "Authorize").focus();
            person.keyboard().press("Enter");
            person.waitForURL(url -> url.startsWith(portal + "/cb?code="));

            person.navigate(server.url() + "/profile");
            button(person, "Remove access Shop").click();
            assertThat(person.content()).contains("No application has access");
        }
        try (Page person = browser.narrowPage(server.url())) {
            person.navigate(shop.authorizeUrl("profile networks", "redirect_uri", portal + "/cb"));
            Browser.signIn(person, "borealisadmin", "borealisadmin-Passw0rd!");
            Browser.assertAccessible(person);
            Browser.assertNoSidewaysScrolling(person);
        }
        browser.assertNoComplaints();
    }

    /** A page without a server: PKCE, and answers that its origin may read (docs/spec/identity.md §8). */
    @Test
    void pageOfAnotherOriginSignsInWithPkceAndReadsTheProfile() throws Exception {
        RelyingParty app = RelyingParty.register(
                server,
                PageClient.signedIn(server, "otheradmin"),
                "public",
                "redirect_uris",
                portal + "/app",
                "allowed_origins",
                portal);
        try (Browser outside = Browser.open();
                Page person = outside.page(server.url())) {
            person.navigate(app.authorizeUrl("openid profile", "redirect_uri", portal + "/app"));
            Browser.signIn(person, "plain", "plain-Passw0rd!");
            button(person, "Authorize").click();
            person.waitForURL(url -> url.startsWith(portal + "/app?code="));

            Object answer = person.evaluate("""
                    async ([server, client, verifier]) => {
                      const config = await (await fetch(server + '/.well-known/openid-configuration')).json();
                      const tokens = await (await fetch(config.token_endpoint, {method: 'POST', body: new URLSearchParams({
                        grant_type: 'authorization_code', client_id: client, code: here.searchParams.get('code'),
                        redirect_uri: here.origin + here.pathname, code_verifier: verifier})})).json();
                      const bearer = {headers: {Authorization: 'Bearer ' + tokens.access_token}};
                      const profile = await (await fetch(server + '/profile/v1', bearer)).json();
                      const user = await (await fetch(config.userinfo_endpoint, bearer)).json();
                      return [here.searchParams.get('iss') === config.issuer, String(profile.id) === user.sub,
                              profile.verified_user].join();
                    }""", java.util.List.of(server.url(), app.clientId, RelyingParty.VERIFIER));

            assertThat(answer).isEqualTo("true,true,true");

            // The page that sends the answer as a form is left at once.
            person.navigate(server.url()
                    + app.authorizeUrl("openid", "redirect_uri", portal + "/app", "response_mode", "form_post"));
            button(person, "Authorize").click();
            person.waitForURL(portal + "/app");
            assertThat(POSTED.poll(10, TimeUnit.SECONDS)).contains("code=", "state=st-1", "iss=");
        }
    }
}
