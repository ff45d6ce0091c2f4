package org.peerage.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Files under the reference's addresses, in the recorded world. */
class ExportPagesTest {
    private static final String SEARCH = "/export/advanced-search/";

    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net | Name,Also known as,ASN,General Policy,Network Type,Network Scope,Traffic Levels,Traffic Ratio,Exchanges,Facilities",
                "fac | Name,Management,CLLI,NPA-NXX,City,Country,State,Postal Code,Networks",
                "ix | Name,Country,City,Networks",
                "org | Name,Country,City",
                "campus | Name,Name Long,Website,Fac_set",
                "carrier | Name,Long Name,Organization,Facilities",
            })
    void columnsAreTheReferences(String typeName, String titles) throws Exception {
        TestResponse csv = get(SEARCH + typeName + "/csv");
        TestResponse json = get(SEARCH + typeName + "/json");

        assertThat(csv.text().lines().findFirst()).hasValue(titles);
        assertThat(csv.header("Content-Disposition")).isEqualTo("attachment; filename=\"advanced_search_export.csv\"");
        assertThat(json.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"advanced_search_export.json\"");
        assertThat(json.json().get("results").get(0).propertyNames()).containsExactly(titles.split(","));
        assertThat(json.json().get("results").size())
                .isEqualTo((int) csv.text().lines().count() - 1)
                .isEqualTo(get("/api/" + typeName).json().get("data").size());
    }

    @Test
    void jsonIsAsciiAndPrettyJsonIsIndentedByTwo() throws Exception {
        String plain = get(SEARCH + "fac/json?country=DE").text();
        String pretty = get(SEARCH + "fac/json-pretty?country=DE").text();

        assertThat(plain).startsWith("{\"results\": [{\"Name\": \"\\u0141\\u00f3d\\u017a Net DC10\", \"Management\": ");
        assertThat(pretty).startsWith("{\n  \"results\": [\n    {\n      \"Name\": \"\\u0141");
        assertThat(get(SEARCH + "fac/json_pretty?country=DE").text()).isEqualTo(pretty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"net/csv?asn=1", "net/csv?name=none", "fac/csv?id=999999", "org/csv?id=33"})
    void emptyResultIsATableWithoutRows(String path) throws Exception {
        TestResponse csv = get(SEARCH + path);

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.text().lines()).hasSize(1);
        assertThat(get(SEARCH + path.replace("/csv", "/json")).text()).isEqualTo("{\"results\": []}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poc/json",
                "netixlan/csv",
                "nonsense/json",
                "net/exe",
                "net/",
                "net",
                "net/kmz",
                "asn_connectivity/kmz"
            })
    void unknownExportsAreNotFound(String path) throws Exception {
        assertThat(get(SEARCH + path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fac/json?net_count=x",
                "ix/csv?net_count__gt=many",
                "net/json?limit=x",
                "net/json?skip=x",
                "net/csv?since=x",
                "ix/kmz?asn_overlap=1",
                "org/kmz?latitude=50&longitude=8&distance=5"
            })
    void wrongParametersAreExplained(String path) throws Exception {
        TestResponse program = server.send("", "GET", SEARCH + path, "", "Accept", "application/json");

        assertThat(program.status()).isEqualTo(400);
        assertThat(program.json().get("meta").get("error").asString()).isNotBlank();
        assertThat(get(SEARCH + path).status()).as("as a page").isEqualTo(400);
    }

    @Test
    void pagingAndSinceAreTheApis() throws Exception {
        for (String query : List.of("limit=4&skip=3", "since=1&id__in=27,28,29", "country=&limit=2", "nonsense=1")) {
            List<String> expected = texts(get("/api/fac?" + query).json().get("data"), "name");

            assertThat(texts(get(SEARCH + "fac/json?" + query).json().get("results"), "Name"))
                    .as(query)
                    .isEqualTo(expected);
        }
    }

    @Test
    void filtersOfFilesReachWhatThoseOfTheApiReach() throws Exception {
        for (String filter :
                List.of("poc_set__email__startswith=desk1%40", "poc_set__email__startswith=zzz", "fac=4")) {
            assertThat(texts(get(SEARCH + "net/json?" + filter).json().get("results"), "Name"))
                    .as(filter)
                    .isEqualTo(texts(get("/api/net?" + filter).json().get("data"), "name"));
        }
    }

    @Test
    void keysAreKnownAtFilesAndWrongOnesRefused() throws Exception {
        String path = SEARCH + "org/json?latitude=50.1&longitude=8.7&distance=50";

        assertThat(get(path).status()).as("distances are for users").isEqualTo(400);
        assertThat(server.send("user:plain/rw", "GET", path, "").status()).isEqualTo(200);
        for (String anywhere : List.of(path, "/healthcheck", "/net/1", "/data/countries", "/export/kmz/")) {
            TestResponse wrong = server.send("", "GET", anywhere, "", "Authorization", "Api-Key nonsense");
            assertThat(wrong.status()).as(anywhere).isEqualTo(401);
            assertThat(wrong.text()).isEqualTo("{\"meta\": {\"error\": \"Invalid API key\"}}");
        }
        assertThat(server.send("", "GET", "/net/1", "", "Authorization", "Basic bm9ib2R5Og==")
                        .status())
                .as("somebody else's password, such as a proxy's")
                .isEqualTo(200);
    }

    @Test
    void connectivityCountsOneToAllOfTheNetworks() throws Exception {
        String list = SEARCH + "asn_connectivity/json?connectivity_type=exchanges&asn_list=20121,20232,395002";

        List<List<Boolean>> all = truths(get(list));
        List<List<Boolean>> some = truths(get(list + "&match_filter=any-match"));
        List<List<Boolean>> every = truths(get(list + "&match_filter=all-match"));
        List<List<Boolean>> several = truths(get(list + "&hide_unmatched=1"));

        assertThat(all).allMatch(row -> row.contains(true));
        assertThat(some).isSubsetOf(all).allMatch(row -> count(row) >= 2 && count(row) < 3);
        assertThat(every).isSubsetOf(all).allMatch(row -> count(row) == 3);
        assertThat(several)
                .hasSameSizeAs(all.stream().filter(row -> count(row) >= 2).toList());
    }

    @Test
    void kmzHasWhatHasAPlace() throws Exception {
        for (String typeName : List.of("fac", "org", "ix", "campus", "carrier")) {
            TestResponse kmz = get(SEARCH + typeName + "/kmz");
            assertThat(kmz.status()).as(typeName).isEqualTo(200);
            assertThat(kmz.header("Content-Type")).isEqualTo("application/vnd.google-earth.kmz");
            assertThat(kmz.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"advanced_search_export.kmz\"");
            assertThat(kmz.text()).startsWith("PK");
        }
        TestResponse all = get("/export/kmz/");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.header("Last-Modified")).endsWith("GMT");
        assertThat(get("/export/kmz").status()).isEqualTo(200);
    }

    @Test
    void memberListsTellPublicContactsOnlyWhoeverAsks() throws Exception {
        String anybody = get("/export/ix/12/ixp-member-list").text().replaceAll("\"timestamp\": \"[^\"]*\"", "");
        String superuser = server.send("user:superuser/rw", "GET", "/export/ixlan/12/ixp-member-list", "")
                .text()
                .replaceAll("\"timestamp\": \"[^\"]*\"", "");

        assertThat(anybody)
                .startsWith("{\"version\": \"0.6\", ")
                .contains("\"asnum\": 210404", "desk4@as210404.example.net");
        assertThat(superuser).isEqualTo(anybody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ix/1400", "ixlan/1400", "ix/17", "ixlan/17"})
    void memberListsOfNoExchangeHaveNoMembers(String exchange) throws Exception {
        JsonNode list = get("/export/" + exchange + "/ixp-member-list?pretty").json();

        assertThat(list.get("member_list").isEmpty()).isTrue();
        assertThat(list.get("ixp_list").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/export/ixlan/1/ixf",
                "/export/ix/x/ixp-member-list",
                "/export/ix/1",
                "/export/",
                "/export/net/1/csv"
            })
    void otherAddressesAreNotFound(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    private static TestResponse get(String path) throws Exception {
        return server.send("", "GET", path, "");
    }

    private static List<String> texts(JsonNode rows, String key) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.get(key).asString()));
        return texts;
    }

    private static List<List<Boolean>> truths(TestResponse response) {
        List<List<Boolean>> rows = new ArrayList<>();
        for (JsonNode row : response.json().get("results")) {
            List<Boolean> truths = new ArrayList<>();
            row.properties().stream()
                    .filter(entry -> entry.getKey().startsWith("AS"))
                    .forEach(entry -> truths.add(entry.getValue().asBoolean()));
            rows.add(truths);
        }
        return rows;
    }

    private static long count(List<Boolean> row) {
        return row.stream().filter(there -> there).count();
    }
}
