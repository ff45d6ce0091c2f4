package org.peerage.web.organizations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** The story of an organization's key, from the panel to the API and back, in several people's browsers. */
class OrganizationKeyBrowserTest {
    private static final AtomicInteger PREFIXES = new AtomicInteger(1);

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static void signIn(Page page, String name) {
        page.navigate("/account/login/?next=/org_admin/41/keys");
        Browser.signIn(page, name, name + "-Passw0rd!");
        assertThat(page).hasURL(server.url() + "/org_admin/41/keys");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.MAIN)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String makeKey(Page page, String name) {
        page.navigate("/org_admin/41/keys");
        page.locator("#name").fill(name);
        page.getByLabel("Contact email").fill("noc@example.net");
        button(page, "Create API key").press("Enter");
        String secret = page.locator("#secret").textContent();
        assertThat(page.locator("#curl")).containsText(secret);
        page.getByText("API key permissions of the new key").press("Enter");
        return secret;
    }

    private static Locator tick(Page page, String what) {
        return page.getByLabel(what, new Page.GetByLabelOptions().setExact(true));
    }

    private static void save(Page page) {
        button(page, "Save permissions").press("Enter");
        assertThat(page.getByText("Permissions saved.")).isVisible();
    }

    private static long exchange() throws Exception {
        int number = PREFIXES.getAndIncrement();
        RunningServer.TestResponse made =
                server.send("user:scratchadmin/rw", "POST", "/api/ix", """
                {"org_id": 41, "name": "Story Exchange %d", "city": "Oslo", "country": "NO", "region_continent": "Europe",
                 "media": "Ethernet", "website": "https://x.example.net", "tech_email": "t@example.net",
                 "policy_email": "p@example.net", "prefix": "195.69.%d.0/24"}""".formatted(number, 100 + number));
        Assertions.assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static int send(String key, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Api-Key " + key)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void keyDoesWhatThePanelSaysAndNoMore() throws Exception {
        long exchange = exchange();
        try (Page page = browser.page(server.url())) {
            signIn(page, "scratchadmin");
            Browser.assertAccessible(page);
            String secret = makeKey(page, "Story");
            Browser.assertAccessible(page);

            tick(page, "Update: Any exchange").check();
            assertThat(tick(page, "Read: Any exchange")).isChecked();
            assertThat(page.locator("[data-preview]")).containsText("Edit exchanges");
            assertThat(page.locator("[data-preview]")).containsText("Add or delete exchanges");
            assertThat(page.locator("tr[data-id='ix." + exchange + "'] .inherited"))
                    .hasText("inherits: read, update, from Any exchange");
            save(page);
            Assertions.assertThat(send(secret, "DELETE", "/api/ix/" + exchange)).isEqualTo(403);

            page.locator("tr[data-id='ix." + exchange + "']")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("All of"))
                    .click();
            assertThat(page.locator("[data-preview]"))
                    .containsText(": can add to it, edit it and delete it or what belongs to it.");
            save(page);
            Assertions.assertThat(send(secret, "DELETE", "/api/ix/" + exchange)).isEqualTo(204);

            page.getByText("Revoke…").click();
            button(page, "Yes, revoke Story").click();
            assertThat(page.getByText("The key is revoked")).isVisible();
            Assertions.assertThat(send(secret, "GET", "/api/ix/1")).isEqualTo(401);
        }
        browser.assertNoComplaints();
    }

    @Test
    void concurrentEditsOfAdminsAreNotLost() {
        try (Page one = browser.page(server.url());
                Page two = browser.page(server.url())) {
            signIn(one, "scratchadmin");
            signIn(two, "superuser");
            String secret = makeKey(one, "Contested");
            two.navigate(one.url());

            tick(one, "Create: Any network").check();
            save(one);
            tick(two, "Delete: Any facility").check();
            button(two, "Save permissions").click();

            assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed these permissions");
            assertThat(two.getByRole(AriaRole.ALERT)).containsText("Any network: saved now: read, create");
            assertThat(tick(two, "Delete: Any facility")).isChecked();
            one.reload();
            assertThat(tick(one, "Create: Any network")).isChecked();
            assertThat(tick(one, "Delete: Any facility")).not().isChecked();

            tick(two, "Create: Any network").check();
            save(two);
            one.reload();
            assertThat(tick(one, "Create: Any network")).isChecked();
            assertThat(tick(one, "Delete: Any facility")).isChecked();
            Assertions.assertThat(secret).isNotEmpty();
        }
    }

    @Test
    void keyboardIsEnough() {
        try (Page page = browser.page(server.url())) {
            signIn(page, "scratchadmin");
            makeKey(page, "Keyboard");

            Locator box = tick(page, "Update: Any network");
            page.locator(".matrix").focus();
            for (int i = 0; i < 60 && !(boolean) box.evaluate("box => box === document.activeElement"); i++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Space");
            assertThat(box).isChecked();
            page.keyboard().press("Enter");

            assertThat(page.getByText("Permissions saved.")).isVisible();
            assertThat(tick(page, "Update: Any network")).isChecked();
        }
    }

    @Test
    void keyPagesWorkWithoutScripts() throws Exception {
        long exchange = exchange();
        try (Page page = browser.pageWithoutScripts(server.url())) {
            signIn(page, "scratchadmin");
            String secret = makeKey(page, "Scriptless");
            tick(page, "Delete: Any exchange").press("Space");
            button(page, "Preview").press("Enter");
            assertThat(page.locator("button[type=button]:visible")).hasCount(0); // they need scripts

            assertThat(page.getByText("not saved yet")).isVisible();
            assertThat(page.locator("[data-preview]")).containsText("Delete exchanges");
            Assertions.assertThat(send(secret, "DELETE", "/api/ix/" + exchange)).isEqualTo(403);
            save(page);
            Assertions.assertThat(send(secret, "DELETE", "/api/ix/" + exchange)).isEqualTo(204);
        }
    }

    @Test
    void panelFitsAPhone() {
        try (Page page = browser.narrowPage(server.url())) {
            signIn(page, "scratchadmin");
            makeKey(page, "Narrow");
            Browser.assertNoSidewaysScrolling(page);
            for (String place : List.of(
                    "/org_admin/41",
                    "/org_admin/41/keys",
                    "/org_admin/41/settings",
                    "/org_admin/41/log",
                    "/affiliate-to-org?q=united",
                    "/profile")) {
                page.navigate(place);
                Browser.assertNoSidewaysScrolling(page);
                Browser.assertAccessible(page);
            }
        }
        browser.assertNoComplaints();
    }

    @Test
    void unsavedPermissionsAreNotLeftByMistake() {
        try (Page page = browser.page(server.url())) {
            signIn(page, "scratchadmin");
            makeKey(page, "Unsaved");
            AtomicInteger asked = new AtomicInteger();
            page.onDialog((Dialog dialog) -> {
                asked.incrementAndGet();
                dialog.accept();
            });

            tick(page, "Update: Any network").check();
            page.navigate("/org_admin/41");

            Assertions.assertThat(asked).hasValue(1);
        }
    }
}
