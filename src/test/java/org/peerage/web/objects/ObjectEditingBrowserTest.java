package org.peerage.web.objects;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stories of people who edit objects: with scripts and without, by keyboard, on a phone, at the same time. */
class ObjectEditingBrowserTest {
    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static Page signedIn(Page page, String name) {
        page.navigate("/account/login/");
        Browser.signIn(page, name, name + "-Passw0rd!");
        page.waitForURL(Pattern.compile(".*/profile.*"));
        return page;
    }

    private static JsonNode stored(String path) throws Exception {
        JsonNode object = server.send("user:superuser/rw", "GET", "/api" + path, "")
                .json()
                .get("data")
                .get(0);
        ObjectNode plain = ((ObjectNode) object).deepCopy();
        // Times of saves, and what is expanded, are not what a form is about.
        plain.remove(List.of("updated", "org", "net", "ix", "ixlan", "fac", "campus", "carrier"));
        plain.remove(List.copyOf(plain.propertyNames()).stream()
                .filter(name -> name.endsWith("_set"))
                .toList());
        return plain;
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void wrongValueIsExplainedInPlaceAndTheRightOneSaved() throws Exception {
        try (Page page = signedIn(browser.page(server.url()), "scratchadmin")) {
            page.navigate("/net/62");
            link(page, "Edit").click();
            assertThat(page.locator("#facts form")).isVisible();
            assertThat(page.url()).endsWith("/net/62");

            page.locator("#f-website").fill("not an address");
            page.locator("#f-aka").fill("Inline");
            Browser.button(page, "Save changes").click();

            assertThat(page.locator("#f-website-problem")).hasText("Enter a valid URL.");
            assertThat(page.locator("#f-website")).isFocused();
            assertThat(page.locator("#f-aka")).hasValue("Inline");
            Browser.assertAccessible(page);

            page.locator("#f-website").fill("https://as213001.example.net");
            Browser.button(page, "Save changes").click();

            assertThat(page.locator("main").getByRole(AriaRole.STATUS).first()).hasText("Saved.");
            assertThat(page.locator("#facts")).containsText("Inline");
            assertThat(stored("/net/62").get("aka").stringValue()).isEqualTo("Inline");
            // A script takes the word that it was saved out of the address.
            assertThat(page).hasURL(Pattern.compile(".*/net/62"));
        }
        browser.assertNoComplaints();
    }

    @Test
    void concurrentEditsInBrowsersAreNotLost() throws Exception {
        try (Page one = signedIn(browser.page(server.url()), "scratchadmin");
                Page other = signedIn(browser.page(server.url()), "scratchnets")) {
            one.navigate("/net/63");
            link(one, "Edit").click();
            assertThat(one.locator("#f-aka")).isVisible();
            other.navigate("/net/63/edit");
            other.locator("#f-aka").fill("Other was here");
            Browser.button(other, "Save changes").click();
            assertThat(other.locator("main").getByRole(AriaRole.STATUS).first()).hasText("Saved.");

            one.locator("#f-aka").fill("Mine");
            Browser.button(one, "Save changes").click();

            assertThat(one.getByText("Somebody else saved this after you opened it."))
                    .isVisible();
            assertThat(one.locator("#f-aka")).hasValue("Mine");
            assertThat(one.locator("#f-aka-meanwhile")).containsText("Other was here");
            assertThat(stored("/net/63").get("aka").stringValue()).isEqualTo("Other was here");

            Browser.button(one, "Save my version").click();
            assertThat(one.locator("main").getByRole(AriaRole.STATUS).first()).hasText("Saved.");
            assertThat(stored("/net/63").get("aka").stringValue()).isEqualTo("Mine");
        }
    }

    @Test
    void unsavedChangesAreWarnedAbout() {
        try (Page page = signedIn(browser.page(server.url()), "scratchadmin")) {
            page.navigate("/net/64/edit");
            page.locator("#f-aka").click();
            page.keyboard().type("unsaved");
            boolean[] asked = {false};
            page.onDialog(dialog -> {
                asked[0] = true;
                dialog.accept();
            });
            page.navigate("/net/64");
            assertThat(asked[0]).isTrue();
        }
    }

    @Test
    void formsWorkWithoutScriptsAndKeepUntouchedValues() throws Exception {
        try (Page page = signedIn(browser.pageWithoutScripts(server.url()), "superuser")) {
            for (Map.Entry<String, String> form : Map.of(
                            "/org/41",
                            "/org/41",
                            "/net/1",
                            "/net/1",
                            "/ix/2",
                            "/ix/2",
                            "/fac/1",
                            "/fac/1",
                            "/carrier/1",
                            "/carrier/1",
                            "/campus/1",
                            "/campus/1",
                            "/ixlan/3",
                            "/ix/3",
                            "/netixlan/2",
                            "/net/",
                            "/poc/3",
                            "/net/")
                    .entrySet()) {
                JsonNode before = stored(form.getKey());
                page.navigate(form.getKey() + "/edit");
                Browser.button(page, "Save changes").click();
                assertThat(page.url()).as(form.getKey()).contains("done=saved").contains(form.getValue());
                assertThat(page.locator("main").getByRole(AriaRole.STATUS).first())
                        .hasText("Saved.");
                assertThat(stored(form.getKey())).as(form.getKey()).isEqualTo(before);
            }
        }
    }

    @Test
    void connectionIsAddedEditedAndDeletedInDialogs() throws Exception {
        try (Page page = signedIn(browser.page(server.url()), "scratchadmin")) {
            page.navigate("/net/62");
            link(page, "Add facility").click();
            Locator box = page.locator("dialog #f-fac_id");
            assertThat(box).isFocused();
            box.pressSequentially("empty fac");
            assertThat(page.locator("dialog datalist option")).hasCount(1);
            box.fill("Empty Facility (#33)");
            page.keyboard().press("Enter");
            assertThat(page.locator("main").getByRole(AriaRole.STATUS).first()).hasText("Added.");
            assertThat(page.locator("#facilities")).isVisible();

            link(page, "Delete Empty Facility").click();
            Browser.assertAccessible(page);
            Browser.button(page, "Delete Empty Facility").click();
            assertThat(page.locator("main").getByRole(AriaRole.STATUS).first()).containsText("Deleted.");
        }
        browser.assertNoComplaints();
    }

    @Test
    void keyboardIsEnough() throws Exception {
        try (Page page = signedIn(browser.page(server.url()), "scratchadmin")) {
            page.navigate("/ix/20");
            link(page, "Edit").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#f-name")).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.locator("#f-aka")).isFocused();
            page.keyboard().type("By keys");
            page.keyboard().press("Enter");
            assertThat(page.locator("main").getByRole(AriaRole.STATUS).first()).hasText("Saved.");
            assertThat(stored("/ix/20").get("aka").stringValue()).isEqualTo("By keys");

            link(page, "Edit").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#f-name")).isFocused();
            link(page, "Cancel").focus();
            page.keyboard().press("Enter");
            assertThat(link(page, "Edit")).isFocused();
        }
    }

    @Test
    void tablesSortAndFilter() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/ix/1");
            Locator rows = page.locator("section[aria-labelledby=peers] tbody tr:visible");
            int all = rows.count();
            link(page, "ASN").click();
            List<String> numbers = page.locator("section[aria-labelledby=peers] tbody tr td:nth-child(2)")
                    .allTextContents();
            assertThat(numbers.stream()
                            .map(text -> Long.parseLong(text.substring(2)))
                            .toList())
                    .isSorted()
                    .hasSize(all);
            page.locator("section[aria-labelledby=peers] input[type=search]")
                    .fill(numbers.getLast().substring(2));
            assertThat(rows).hasCount((int)
                    numbers.stream().filter(numbers.getLast()::equals).count());
        }
    }

    @Test
    void objectsFormsAndHistoriesAreAccessibleAndFitAPhone() {
        look(List.of("/net/62", "/ix/19/edit", "/net/62/history"));
    }

    @Test
    @Tag("slow")
    void pagesAreAccessibleAndFitAPhone() {
        look(List.of(
                "/org/41",
                "/ix/19",
                "/fac/31",
                "/carrier/8",
                "/campus/1",
                "/net/62/edit",
                "/fac/31/edit",
                "/org/41/edit",
                "/netixlan/113/edit",
                "/poc/60/edit",
                "/ixlan/19/edit",
                "/net/62/add/netixlan",
                "/ix/19/delete",
                "/net/62/upload-logo",
                "/suggest/fac"));
    }

    private static void look(List<String> urls) {
        try (Page page = signedIn(browser.narrowPage(server.url()), "superuser")) {
            for (String url : urls) {
                page.navigate(url);
                assertThat(page.locator("h1").first()).isVisible();
                Browser.assertAccessible(page);
                Browser.assertNoSidewaysScrolling(page);
            }
        }
        browser.assertNoComplaints();
    }
}
