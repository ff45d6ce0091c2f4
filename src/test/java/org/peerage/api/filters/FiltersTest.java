package org.peerage.api.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** What filters find in the recorded world, beyond the recorded answers. */
class FiltersTest {
    @Started
    private static RunningServer server;

    private static TestResponse read(String type, String... namesAndValues) throws Exception {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.append(i == 0 ? "?" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return server.send("", "GET", "/api/" + type + query, "");
    }

    private static List<Long> ids(String type, String... namesAndValues) throws Exception {
        TestResponse response = read(type, namesAndValues);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        List<Long> ids = new ArrayList<>();
        response.json().at("/data").forEach(row -> ids.add(row.get("id").longValue()));
        return ids;
    }

    private static List<Long> rows(String path) throws Exception {
        List<Long> ids = new ArrayList<>();
        server.send("", "GET", "/api/" + path, "")
                .json()
                .at("/data")
                .forEach(row -> ids.add(row.get("id").longValue()));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({
        "fac, country__contains, japan",
        "fac, country__contains, jp",
        "fac, country__startswith, Jap",
        "org, fac_set__country__contains, apan",
        "netfac, country__contains, Japan",
        "netfac, fac__country__startswith, jp",
        "net, fac__country__contains, Japan",
        "net, fac__country__startswith, JP",
        "net, fac__country__startswith, Jap"
    })
    void countriesAreFoundByCodeOrName(String type, String name, String value) throws Exception {
        String exact = name.substring(0, name.lastIndexOf("__"));

        assertThat(ids(type, name, value)).isNotEmpty().isEqualTo(ids(type, exact, "JP"));
    }

    @ParameterizedTest
    @CsvSource({
        "fac, ix__name, Łódź Net-IX Amsterdam",
        "fac, ix__name__in, Łódź Net-IX Amsterdam",
        "fac, ix__name__contains, Łódź",
        "net, ix__name__startswith, Łód",
        "netixlan, name, Łódź Net-IX Amsterdam",
        "netixlan, name__contains, Łódź",
        "netixlan, ix__name, Łódź Net-IX Amsterdam"
    })
    void lettersBeyondAsciiAreFoundThroughActiveLinks(String type, String name, String value) throws Exception {
        String relation = type.equals("netixlan") ? "ix_id" : "ix";

        assertThat(ids(type, name, value)).isNotEmpty().isEqualTo(ids(type, relation, "15"));
    }

    @ParameterizedTest
    @CsvSource({
        "net, ixlan__created__contains, 2015",
        "net, ixlan__created__startswith, 2015-",
        "net, fac__updated__startswith, 2020-02-11",
        "ix, net__netfac_updated__contains, 2022-07-18",
        "ix, ixfac__updated__contains, 2021-07"
    })
    void partsOfTimesAreFoundThroughActiveLinks(String type, String name, String value) throws Exception {
        assertThat(ids(type, name, value)).isNotEmpty();
    }

    @Test
    void timeThroughActiveLinksIsAWholeOne() throws Exception {
        TestResponse response = read("ix", "net__netfac_updated", "2022");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().at("/meta/error").stringValue()).startsWith("['“2022” value has an invalid format.");
    }

    @ParameterizedTest
    @CsvSource({"net, updated__contains", "net, updated__startswith", "ix, created__startswith"})
    void timesAsAnswersShowThemAreFound(String type, String name) throws Exception {
        String field = name.substring(0, name.indexOf("__"));
        String time = read(type, "id", "7").json().at("/data/0/" + field).stringValue();

        assertThat(ids(type, name, time)).contains(7L);
    }

    @ParameterizedTest
    @CsvSource({
        "fac, carrierfac_set__id__contains, 6",
        "fac, org__id__startswith, 1",
        "ixfac, ix__id__contains, 2",
        "net, ix__id__contains, 2",
        "netixlan, net__id__startswith, 6"
    })
    void idsHavePartsThroughRelations(String type, String name, String value) throws Exception {
        assertThat(ids(type, name, value)).isNotEmpty();
    }

    /** Keys that show the same in all rows are filters behind relations, too. */
    @ParameterizedTest
    @CsvSource({
        "ixlan?ix__media=, Ethernet, ATM",
        "ixlan?ix__media__in=, 'ATM,Ethernet', ATM",
        "ixpfx?ix__media__startswith=, Eth, ATM",
        "net?ix__media__contains=, ther, tm",
        "org?ix_set__media=, ethernet, x",
        "netixlan?ixlan__dot1q_support=, 0, 1",
        "ix?ixlan_set__dot1q_support__lt=, true, false",
        "net?ixlan__dot1q_support__in=, 'true,false', true"
    })
    void constantsAreFilteredByThroughRelations(String path, String fitting, String other) throws Exception {
        String encoded = URLEncoder.encode(fitting, StandardCharsets.UTF_8);

        assertThat(rows(path + encoded)).isNotEmpty();
        assertThat(rows(path + other)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "net?netfac__facility=, net?netfac__fac=",
        "net?netfac__network=, net?netfac__net=",
        "net?netixlan__network__in=, net?netixlan__net__in=",
        "ix?ixfac__facility=, ix?ixfac__fac=",
        "carrier?carrierfac_set__facility_id=, carrier?carrierfac_set__fac="
    })
    void referencesBehindActiveLinksGoByBothNames(String path, String same) throws Exception {
        assertThat(rows(path + "2")).isNotEmpty().isEqualTo(rows(same + "2"));
        assertThat(rows(path + "999999")).isEmpty();
    }

    @Test
    void capacityIsANumberThatHasParts() throws Exception {
        long exchange = rows("ix?capacity__gt=100000").getFirst();
        long[] speeds = server.send("", "GET", "/api/netixlan?ix_id=" + exchange, "")
                .json()
                .at("/data")
                .valueStream()
                .mapToLong(peer -> peer.get("speed").longValue())
                .toArray();
        String sum = Long.toString(LongStream.of(speeds).sum());

        assertThat(rows("ix?capacity__startswith=" + sum)).contains(exchange);
        assertThat(rows("ix?capacity__contains=" + sum.substring(1))).contains(exchange);
        assertThat(rows("ix?capacity__contains=x")).isEmpty();
        assertThat(read("ix", "capacity__in", "1,x").text()).contains("expected a number but got 'x'.");
    }

    @Test
    void bareReferenceHasNoParts() throws Exception {
        assertThat(read("fac", "org__contains", "1").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "net, info_types, Content",
        "net, info_types, 'NSP,Content'",
        "net, name, Aurora Networks",
        "netixlan, name, chix",
        "fac, country, JP",
        "netixlan, ipaddr4, 185.77.4.10",
        "org, city, Tokyo"
    })
    void operatorsFindWhatTheBareNameFinds(String type, String name, String value) throws Exception {
        List<Long> bare = ids(type, name, value);

        assertThat(bare).isNotEmpty();
        assertThat(ids(type, name + "__in", value)).containsAll(bare);
        assertThat(ids(type, name + "__contains", value)).containsAll(bare);
        assertThat(ids(type, name + "__startswith", value)).containsAll(bare);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0", "TRUE, true"})
    void truthValuesHaveOperators(String value, String bare) throws Exception {
        List<Long> found = ids("net", "info_ipv6", bare);

        assertThat(found).isNotEmpty();
        assertThat(ids("net", "info_ipv6__in", value)).isEqualTo(found);
        assertThat(ids("net", "info_ipv6__contains", value)).isEqualTo(found);
        assertThat(ids("net", "info_ipv6__startswith", value)).isEqualTo(found);
        assertThat(ids("netfac", "net__info_ipv6__contains", value)).isEqualTo(ids("netfac", "net__info_ipv6", bare));
    }

    @Test
    void fieldsOfRelatedRowsAreFoundByTheirIdsAndPlaces() throws Exception {
        assertThat(ids("netixlan", "net__org_id", "41")).containsExactly(113L, 114L);
        assertThat(ids("netixlan", "net__org", "41")).containsExactly(113L, 114L);
        assertThat(ids("fac", "org__latitude__gt", "50")).isNotEmpty();
        assertThat(ids("fac", "org__longitude__lt", "0")).isNotEmpty();
    }

    @Test
    void lastValueOfARepeatedFieldCounts() throws Exception {
        assertThat(ids("net", "id", "1", "id", "2")).containsExactly(2L);
        assertThat(ids("net", "id__gt", "5", "id__gt", "60")).isEqualTo(ids("net", "id__gt", "60"));
    }

    @Test
    void firstValueOfARepeatedSpecialParameterCounts() throws Exception {
        assertThat(ids("netixlan", "ix_id", "1", "ix_id", "2")).isEqualTo(ids("netixlan", "ix_id", "1"));
        assertThat(ids("net", "not_ix", "1", "not_ix", "2")).isEqualTo(ids("net", "not_ix", "1"));
        assertThat(ids("fac", "net", "61", "net", "1")).isEqualTo(ids("fac", "net", "61"));
    }

    @Test
    void relationIsTheSameParameterWithItsSuffix() throws Exception {
        assertThat(ids("netixlan", "ix_id", "1", "ix", "2")).isEqualTo(ids("netixlan", "ix", "2"));
        assertThat(ids("netixlan", "net", "61", "net_id", "1")).isEqualTo(ids("netixlan", "net_id", "1"));
        assertThat(ids("netixlan", "net", "61", "net_id__in", "61,1")).isEqualTo(ids("netixlan", "net", "61"));
    }

    @Test
    void limitCutsWhatIsPaged() throws Exception {
        TestResponse page = read("net", "limit", "4", "page", "1");
        TestResponse rest = read("net", "limit", "4", "skip", "2", "page", "2", "per_page", "3");

        assertThat(page.json().at("/data")).hasSize(4);
        assertThat(page.json().at("/meta/pagination/count").longValue()).isEqualTo(4);
        assertThat(rest.json().at("/data/0/id").longValue()).isEqualTo(6);
        assertThat(rest.json().at("/data")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void emptySearchIsNone(String text) throws Exception {
        assertThat(ids("net", "name_search", text, "limit", "3")).containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".0", ".25", ".999"})
    void changesInTheSecondOfSinceAreServed(String fraction) throws Exception {
        long second = Instant.parse(
                        read("net", "id", "17").json().at("/data/0/updated").stringValue())
                .getEpochSecond();

        assertThat(ids("net", "since", second + fraction)).contains(17L);
        assertThat(ids("net", "since", (second + 1) + fraction)).doesNotContain(17L);
    }

    @Test
    void addressesInAListAreCanonicalUnlessSomethingElseIsAmongThem() throws Exception {
        String spelled = "2001:7F8:1A1:0:0:0:0:FE";

        assertThat(ids("netixlan", "ipaddr6__in", spelled + ",2001:7f8::0")).containsExactly(111L);
        assertThat(ids("netixlan", "ipaddr6__in", spelled + ",x")).isEmpty();
    }
}
