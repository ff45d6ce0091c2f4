package org.peerage.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** In which language pages and mails are (docs/spec/operations.md §10). */
class LanguagePagesTest {
    private static final Messages GERMAN = Languages.orEnglish("de");

    @Started
    private static RunningServer server;

    private static String heading(TestResponse page) {
        return page.text().replaceAll("(?s).*<html lang=\"(.+?)\">.*<h1>(.+?)</h1>.*", "$1: $2");
    }

    @Test
    void pageIsAsTheBrowserAsksUntilSomebodyChooses() throws Exception {
        PageClient browser = PageClient.anonymous(server);
        String german = "de: " + GERMAN.text("signIn.title");
        String english = "en: Sign in";

        assertThat(heading(browser.get("/account/login/"))).isEqualTo(english);
        assertThat(heading(browser.get("/account/login/", "Accept-Language", "de-AT,en;q=0.5")))
                .isEqualTo(german);
        assertThat(browser.get("/account/login/").header("Vary")).contains("Accept-Language");

        TestResponse chosen =
                browser.postWithToken("", "/i18n/setlang/", "language", "de", "next", "/account/login/?next=/net/1");

        assertThat(chosen.status()).isEqualTo(303);
        assertThat(chosen.header("Location")).isEqualTo("/account/login/?next=/net/1");
        assertThat(heading(browser.get("/account/login/", "Accept-Language", "en")))
                .isEqualTo(german);
        browser.postWithToken("", "/i18n/setlang/", "language", "tlh");
        assertThat(heading(browser.get("/account/login/")))
                .as("unknown ones change nothing")
                .isEqualTo(german);
    }

    @Test
    void choiceOfAnotherSiteIsNone() throws Exception {
        PageClient browser = PageClient.anonymous(server);
        TestResponse refused = browser.postWithHeaders(
                "/i18n/setlang/", new String[] {"Sec-Fetch-Site", "cross-site"}, "language", "de");
        TestResponse away =
                browser.postWithToken("", "/i18n/setlang/", "language", "en", "next", "//evil.example.net/");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(away.header("Location")).isEqualTo("/");
        assertThat(PageClient.signedIn(server, "plain")
                        .postWithToken("", "/i18n/setlang/", "language", "de")
                        .status())
                .as("what an account remembers needs its session's token")
                .isEqualTo(403);
    }

    @Test
    void accountRemembersTheLanguageForOtherBrowsersAndMails() throws Exception {
        PageClient person = PageClient.signedIn(server, "emptyadmin");
        person.get("/profile");
        assertThat(person.post("/i18n/setlang/", "language", "de").status()).isEqualTo(303);

        PageClient elsewhere = PageClient.signedIn(server, "emptyadmin");
        assertThat(elsewhere.get("/profile").text())
                .contains("<html lang=\"de\">")
                .contains(GERMAN.text("keys.title"));
        elsewhere.post("/profile/keys", "name", "deutsch", "readonly", "true");
        assertThat(server.mails().await("emptyadmin@people.example.net", "API-Schl"))
                .isNotEmpty();
        person.post("/i18n/setlang/", "language", "en");
    }

    @Test
    void signInWithANewBrowserIsToldInTheLanguageOfTheAccount() throws Exception {
        PageClient person = PageClient.signedIn(server, "scratchnets");
        person.get("/profile");
        person.post("/i18n/setlang/", "language", "de");
        PageClient other = PageClient.anonymous(server);
        other.get("/account/login/");

        PageClient.signedIn(server, "scratchnets");
        other.postAs(
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "/account/login/",
                "username",
                "scratchnets",
                "password",
                "scratchnets-Passw0rd!");

        server.mails().await("scratchnets@people.example.net", "Firefox unter Linux, von 127.0.0.1");
        assertThat(server.mails().mailsTo("scratchnets@people.example.net"))
                .filteredOn(mail -> mail.contains("/profile/sessions"))
                .as("the same browser again is no news")
                .hasSize(1);
    }

    @Test
    void programsAreAnsweredInEnglish() throws Exception {
        PageClient person = PageClient.signedIn(server, "plain");

        TestResponse json = person.get("/api/net/999999999", "Accept-Language", "de");
        assertThat(json.text().toLowerCase(Locale.ROOT)).doesNotContain("nicht");
    }
}
