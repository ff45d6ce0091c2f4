package org.peerage.web.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Lists for forms, and what any site is asked for. */
class DataPagesTest {
    @Started
    private static RunningServer server;

    @Test
    void choicesStandUnderTheNameThatWasAskedFor() throws Exception {
        assertThat(get("/data/enum/MTUS").text())
                .isEqualTo("{\"enum/MTUS\": [{\"id\": 1500, \"name\": \"1500\"}, {\"id\": 9000, \"name\": \"9000\"}]}");
        assertThat(get("/data/enum/policy_general").text())
                .startsWith("{\"enum/policy_general\": [{\"id\": \"Open\", \"name\": \"Open\"}, ");
        assertThat(get("/data/enum/scopes_advs")
                        .json()
                        .get("enum/scopes_advs")
                        .get(0)
                        .get("id")
                        .asString())
                .isEqualTo(",Not Disclosed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/enum/nonsense",
                "/data/enum/",
                "/data/enum",
                "/data/enum/a-b",
                "/data/countries/",
                "/data/",
                "/data"
            })
    void listsThatAreNoneAreNotFound(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void localesAreTheLanguagesThatTheSiteSpeaks() throws Exception {
        assertThat(get("/data/locales").text())
                .contains(
                        "{\"id\": \"en\", \"name\": \"English\"}", "{\"id\": \"de\", \"name\": \"German (Deutsch)\"}");
    }

    @Test
    void countriesHaveTheReferencesNames() throws Exception {
        JsonNode countries = get("/data/countries").json().get("countries");
        JsonNode withBlank = get("/data/countries_b").json().get("countries_b");

        assertThat(countries.size()).isEqualTo(250);
        assertThat(withBlank.size()).isEqualTo(251);
        assertThat(withBlank.get(0).get("id").asString()).isEmpty();
        assertThat(countries.toString()).contains("Türkiye", "Bahamas (The)", "United States of America", "Kosovo");
    }

    @Test
    void numbersAndFacilitiesAreThoseOfTheNetworkAndTheCampus() throws Exception {
        JsonNode facility = get("/api/fac?campus__gt=0&limit=1").json().at("/data/0");
        String campus = facility.get("campus_id").asString();

        assertThat(get("/data/asns?id=62").json().at("/asns/0/id"))
                .isEqualTo(get("/api/net/62").json().at("/data/0/asn"));
        for (String id : new String[] {"", "?id=", "?id=x", "?id=999999"}) {
            assertThat(get("/data/asns" + id).text()).isEqualTo("{\"asns\": []}");
        }
        assertThat(get("/data/campus_facilities?id=" + campus).json().at("/campus_facilities"))
                .hasSameSizeAs(get("/api/fac?campus=" + campus).json().at("/data"));
        assertThat(get("/data/campus_facilities").text())
                .contains(facility.get("name").asString());
        assertThat(get("/data/campus_facilities?id=999999").text()).isEqualTo("{\"campus_facilities\": []}");
    }

    @Test
    void ownOrganizationsAreForWhoIsSignedInAndAllForStaff() throws Exception {
        PageClient admin = PageClient.signedIn(server, "borealisadmin");

        assertThat(get("/data/my_organizations").header("Location"))
                .isEqualTo("/account/login/?next=/data/my_organizations");
        assertThat(admin.get("/data/my_organizations").text())
                .contains("Borealis Holdings")
                .doesNotContain("Aurora");
        assertThat(admin.get("/data/organizations").status()).isEqualTo(403);
        assertThat(server.send("user:superuser/rw", "GET", "/data/organizations", "")
                        .text())
                .contains("Aurora Holdings");
    }

    @Test
    void healthAndRobotsAreOnThePublicPort() throws Exception {
        TestResponse health = get("/healthcheck?x=1");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text()).isEmpty();
        assertThat(get("/healthcheck/").status()).isEqualTo(404);
        assertThat(get("/robots.txt").text()).startsWith("User-Agent: *\nDisallow: /register\n");
        assertThat(get("/robots.txt").header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void healthIsToldHoweverOftenItIsAskedFor() throws Exception {
        ServeSettings limited = ServeSettings.unlimited().withLimits(RateLimitSettings.defaults());
        try (RunningServer busy = RunningServer.start(limited)) {
            for (int i = 0; i < 130; i++) {
                assertThat(busy.send("", "GET", "/healthcheck", "").status()).isEqualTo(200);
            }
            assertThat(busy.send("", "GET", "/robots.txt", "").status())
                    .as("nothing was counted")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/login, 301, /account/login/",
        "/login?next=/net/1, 301, /account/login/?next=/net/1",
        "/net?asn=210101, 303, /net/1",
        "/net?asn=AS210101, 303, /net/1",
        "/profile?tab=keys, 302, /account/login/?next=/profile%3Ftab%3Dkeys",
        "/org_admin/users?org_id=41, 302, /account/login/?next=/org_admin/users%3Forg_id%3D41",
        "/net/1/edit?a=b%26c, 302, /account/login/?next=/net/1/edit%3Fa%3Db%2526c",
    })
    void oldAddressesLeadOn(String path, int status, String place) throws Exception {
        TestResponse response = get(path);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Location")).isEqualTo(place);
    }

    @Test
    void signingInLeadsBackToTheWholeAddress() throws Exception {
        PageClient person = PageClient.anonymous(server);
        String next = person.get("/profile?tab=keys").header("Location");
        person.get(next);

        TestResponse in =
                person.post(next, "username", "plain", "password", "plain-Passw0rd!", "next", "/profile?tab=keys");

        assertThat(in.header("Location")).isEqualTo("/profile?tab=keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/poc/self", "/netixlan/self", "/asn/self", "/ixlan/self", "/net?asn=4200000000", "/net?asn=x"})
    void nobodysPagesAreNotFound(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void filesOfEveryTypeAndDepthAreThere() throws Exception {
        for (String typeName : List.of("org", "net", "ix", "fac", "ixlan", "poc")) {
            JsonNode flat = get("/" + typeName + "-0.json").json();
            JsonNode deep = get("/" + typeName + "-1.json").json();
            assertThat(deep.get("data").size())
                    .as(typeName)
                    .isEqualTo(flat.get("data").size());
            assertThat(deep.get("meta").get("generated").isNumber()).isTrue();
        }
        assertThat(get("/org-2.json")
                        .json()
                        .get("data")
                        .get(0)
                        .get("net_set")
                        .get(0)
                        .isObject())
                .isTrue();
        assertThat(get("/org-1.json")
                        .json()
                        .get("data")
                        .get(0)
                        .get("net_set")
                        .get(0)
                        .isNumber())
                .isTrue();
        assertThat(get("/netfac-3.json").json()).isEqualTo(get("/netfac-0.json").json());
        assertThat(get("/net-3.json").text()).doesNotContain("desk1@as210101");
        assertThat(get("/net-4.json").status()).isEqualTo(404);
    }

    private static TestResponse get(String path) throws Exception {
        return server.send("", "GET", path, "");
    }

    @Test
    void everyAnswerNamesTheVersionThatItSpeaks() throws Exception {
        for (String path : List.of(
                "/",
                "/api/net?limit=1",
                "/api/nonsense",
                "/healthcheck",
                "/nonsense",
                "/static/style.css",
                "/net-0.json",
                "/copies/public/notification.json")) {
            assertThat(get(path).header("x-app-version")).as(path).isEqualTo("2.82.0");
        }
    }

    @Test
    void asSetsAreLookedUpForPeopleOnly() throws Exception {
        assertThat(get("/data/irr_lookup?name=AS-EXAMPLE").status()).isEqualTo(302);
        assertThat(server.send("user:plain/rw", "GET", "/data/irr_lookup?name=AS-EXAMPLE", "")
                        .status())
                .as("by a key")
                .isEqualTo(302);
        PageClient person = PageClient.signedIn(server, "plain");
        assertThat(person.get("/data/irr_lookup?name=RIPE::AS-EXAMPLE").text())
                .as("nobody is asked here")
                .isEqualTo("{\"name\": \"RIPE::AS-EXAMPLE\", \"sources\": [], \"ok\": false}");
        for (String wrong : List.of("", "AS64500", "RS-ROUTES", "AS-A%20AS-B", "AS-A%0D%0Aquit", "-T%20person", "x")) {
            assertThat(person.get("/data/irr_lookup?name=" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }
}
