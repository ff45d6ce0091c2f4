package org.peerage.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Search, comparison, advanced search and files over HTTP, in the recorded world. */
class SearchPagesTest {
    @Started
    private static RunningServer server;

    @Test
    void asNumberOfANetworkGoesToItsPage() throws Exception {
        RunningServer.TestResponse response = get("/search?q=AS210101");

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("/net/1");
        assertThat(get("/search?q=AS210101&stay=1").text()).contains("Aurora Networks");
    }

    @Test
    void ipAddressGoesToTheNetworkThatHasIt() throws Exception {
        assertThat(get("/search?q=185.77.24.10").header("Location")).isEqualTo("/net/1");
        assertThat(get("/search?q=2001:07F8:1ab:0::6fa:1").header("Location")).isEqualTo("/net/2");
    }

    @Test
    void nameThatSeveralThingsHaveIsListed() throws Exception {
        RunningServer.TestResponse response = get("/search?q=aurora");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("href=\"/net/1\"", "href=\"/org/1\"", "href=\"/fac/1\"");
    }

    @Test
    void suggestionsAndTheSearchForProgramsAreJson() throws Exception {
        JsonNode suggested = get("/search/suggest?q=auror").json();
        JsonNode all = get("/api_search?q=aurora").json();

        assertThat(texts(suggested, "url")).contains("/net/1", "/org/1");
        assertThat(texts(all.get("net"), "name")).contains("Aurora Networks");
        assertThat(all.get("net").get(0).get("asn").longValue()).isEqualTo(210101);
    }

    @Test
    void apisNameSearchFindsTheSame() throws Exception {
        JsonNode found =
                get("/api/net?name_search=aurora&fields=id,name").json().get("data");

        assertThat(texts(found, "name")).contains("Aurora Networks");
        assertThat(get("/api/net?name_search=nothinghasthis").json().get("data").size())
                .isZero();
    }

