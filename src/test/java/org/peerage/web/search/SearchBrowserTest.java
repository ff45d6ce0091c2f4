package org.peerage.web.search;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** Searching with a keyboard, on a phone, and without scripts. */
class SearchBrowserTest {
    private static final List<String> PAGES = List.of(
            "/",
            "/search?q=aurora",
            "/search?q=nothingfits",
            "/advanced_search",
            "/advanced_search?type=fac&country=DE",
            "/advanced_search?type=ix&sort=-net_count",
            "/compare?asn=210101,395002,20121",
            "/compare",
            "/about",
            "/aup",
            "/sponsors",
            "/apidocs/");

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    @Test
    void suggestionsAreUsedByKeyboardAlone() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/");
            Locator box = page.locator("#home-q");
            box.focus();
            assertThat(box).hasAttribute("role", "combobox");
            page.keyboard().type("aurora");
            Locator list = page.getByRole(com.microsoft.playwright.options.AriaRole.LISTBOX);
            assertThat(list).isVisible();
            assertThat(box).hasAttribute("aria-expanded", "true");

            page.keyboard().press("Escape");
            assertThat(list).isHidden();
            page.keyboard().press("ArrowDown");
            assertThat(list.locator("[aria-selected=true]")).hasCount(1);
            String chosen = box.getAttribute("aria-activedescendant");
            assertThat(page.locator("#" + chosen)).hasAttribute("aria-selected", "true");
            Browser.assertAccessible(page);
            page.keyboard().press("Enter");

            page.waitForURL(Pattern.compile(".*/(net|org|fac|campus)/[0-9]+$"));
        }
        browser.assertNoComplaints();
    }

    @Test
    void formsWorkWithoutScripts() {
        try (Page page = browser.pageWithoutScripts(server.url())) {
            page.navigate("/");
            page.fill("#home-q", "aurora");
            page.press("#home-q", "Enter");
            assertThat(page.locator("h1")).containsText("Search: aurora");

            page.navigate("/advanced_search?type=fac");
            page.getByLabel("Country", new Page.GetByLabelOptions().setExact(true))
                    .fill("Germany");
            page.getByRole(
                            com.microsoft.playwright.options.AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Search").setExact(true))
                    .last()
                    .click();
            page.waitForURL(Pattern.compile(".*/advanced_search\\?country=DE&type=fac$"));
            assertThat(page.locator(".map")).isHidden();
            assertThat(page.locator("details summary").last()).containsText("as a list");

            page.navigate("/compare");
            page.fill("#f-asn", "210101, Borealis Networks");
            page.press("#f-asn", "Enter");
            assertThat(page.locator(".sides")).containsText("Borealis Networks");
        }
        browser.assertNoComplaints();
    }

    @Test
    void pickerIsUsedByKeyboardAlone() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/advanced_search?type=net");
            Locator box = page.getByLabel("At any of these exchanges", new Page.GetByLabelOptions().setExact(true));
            box.focus();
            assertThat(box).hasAttribute("role", "combobox");
            page.keyboard().type("a");
            Locator list = page.getByRole(com.microsoft.playwright.options.AriaRole.LISTBOX);
            assertThat(list).isVisible();
            page.keyboard().press("ArrowDown");
            assertThat(list.locator("[aria-selected=true]")).hasCount(1);
            Browser.assertAccessible(page);
            page.keyboard().press("Enter");
            assertThat(list).isHidden();
            assertThat(box).hasValue("");
            assertThat(page.locator(".chosen input[name=ix__in]")).isChecked();
            Browser.assertAccessible(page);
            page.keyboard().press("Enter");

            page.waitForURL(Pattern.compile(".*/advanced_search\\?ix__in=[0-9]+&type=net$"));
            assertThat(page.locator(".chosen input[name=ix__in]")).isChecked();
        }
        browser.assertNoComplaints();
    }

    @Test
    void mapIsServedFromThisServerOnly() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/advanced_search?type=fac&net_count__gte=0");
            Locator map = page.locator(".map");
            map.scrollIntoViewIfNeeded(); // it is made when it comes near the window
            assertThat(map).hasAttribute("data-drawn", Pattern.compile("[1-9][0-9]*"));
            assertThat(map.locator("canvas").first()).isVisible();
            assertThat(page.evaluate("""
                            () => {
                              const canvas = document.querySelector('.map canvas');
                              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                              const seen = new Set();
                              for (let i = 0; i < pixels.length; i += 4) {
                                if (pixels[i + 3] === 255) seen.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
                              }
                              return seen.size;
                            }
                            """))
                    .as("colours on the map")
                    .isInstanceOfSatisfying(
                            Integer.class, colours -> assertThat(colours).isGreaterThan(2));
            Browser.assertAccessible(page);
        }
        browser.assertNoComplaints();
    }

    @Test
    void pagesAreAccessibleAndFitAPhone() {
        try (Page page = browser.narrowPage(server.url())) {
            for (String place : PAGES) {
                page.navigate(place);
                Browser.assertAccessible(page);
                Browser.assertNoSidewaysScrolling(page);
            }
        }
        browser.assertNoComplaints();
    }
}
