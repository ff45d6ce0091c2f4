package org.peerage.web;

import com.microsoft.playwright.Page;
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

    @Test
    void pagesFitAPhone() {
        try (Page page = browser.narrowPage(server.url())) {
            for (String place : FOR_EVERYBODY) {
                page.navigate(place);
                Browser.assertNoSidewaysScrolling(page);
            }
        }
    }
}