    @Test
    void searchReflectsWritesAtOnce() throws Exception {
        JsonNode made = server.send(
                        "org:41/full",
                        "POST",
                        "/api/carrier",
                        "{\"org_id\": 41, \"name\": \"Quicksilver Fibre\", \"website\": \"https://quick.example\"}")
                .json();
        assertThat(made.toString()).contains("Quicksilver");
        long id = made.get("data").get(0).get("id").longValue();
        String status = made.get("data").get(0).get("status").stringValue();

        List<String> found = texts(get("/search/suggest?q=quicksilver").json(), "url");

        assertThat(found).isEqualTo(status.equals("ok") ? List.of("/carrier/" + id) : List.of());
        server.send("org:41/full", "DELETE", "/api/carrier/" + id, "");
        assertThat(get("/search/suggest?q=quicksilver").json().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type:exchange aurora|There is no type \"exchange\". Types are net, ix, fac",
                "aurora country:atlantis|There is no country \"atlantis\"",
                "city:atlantis|No city here has \"atlantis\" in its name",
                "near:Atlantis distance:5|There is no place \"Atlantis\" here",
                "ix in Atlantis|There is no place \"Atlantis\" here"
            })
    void whatThereIsNotIsTold(String typed, String told) throws Exception {
        assertThat(get("/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8))
                        .text())
                .contains(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type:ix country:de",
                "country:germany",
                "country:deutschland",
                "city:chicago",
                "near:Chicago",
                "ix in chicago",
                "aurora"
            })
    void whatThereIsIsNoReasonToWarn(String typed) throws Exception {
        assertThat(get("/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8))
                        .text())
                .doesNotContain("class=\"warning\"");
    }

    @Test
    void pointsOfTheMapHaveAnAddressOfTheirOwn() throws Exception {
        String page = get("/advanced_search?country=DE&type=fac").text();
        String address = "/advanced_search/points?country=DE&type=fac";

        assertThat(page).contains("data-source=\"" + address.replace("&", "&amp;") + "\"");
        assertThat(get(address).json().get(0).propertyNames()).contains("lat", "lon", "name", "url");
        assertThat(get("/advanced_search/points?type=fac&bogus=1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*:*",
                "\"",
                "(((",
                "name:",
                "<script>alert(1)</script>",
                "'\"><img src=x>",
                "\u0000",
                "-",
                "near:"
            })
    void hostileTextsAreHandled(String typed) throws Exception {
        String q = URLEncoder.encode(typed, StandardCharsets.UTF_8);

        RunningServer.TestResponse page = get("/search?q=" + q);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("<script>alert", "<img src=x");
        assertThat(get("/search/suggest?q=" + q).status()).isEqualTo(200);
        assertThat(get("/api/net?name_search=" + q).status()).isEqualTo(200);
        assertThat(get("/compare?asn=" + q).status()).isEqualTo(200);
        assertThat(get("/advanced_search?type=net&name_search=" + q).status()).isIn(200, 303);
    }

    @Test
    void longQueriesAreHandled() throws Exception {
        assertThat(get("/search?q=" + "a%20OR%20".repeat(1200)).status()).isEqualTo(200);
    }

    @Test
    void advancedSearchFindsWhatTheApiFinds() throws Exception {
        String filters = "country=DE&net_count__gte=1";
        int expected = get("/api/ix?" + filters).json().get("data").size();

        RunningServer.TestResponse page = get("/advanced_search?type=ix&" + filters);

        assertThat(expected).isPositive();
        assertThat(page.text())
                .contains("Exchanges <span class=\"count\" role=\"status\">" + expected + "</span>")
                .contains("/api/ix?country=DE&amp;net_count__gte=1");
    }

    @Test
    void emptyFieldsLeaveTheAddress() throws Exception {
        RunningServer.TestResponse response = get("/advanced_search?type=ix&city__contains=&country=DE&name_search=");

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("/advanced_search?country=DE&type=ix");
    }

    @Test
    void filtersThatCannotBeUsedAreExplained() throws Exception {
        assertThat(get("/advanced_search?type=ix&asn_overlap=210101").text()).contains("choose at least two");
        assertThat(get("/export/advanced-search/ix/csv?asn_overlap=1").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ix|cuntry=DE|There is no filter “cuntry” here.",
                "ix|net_count__gte=many|“many” is no number.",
                "ix|created__gte=yesterday|“yesterday” is no date such as 2026-01-31.",
                "net|info_unicast=maybe|“maybe” is neither true nor false.",
                "net|policy_general=Opne|“Opne” is none of Open, Selective",
                "net|policy_general__in=Open,Opne|“Opne” is none of Open, Selective",
                "net|nets__asn=1|There is no filter “nets__asn” here.",
                "org|country=ZZ|Nothing here is called ZZ.",
                "nets|asn=1|There is no type “nets”."
            })
    void mistypedFilterIsTold(String type, String filter, String told) throws Exception {
        String page = get("/advanced_search?type=" + type + "&" + filter).text();

        assertThat(page).contains(told).doesNotContain("class=\"sort\"");
    }

    @Test
    void filtersOfTheApiAreKnown() throws Exception {
        for (String filter : List.of(
                "ix__name__contains=a",
                "org__name=x",
                "fac__country=DE",
                "not_ix=1",
                "info_type__contains=N",
                "asn__gt=1",
                "name__startswith=A",
                "updated__gte=2020-01-01",
                "name_search=a",
                "org_id__in=1,2",
                "netixlan__speed__gt=1")) {
            assertThat(get("/advanced_search?type=net&" + filter.replace(",", "%2C"))
                            .text())
                    .as(filter)
                    .contains("class=\"count\" role=\"status\"");
        }
    }

    @Test
    void filesOfMistypedFiltersAreRefused() throws Exception {
        assertThat(get("/export/advanced-search/ix/csv-api?cuntry=DE").status()).isEqualTo(400);
    }

    @Test
    void filesOfAllFieldsHaveWhatThePageShows() throws Exception {
        JsonNode api = get("/api/fac?country=DE").json().get("data");

        String csv = get("/export/advanced-search/fac/csv-api?country=DE").text();

        assertThat(csv.lines().findFirst().orElseThrow())
                .startsWith("id,org_id,")
                .contains("name");
        for (JsonNode fac : api) {
            assertThat(csv).contains(fac.get("name").stringValue());
        }
        assertThat(get("/export/advanced-search/fac/xlsx?country=DE").header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"peerage-fac.xlsx\"");
        assertThat(get("/export/advanced-search/poc/csv-api").status()).isEqualTo(404);
        assertThat(get("/advanced_search?type=fac&country=DE").text())
                .contains(
                        "/export/advanced-search/fac/csv-api?country=DE", "/export/advanced-search/fac/kmz?country=DE");
    }

    @Test
    void comparedNetworksShowWhereTheyMeet() throws Exception {
        JsonNode common = get("/api/ix?asn_overlap=395002,395047").json().get("data");

        RunningServer.TestResponse page = get("/net/2?vs=395047");
        JsonNode file = get("/export/compare/json?asn=395002,395047").json();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Borealis Networks", "AS395047");
        List<String> shared = StreamSupport.stream(file.get("exchanges").spliterator(), false)
                .filter(ix ->
                        texts(ix.get("present"), "asn").stream().distinct().count() == 2)
                .map(ix -> ix.get("name").stringValue())
                .toList();
        assertThat(shared).hasSizeGreaterThan(2);
        assertThat(shared).containsExactlyInAnyOrderElementsOf(texts(common, "name"));
        assertThat(get("/export/compare/csv?asn=210101,395002").text()).contains("185.77.24.10");
        assertThat(get("/compare?asn=210101,395002").text()).contains("Borealis Networks");
    }

    @Test
    void unknownNumberIsToldAndMoreThanTwentyFiveAreCut() throws Exception {
        assertThat(get("/compare?asn=210101,4199999999,x").text())
                .contains("No network here has this number or name: 4199999999, x");
        JsonNode all = get("/api/net?fields=asn&limit=40").json().get("data");
        assertThat(get("/compare?asn=" + String.join(",", texts(all, "asn"))).text())
                .contains("Up to 25 networks can be compared");
    }

    @Test
    void documentationNamesEveryTypeAndField() throws Exception {
        String page = get("/apidocs/").text();

        assertThat(page)
                .contains("netixlan", "irr_as_set", "ixf_ixp_member_list_url_visible", "Authorization: Api-Key");
    }

    private static RunningServer.TestResponse get(String path) throws Exception {
        return server.send("", "GET", path, "");
    }

    private static List<String> texts(JsonNode list, String key) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.get(key).asString())
                .toList();
    }
}
