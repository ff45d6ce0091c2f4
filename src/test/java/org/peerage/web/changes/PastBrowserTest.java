package org.peerage.web.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Somebody looks up how things were, and what has changed since (docs/spec/record.md §1.8, §2.1). */
class PastBrowserTest {
    private static final String NEW_NAME = "Network of Today";

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static String oldName;
    private static long before;

    @BeforeAll
    static void rename() throws Exception {
        oldName = save("notes", "noted first");
        before = server.head();
        server.clock().forward(Duration.ofDays(3));
        save("name", NEW_NAME);
    }

    /** The name of the network before. */
    private static String save(String field, String value) throws Exception {
        var row = server.send("user:superuser/rw", "GET", "/api/net/62?depth=0", "")
                .json()
                .at("/data/0")
                .asObject()
                .deepCopy();
        String name = row.path("name").stringValue();
        TestResponse saved = server.send(
                "user:superuser/rw", "PUT", "/api/net/62", row.put(field, value).toString());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        return name;
    }

    @Test
    void pastIsLookedUpWithoutScripts() {
        Page page = browser.pageWithoutScripts(server.url());
        page.navigate("/net/62/changes");
        page.locator("ol.history li:has-text('noted first') a[title='As it was']")
                .click();

        assertThat(page.locator("aside.past").textContent()).contains("(version " + before + ")");
        assertThat(page.locator("h1").textContent()).contains(oldName);
        page.locator("main a:has-text('Scratch Org')").first().click();
        assertThat(page.url()).contains("/org/41?at=" + before);
        assertThat(page.locator("main").textContent()).contains(oldName).doesNotContain(NEW_NAME);
        page.locator("main a:has-text('" + oldName + "')").first().click();
        assertThat(page.url()).contains("/net/62?at=" + before);
        Browser.button(page, "Show").click();
        assertThat(page.locator("h1").textContent())
                .as("the day of that version")
                .contains(oldName);
        page.locator("aside.past a:has-text('Back to now')").click();

        assertThat(page.locator("aside.past").count()).isZero();
        assertThat(page.locator("h1").textContent()).contains(NEW_NAME);
    }

    @Test
    void momentsAreComparedWithoutScripts() {
        Page page = browser.pageWithoutScripts(server.url());
        page.navigate("/net/62/changes");
        page.locator("a:has-text('Compare two moments')").click();
        page.getByLabel("From").fill(Long.toString(before));
        Browser.button(page, "Compare").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Changed (1)"))
                        .count())
                .isEqualTo(1);
        assertThat(page.locator("p.difference").allTextContents())
                .anyMatch(text -> text.contains(oldName) && text.contains(NEW_NAME));
        page.getByLabel("From").fill("never");
        Browser.button(page, "Compare").click();
        assertThat(page.locator("[role=alert]").textContent()).contains("Please give a day");
    }

    @Test
    void pagesOfThePastAndOfChangesAreForEverybody() {
        Page page = browser.narrowPage(server.url());
        for (String address : new String[] {
            "/net/62?at=" + before, "/net/62/changes", "/net/62/changes?at=" + before + "&diff=", "/net/62?at=never"
        }) {
            page.navigate(address);
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
        }
        browser.assertNoComplaints();
    }
}
