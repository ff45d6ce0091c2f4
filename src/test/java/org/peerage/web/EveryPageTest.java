package org.peerage.web;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;

/** What is true of every page: axe finds nothing, no console error, no other host, and it fits a telephone. */
class EveryPageTest {
    private static final List<String> FOR_EVERYBODY = List.of(
            "/",
            "/register",
            "/account/login/",
            "/reset-password",
            "/search?q=net",
            "/about",
            "/net/1",
            "/ix/1",
            "/fac/1",
            "/org/1",
            "/nothing-here");

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder);
        browser = Browser.open();
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        server.close();
    }

    @Test
    void everyPageIsAccessibleAndKeepsToItself() {
        try (Page page = browser.page(server.address())) {
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
    void everyPageFitsATelephone() {
        try (Page page = browser.narrowPage(server.address())) {
            for (String place : FOR_EVERYBODY) {
                page.navigate(place);
                Browser.assertNoSidewaysScrolling(page);
            }
        }
    }
}
