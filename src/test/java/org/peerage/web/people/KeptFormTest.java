package org.peerage.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.peerage.testing.Browser;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** What was typed when the session ended is not lost; what other sites send is refused as ever. */
class KeptFormTest {
    private static final String OLD_TOKEN = "a-token-of-the-session-that-has-just-ended-xx";

    @Started
    private static RunningServer server;

    @Started
    private static Browser browser;

    private static TestResponse sent(PageClient person, String... headers) throws Exception {
        return person.postWithHeaders(
                "/org_admin/41/settings",
                headers,
                "csrfmiddlewaretoken",
                OLD_TOKEN,
                "email_domains",
                "typed.example.net",
                "password",
                "never repeated");
    }

    @Test
    void formOfAnEndedSessionIsCarriedThroughSigningIn() throws Exception {
        PageClient person = PageClient.anonymous(server);

        TestResponse kept = sent(person, "Sec-Fetch-Site", "same-origin");

        assertThat(kept.status()).isEqualTo(403);
        assertThat(kept.text())
                .contains("name=\"kept-to\" value=\"/org_admin/41/settings\"")
                .contains("name=\"kept.email_domains\" value=\"typed.example.net\"")
                .doesNotContain("never repeated");

        TestResponse wrong = signIn(person, "wrong");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).contains("typed.example.net");

        TestResponse again = signIn(person, "scratchadmin-Passw0rd!");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text())
                .contains("action=\"/org_admin/41/settings\"")
                .contains("name=\"email_domains\" value=\"typed.example.net\"")
                .contains("scratchadmin");
        assertThat(person.post("/org_admin/41/settings", "email_domains", "typed.example.net")
                        .text())
                .as("the page has the new session's token")
                .contains("typed.example.net");
    }

    private static TestResponse signIn(PageClient person, String password) throws Exception {
        return person.post(
                "/account/login/",
                "username",
                "scratchadmin",
                "password",
                password,
                "kept-to",
                "/org_admin/41/settings",
                "kept.email_domains",
                "typed.example.net");
    }

    @Test
    void formOfAnotherSessionOfTheSamePersonIsSentAgainAtOnce() throws Exception {
        PageClient person = PageClient.signedIn(server, "scratchadmin");

        TestResponse kept = sent(person, "Sec-Fetch-Site", "same-origin");

        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.text()).contains("name=\"email_domains\" value=\"typed.example.net\"");
    }

    @Test
    void formsFromElsewhereAreNotKept() throws Exception {
        for (PageClient person :
                new PageClient[] {PageClient.anonymous(server), PageClient.signedIn(server, "scratchadmin")}) {
            for (String[] headers : new String[][] {
                {"Sec-Fetch-Site", "cross-site"},
                {"Sec-Fetch-Site", "same-site"},
                {"Origin", "https://evil.example.net"},
                {}
            }) {
                TestResponse refused = sent(person, headers);
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.text()).doesNotContain("typed.example.net");
            }
        }
    }

    @Test
    void linkKeepsNoForm() throws Exception {
        String link = "/account/login/?kept-to=/org_admin/41/settings&kept.email_domains=typed.example.net";
        for (PageClient person :
                new PageClient[] {PageClient.anonymous(server), PageClient.signedIn(server, "scratchadmin")}) {
            assertThat(person.get(link).text()).doesNotContain("kept-to\"", "value=\"typed.example.net\"");
        }
    }

    @Test
    void formIsKeptForAnAddressOfOursOnly() throws Exception {
        PageClient person = PageClient.anonymous(server);
        person.get("/account/login/");

        TestResponse response = person.post(
                "/account/login/", "username", "x", "password", "x", "kept-to", "//evil.example.net/", "kept.a", "b");

        assertThat(response.text()).doesNotContain("evil.example.net").doesNotContain("kept.a");
    }

    @Test
    void editGoesOnAfterSigningInAgain() {
        BrowserContext person = browser.person(server.url(), new com.microsoft.playwright.Browser.NewContextOptions());
        Page page = person.newPage();
        page.navigate("/account/login/?next=/org_admin/41/settings");
        Browser.signIn(page, "scratchadmin", "scratchadmin-Passw0rd!");
        page.locator("#email_domains").fill("kept.example.net");
        person.clearCookies();

        page.locator("main form button").click();
        Browser.assertAccessible(page);
        Browser.signIn(page, "scratchadmin", "scratchadmin-Passw0rd!");
        Browser.assertAccessible(page);
        Browser.button(page, "Send again").click();

        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator("#email_domains"))
                .hasValue("kept.example.net");
        page.locator("#email_domains").fill("");
        page.locator("main form button").click();
        browser.assertNoComplaints();
    }
}
