package org.peerage.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;

/** What is true of every page: axe finds nothing, no console error, no other host, and it fits a phone. */
class EveryPageTest {
    private static final List<String> FOR_EVERYBODY = List.of(
            "/",
            "/register",
            "/account/login/",
            "/reset-password",
            "/search?q=net",
            "/about",
            "/stats",
            "/net/1",
            "/ix/1",
            "/fac/1",
            "/org/1",
            "/nothing-here");

    private static final List<String> FOR_MEMBERS = List.of(
            "/",
            "/changes?type=net",
            "/exchanges",
            "/stats",
            "/net/62?at=1",
            "/net/62/ixf",
            "/ix/19/imports",
            "/ix/19/imports/settings",
            "/ix/19/renumber",
            "/ix/6?peers=nothing-fits",
            "/net/62/add/poc",
            "/org/41/add/fac",
            "/org_admin/41/changes",
            "/profile/following?about=net:62",
            "/profile/sessions",
            "/org_admin/2",
            "/nothing-here");

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    @Test
    void pagesAreAccessibleAndSelfContained() {
        try (Page page = browser.page(server.url())) {
            for (String place : FOR_EVERYBODY) {
                page.navigate(place);
                if (!place.equals("/nothing-here")) {
                    Browser.assertAccessible(page);
                }
            }
        }

        browser.assertNoComplaints();
    }

    /** What an organization's admin sees, in German and in the dark: pages and states that no story above comes through. */
    @Test
    void pagesOfMembersAreAccessibleInGermanAndInTheDark() {
        Page page = browser.signedIn(
                server.url(),
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setLocale("de")
                        .setColorScheme(ColorScheme.DARK),
                "scratchadmin",
                "scratchadmin-Passw0rd!");
        for (String place : FOR_MEMBERS) {
            page.navigate(place);
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
        }

        browser.assertNoComplaints();
    }

    @Test
    void pagesFitAPhone() {
        try (Page page = browser.narrowPage(server.url())) {
            for (String place : FOR_EVERYBODY) {
                page.navigate(place);
                Browser.assertNoSidewaysScrolling(page);
            }
            page.navigate("/search?q=" + "w".repeat(300));
            Browser.assertNoSidewaysScrolling(page);
        }
    }
}
