package org.peerage.web.site;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.accounts.SiteSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.store.DayStatistics;
import org.peerage.store.Sql;
import org.peerage.store.Statistic;
import org.peerage.store.StatisticTable;
import org.peerage.testing.Browser;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** What all pages have around them, the front page, the API's pages, and what any site is asked for. */
class SitePagesTest {
    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    @Test
    void themeIsWrittenIntoThePage() throws Exception {
        PageClient person = PageClient.anonymous(server);
        assertThat(person.get("/").text()).doesNotContain("data-theme").contains("content=\"light dark\"");

        TestResponse chosen = person.post("/theme", "theme", "dark", "next", "/about");

        assertThat(chosen.header("Location")).isEqualTo("/about");
        assertThat(person.get("/about").text())
                .contains("data-theme=\"dark\"", "name=\"theme\" value=\"dark\" aria-pressed=\"true\"");
        person.post("/theme", "theme", "plaid", "next", "//evil.example/");
        assertThat(person.get("/about").text()).contains("data-theme=\"dark\"");
        person.post("/theme", "theme", "system");
        assertThat(person.get("/about").text()).doesNotContain("data-theme");
    }

    @Test
    void themeIsWhatTheBrowserDraws() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/about");
            page.getByRole(
                            com.microsoft.playwright.options.AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Dark"))
                    .click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(15, 22, 19)");
            Browser.assertAccessible(page);
        }
        browser.assertNoComplaints();
    }

    @Test
    void menuHasOwnOrganizationsAndNetworks() throws Exception {
        String page = PageClient.signedIn(server, "borealisadmin").get("/about").text();

        assertThat(page).contains("class=\"menu\"", "Borealis Holdings", "Borealis Networks", "/org_admin/");
        assertThat(PageClient.anonymous(server).get("/about").text()).doesNotContain("class=\"menu\"");
    }

    @Test
    void statisticsTellWhatWasCountedAndToday() throws Exception {
        LocalDate day = LocalDate.of(1999, 12, 31);
        Sql.inTransaction(server.database().source(), sql -> {
            StatisticTable.add(
                    sql, List.of(new DayStatistics(day, 0, Map.of(Statistic.USERS, 2L, Statistic.NET, 4711L))));
            return day;
        });
        server.clock().forward(Duration.ofMinutes(2));
        PageClient person = PageClient.anonymous(server);

        assertThat(person.get("/stats/days.csv").text())
                .startsWith("day,estimated,users,fac,ix,net,org,carrier,campus,netixlan,netfac,automated_nets\r\n")
                .contains("\r\n1999-12-31,true,2,0,0,4711,0,0,0,0,0,\r\n");
        assertThat(person.get("/stats/days.json").json().path("1999-12-31").path("net").asInt())
                .isEqualTo(4711);
        assertThat(person.get("/stats").text())
                .contains("Networks: 4,711 on 1999-12-31, ", "1999-12-31 *", "<path class=\"curve\" d=\"M")
                .doesNotContain("style=");
        assertThat(person.get("/stats?period=year").text()).doesNotContain("1999-12-31");
        assertThat(person.get("/stats/nothing").status()).isEqualTo(404);
    }

    @Test
    void frontPageTellsWhatWaits() throws Exception {
        PageClient admin = PageClient.signedIn(server, "borealisadmin");
        assertThat(admin.get("/").text()).doesNotContain("Waiting for you");
        String lastDay =
                server.clock().instant().plus(Duration.ofDays(3)).toString().substring(0, 10);
        admin.get("/profile");
        admin.post("/profile/keys", "name", "laptop", "expires", lastDay);

        assertThat(admin.get("/").text()).contains("Waiting for you", "API key laptop of you expires in ");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/about, /about",
        "/exchanges, /exchanges",
        "/advanced_search?type=ix&country=DE, ''",
        "/compare?asn=210101, ''"
    })
    void pagesNameTheAddressUnderWhichTheyAreKnown(String path, String canonical) throws Exception {
        String page = server.send("", "GET", path, "").text();

        assertThat(page).contains("<meta name=\"description\" content=\"");
        if (canonical.isEmpty()) {
            assertThat(page).contains("<meta name=\"robots\" content=\"noindex\">");
        } else {
            assertThat(page)
                    .contains(
                            "<link rel=\"canonical\" href=\"" + server.url() + canonical + "\">",
                            "<meta property=\"og:title\"");
        }
    }

    @Test
    void exchangesAreFoundByCountry() throws Exception {
        assertThat(server.send("", "GET", "/exchanges", "").text())
                .contains("href=\"/advanced_search?country=DE&amp;type=ix\">Germany</a>");
        assertThat(server.send("", "GET", "/exchanges/x", "").status()).isEqualTo(404);
    }

    @Test
    void sitemapHasThePagesOfActiveObjects() throws Exception {
        String index = server.send("", "GET", "/sitemap.xml", "").text();
        String networks = server.send("", "GET", "/sitemap/net-1.xml", "").text();
        int active = server.send("", "GET", "/api/net?fields=id", "")
                .json()
                .get("data")
                .size();

        assertThat(index).contains(server.url() + "/sitemap/site-1.xml", server.url() + "/sitemap/net-1.xml");
        assertThat(networks.split("<loc>", -1)).hasSize(active + 1);
        assertThat(networks).contains("<loc>" + server.url() + "/net/1</loc><lastmod>20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sitemap/net-0.xml",
                "/sitemap/net-2.xml",
                "/sitemap/poc-1.xml",
                "/sitemap",
                "/sitemap.xml/x",
                "/favicon.ico/x",
                "/.well-known/nothing"
            })
    void whatThereIsNotIsNotFound(String path) throws Exception {
        assertThat(server.send("", "GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void iconAndSearchAreThereForBrowsers() throws Exception {
        assertThat(server.send("", "GET", "/favicon.ico", "").header("Content-Type"))
                .isEqualTo("image/x-icon");
        assertThat(server.send("", "GET", "/opensearch.xml", "").text())
                .contains("template=\"" + server.url() + "/search?q={searchTerms}\"");
    }

    @Test
    void securityContactIsToldOnceItIsSet() throws Exception {
        String path = "/.well-known/security.txt";
        assertThat(server.send("", "GET", path, "").status()).isEqualTo(404);

        try (RunningServer other = RunningServer.start()) {
            new SiteSettings(other.database().source(), other.clock())
                    .set(SiteSettings.Setting.SECURITY_CONTACT, "security@example.net", "user:1");
            String text = other.send("", "GET", path, "").text();
            for (int tries = 0; !text.startsWith("Contact") && tries < 10_000; tries++) {
                text = other.send("", "GET", path, "").text();
            }

            assertThat(text).startsWith("Contact: mailto:security@example.net\nExpires: 20");
        }
    }

    @Test
    void examplesOfErrorsAreWhatTheApiAnswers() throws Exception {
        String page = server.send("", "GET", "/apidocs/", "").text();
        for (ApiError error : ApiError.ALL) {
            assertThat(page).contains("<code>" + error.status() + "</code>");
        }

        assertThat(error(400)).isEqualTo(body(server, 400, "GET", "/api/net?limit=x"));
        assertThat(error(401)).isEqualTo(body(server, 401, "GET", "/api/net/1", "Authorization", "Api-Key nonsense"));
        assertThat(error(403)).isEqualTo(body(server, 403, "DELETE", "/api/net/1"));
        assertThat(error(404)).isEqualTo(body(server, 404, "GET", "/api/net/999999"));
    }

    @Test
    void refusalOfTooManyRequestsLooksAsTold() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer busy = RunningServer.start(limited)) {
            TestResponse response = busy.send("", "GET", "/api/net?depth=1", "");
            for (int i = 0; response.status() != 429 && i < 20_000; i++) {
                response = busy.send("", "GET", "/api/net?depth=1&skip=" + i, "");
            }

            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("Retry-After")).matches("[0-9]+");
            assertThat(response.text().strip().replaceAll("in [0-9]+ seconds?", "in 12 seconds"))
                    .isEqualTo(error(429));
        }
    }

    @Test
    void explorerRunsUnderThePolicyOfAllPages() {
        try (Page page = browser.page(server.url())) {
            page.navigate("/apidocs/explorer");
            assertThat(page.locator("[data-drawn]")).isVisible();
            assertThat(page.locator(".opblock-tag").first()).isVisible();
            Browser.assertAccessible(page);
        }
        browser.assertNoComplaints();
    }

    private static String error(int status) {
        return ApiError.ALL.stream()
                .filter(error -> error.status() == status)
                .findFirst()
                .orElseThrow()
                .example();
    }

    private static String body(RunningServer asked, int status, String method, String path, String... headers)
            throws Exception {
        TestResponse response = asked.send("", method, path, "", headers);
        assertThat(response.status()).isEqualTo(status);
        return response.text().strip();
    }
}
