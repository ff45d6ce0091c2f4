package org.peerage.web.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** A superuser's day in a browser. */
class StaffBrowserTest {
    private static final List<String> PLACES = List.of(
            "/staff",
            "/staff/queue",
            "/staff/queue/fac/29",
            "/staff/queue/user/12",
            "/staff/users",
            "/staff/users/1",
            "/staff/users/4",
            "/staff/merge?target=42&sources=41",
            "/staff/permissions?holder=scratchnets&object=net+62&action=update",
            "/staff/history",
            "/staff/history/org/41",
            "/staff/history/net/62/redact",
            "/staff/settings",
            "/staff/jobs",
            "/staff/tickets",
            "/staff/tools/renumber",
            "/staff/audit");

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static Page signedIn(com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = browser.person(server.url(), options);
        Page page = context.newPage();
        page.navigate("/account/login/");
        Browser.signIn(page, "superuser", "superuser-Passw0rd!");
        return page;
    }

    @Test
    void queueWorksWithoutScripts() throws Exception {
        RunningServer.TestResponse made = server.send("org:41/full", "POST", "/api/fac", """
                {"org_id": 41, "name": "Browsed Building", "address1": "1 Road", "city": "Berlin", "country": "DE",
                 "zipcode": "10115", "website": "https://f.example.net"}""");
        assertThat(made.status()).isEqualTo(201);
        Page page = signedIn(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));

        page.locator("header a:has-text('Staff')").click();
        page.locator("main a:has-text('Facilities')").click();
        page.locator("a:has-text('Browsed Building')").click();
        page.locator("button:has-text('Deny')").click();
        assertThat(page.locator("[role=alert]").textContent()).contains("Enter a reason");
        page.locator("button:has-text('Approve')").click();

        assertThat(page.locator("[role=status]").first().textContent()).contains("Approved.");
        assertThat(server.send("", "GET", "/api/fac?name=Browsed+Building", "")
                        .json()
                        .get("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void queueIsDecidedByKeyboardAlone() throws Exception {
        for (String name : List.of("Keyed Building One", "Keyed Building Two")) {
            assertThat(server.send("org:41/full", "POST", "/api/fac", """
                            {"org_id": 41, "name": "%s", "address1": "2 Road", "city": "Berlin", "country": "DE",
                             "zipcode": "10115", "website": "https://f.example.net"}""".formatted(name)).status())
                    .isEqualTo(201);
        }
        Page page = signedIn(new com.microsoft.playwright.Browser.NewContextOptions());
        page.navigate("/staff/queue?type=fac&order=newest");
        Locator rows = page.locator("form[data-queue] tbody tr");
        Locator ready = page.locator("[data-shortcuts]"); // shown by the script that listens
        ready.waitFor();
        rows.filter(new Locator.FilterOptions().setHasText("Keyed Building Two"))
                .locator("th a")
                .focus();

        page.keyboard().press("x");
        page.keyboard().press("d");
        page.keyboard().type("Twice the same");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*done=denied.*"));
        ready.waitFor();
        rows.filter(new Locator.FilterOptions().setHasText("Keyed Building One"))
                .locator("th a")
                .focus();
        page.keyboard().press("x");
        page.keyboard().press("a");
        page.waitForURL(Pattern.compile(".*done=approved.*"));

        assertThat(server.send("", "GET", "/api/fac?name__startswith=Keyed+Building", "")
                        .json()
                        .get("data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void staffPagesAreAccessibleAndFitAPhone() {
        Page page = signedIn(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(360, 740));
        for (String url : PLACES) {
            assertThat(page.navigate(url).status()).as(url).isEqualTo(200);
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
        }

        browser.assertNoComplaints();
    }
}
