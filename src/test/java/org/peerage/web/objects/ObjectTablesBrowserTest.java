package org.peerage.web.objects;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** Stories of people who look things up in tables of objects' pages. */
class ObjectTablesBrowserTest {
    private static final int CONTACTS = 130;

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    /** A network with more contacts than a page has at first. */
    @BeforeAll
    static void manyContacts() throws Exception {
        for (int i = 0; i < CONTACTS; i++) {
            String contact = """
                    {"net_id": 1, "role": "NOC", "visible": "Public", "name": "Desk %03d", "email": "desk%d@as395001.example.net"}""".formatted(i, i);
            assertThat(server.send("user:superuser/rw", "POST", "/api/poc", contact)
                            .status())
                    .isEqualTo(201);
        }
    }

    private static Locator rows(Page page, String table) {
        return page.locator("section[aria-labelledby=" + table + "] tbody tr");
    }

    @Test
    void filterIsInTheAddressAndThereAgainAfterBack() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/ix/6");
            Locator peers = rows(page, "peers");
            String name = peers.nth(2).locator("a").first().textContent();
            Locator apply = page.locator("[data-apply]").first();
            assertThat(apply).isHidden(); // by the script that listens
            page.getByLabel("Filter: Peers").last().fill(name);
            assertThat(peers).hasCount(1);
            assertThat(page).hasURL(Pattern.compile(".*/ix/6\\?peers=[^&]+$"));
            assertThat(page.locator("[data-count]").first()).hasText("1 of 15");
            Browser.assertAccessible(page);

            peers.locator("a").first().click();
            assertThat(page).hasURL(Pattern.compile(".*/net/[0-9]+$"));
            page.goBack();
            assertThat(page.getByLabel("Filter: Peers").last()).hasValue(name);
            assertThat(peers).hasCount(1);

            assertThat(apply).isHidden();
            page.getByLabel("Filter: Peers").last().fill("nothing fits this");
            assertThat(page.getByText("Nothing found.").first()).isVisible();

            page.getByLabel("Filter: Peers").last().fill("");
            assertThat(page.getByText("Nothing found.").first()).isHidden();
            page.getByLabel("Operational").selectOption("no");
            assertThat(peers).hasCount(2);
            assertThat(page.getByLabel("Peers as CSV"))
                    .hasAttribute("href", Pattern.compile(".*peers\\.csv\\?peers\\.operational=no$"));
            page.getByLabel("Operational").selectOption("");

            Locator heading =
                    page.locator("section[aria-labelledby=peers] th a").nth(1);
            heading.click();
            heading.click();
            assertThat(page).hasURL(Pattern.compile(".*peers\\.sort=-asn$"));
            List<String> sorted = rows(page, "peers").locator("td:nth-child(2)").allTextContents();
            page.reload();
            assertThat(rows(page, "peers").locator("td:nth-child(2)").allTextContents())
                    .isEqualTo(sorted);
            assertThat(sorted.stream().map(text -> -Long.parseLong(text.substring(2))))
                    .isSorted();
        }
        browser.assertNoComplaints();
    }

    /** A table's first row is seen at once, also by those to whom the head offers most, in the language of longer words. */
    @Test
    void tablesBeginAboveTheFoldForEverybody() {
        for (int[] window : new int[][] {{360, 740, 700}, {1440, 900, 600}}) {
            Page page = browser.signedIn(
                    server.url(),
                    new com.microsoft.playwright.Browser.NewContextOptions()
                            .setViewportSize(window[0], window[1])
                            .setLocale("de"),
                    "superuser",
                    "superuser-Passw0rd!");
            for (String url : List.of("/net/1", "/ix/6", "/fac/1")) {
                page.navigate(url);
                assertThat(page.locator(".object-tables tbody tr").first().boundingBox().y)
                        .as(url + " at " + window[0])
                        .isLessThan(window[2]);
                Browser.assertNoSidewaysScrolling(page);
            }
        }
    }

    @Test
    void longTableIsThereWhereItIsLookedFor() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/net/1");
            Locator contacts = rows(page, "contacts");
            assertThat(contacts).hasCount(TableView.FIRST_ROWS);
            assertThat(page.locator("table[data-linked=contacts]"))
                    .hasAttribute("aria-rowcount", Pattern.compile("1[0-9][0-9]"));
            page.getByLabel("Filter: Contacts").last().fill("desk 129");
            assertThat(contacts).hasCount(1);
            page.getByLabel("Filter: Contacts").last().fill("");
            assertThat(contacts).hasCount(TableView.FIRST_ROWS);

            page.keyboard().press("Control+f");
            assertThat(contacts.filter(new Locator.FilterOptions().setHasText("Desk 129")))
                    .hasCount(1);
            assertThat(page.locator("p[data-more]")).isHidden();
        }
        browser.assertNoComplaints();
    }

    @Test
    void withoutScriptsAllRowsAreReached() {
        try (Page page = browser.pageWithoutScripts(server.url())) {
            page.navigate("/net/1");
            page.locator("section[aria-labelledby=contacts] input[type=search]").fill("desk 12");
            page.locator("section[aria-labelledby=contacts] [data-apply]").click();
            assertThat(rows(page, "contacts")).hasCount(12); // 012, 112 and 120 to 129

            page.navigate("/net/1");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show all"))
                    .click();
            assertThat(rows(page, "contacts").filter(new Locator.FilterOptions().setHasText("Desk")))
                    .hasCount(CONTACTS);
        }
    }
}
