package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.schema.ObjectType;
import org.peerage.search.Search;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Who guesses at what they may not read is not told whether the guess is right (docs/spec/deviations.md 4). */
class HiddenValueGuessingTest {
    @Started
    private static RunningServer server;

    /** Contact 1 is for users, 6 for their organization; 20 was public and is deleted; the member list of exchange 3 is private. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/poc?id=1&email__startswith=%s&page=1                  | desk1@        | zzz
            /api/poc?id=1&email__startswith=%s                         | desk1@        | zzz
            /api/poc?id__in=1,3&email__in=%s&limit=1                   | desk1@as210101.example.net,desk3@as395002.example.net | zzz,desk3@as395002.example.net
            /api/poc?id__in=1,3&email__contains=%s&skip=1              | @as           | zzz
            /api/poc?name=%s                                           | Borealis desk | Borealis desks
            /api/poc?id=1&role=%s                                      | Policy        | Sales
            /api/poc?id=1&role__lt=%s                                  | Z             | A
            /api/poc?id=6&visible=%s                                   | Private       | Users
            /api/poc?id=1&phone=%s                                     | ''            | +1
            /api/poc?id=1&created__startswith=%s                       | 2013          | 2014
            /api/poc?since=1580000000&id=1&updated__lt=%s              | 2020-02-12    | 2020-02-11
            /api/poc?since=1&id=20&name__startswith=%s                 | Umbra         | Zzz
            /api/poc?since=1&id=20&name__gt=%s                         | A             | Zzz
            /api/poc?since=1&id=20&email=%s                            | ''            | x
            /api/poc?since=1&url__contains=%s&page=1                   | as395020      | zzz
            /api/ixlan?id=3&ixf_ixp_member_list_url__startswith=%s     | https://ix3   | https://zzz
            /api/ixlan?ixf_ixp_member_list_url=%s                      | https://ix3.example.net/members.json | x
            /api/ixlan?id=3&ixf_ixp_member_list_url__in=%s             | https://ix3.example.net/members.json | x
            /api/ixlan?id=3&ixf_ixp_member_list_url__lt=%s             | https://ix4   | https://ix2
            /api/ix?ixlan_set__ixf_ixp_member_list_url__startswith=%s  | https://ix3   | https://zzz
            /api/ixpfx?ixlan__ixf_ixp_member_list_url__startswith=%s   | https://ix3   | https://zzz
            /api/netixlan?ixlan__ixf_ixp_member_list_url__contains=%s  | ix3.          | zzz.
            /api/net?ixlan__ixf_ixp_member_list_url__contains=%s       | ix3.          | zzz.
            /api/net?poc_set__email__startswith=%s                     | desk1@as210101 | zzz
            /api/net?poc_set__id=%s                                    | 1             | 99
            /api/net?id=1&poc_set__role=%s                             | Policy        | Sales
            /api/net?poc_set__name=%s                                  | Umbra desk    | Zzz desk
            /advanced_search?type=net&poc_set__email__startswith=%s    | desk6         | desk0
            /export/advanced-search/net/csv?poc_set__email__contains=%s | desk6        | desk0
            """)
    void rightAndWrongGuessesAreAnsweredAlike(String path, String right, String wrong) throws Exception {
        TestResponse guessed = ask("", path, right);
        TestResponse missed = ask("", path, wrong);

        assertThat(guessed.status()).isEqualTo(missed.status()).isLessThan(500);
        // Pages and links repeat what was asked.
        assertThat(right.isEmpty() ? guessed.text() : guessed.text().replace(right, wrong))
                .isEqualTo(missed.text());
        // So their entity tags differ as their bytes do.
        List<String> headers = guessed.text().equals(missed.text())
                ? List.of("ETag", "Last-Modified", "Content-Length")
                : List.of("Last-Modified", "Content-Length");
        assertThat(headers.stream().map(guessed::header))
                .isEqualTo(headers.stream().map(missed::header).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user:plain/ro        | /api/poc?id=1&email__startswith=desk1%40                        | 1
            user:plain/ro        | /api/poc?id=6&email__startswith=desk6%40                        |
            user:plain/ro        | /api/net?poc_set__email__startswith=desk1%40                    | 1
            user:scratchadmin/ro | /api/poc?email__startswith=desk58%40                            | 58
            user:scratchadmin/ro | /api/net?poc_set__email__startswith=desk58%40                   | 62
            user:scratchadmin/ro | /api/poc?email__startswith=desk55%40                            |
            org:41/onefac        | /api/poc?name=Sable+desk                                        | 58
            org:41/onefac        | /api/ixlan?ixf_ixp_member_list_url__startswith=https://ix21     | 21
            org:41/onefac        | /api/ix?ixlan_set__ixf_ixp_member_list_url__startswith=https://ix21 | 21
            org:41/onefac        | /api/ixlan?ixf_ixp_member_list_url__startswith=https://ix3.     |
            user:superuser/ro    | /api/ixlan?ixf_ixp_member_list_url__startswith=https://ix3.     | 3
            user:superuser/ro    | /api/poc?since=1&name__startswith=Umbra                         |
            """)
    void permittedCallersFindTheValue(String who, String path, String ids) throws Exception {
        assertThat(ids(server.send(who, "GET", path, "").json())).isEqualTo(ids == null ? "" : ids);
    }

    @Test
    void hiddenContactsAreNotCounted() throws Exception {
        String all = ids(server.send("", "GET", "/api/poc", "").json());
        List<String> visible = List.of(all.split(" ", -1));

        JsonNode page = server.send("", "GET", "/api/poc?page=2&per_page=3", "").json();

        assertThat(page.at("/meta/pagination/count").intValue()).isEqualTo(visible.size());
        assertThat(ids(page)).isEqualTo(String.join(" ", visible.subList(3, 6)));
        assertThat(ids(server.send("", "GET", "/api/poc?limit=2&skip=1", "").json()))
                .isEqualTo(String.join(" ", visible.subList(1, 3)));
        assertThat(ids(server.send("", "GET", "/api/poc?since=1&limit=100", "").json())
                        .split(" ", -1))
                .hasSize(server.send("", "GET", "/api/poc?since=1&page=1", "")
                        .json()
                        .at("/meta/pagination/count")
                        .intValue());
    }

    /** That an id is taken is no secret: sets show it at depth 1, a single read answers 403, and so it was recorded. */
    @Test
    void hiddenContactsAskedForByNothingButTheirIdAreAnEmptyList() throws Exception {
        assertThat(server.send("", "GET", "/api/poc?id=21", "").status()).isEqualTo(200);
        assertThat(server.send("", "GET", "/api/poc?id=21&role=Abuse", "").status())
                .isEqualTo(404);
        assertThat(server.send("", "GET", "/api/poc?id=9999", "").status()).isEqualTo(404);
        assertThat(server.send("", "GET", "/api/net/20?depth=1", "").json().at("/data/0/poc_set"))
                .anyMatch(id -> id.intValue() == 21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user:plain/ro", "user:superuser/ro"})
    void blankedNamesOfDeletedContactsMatchNothing(String who) throws Exception {
        for (String filter :
                List.of("name=", "name__contains=", "name__startswith=", "name__lt=zz", "name__in=,Umbra desk")) {
            String path = "/api/poc?since=1&status=deleted&" + filter.replace(" ", "%20");
            assertThat(ids(server.send(who, "GET", path, "").json())).as(path).isEmpty();
        }
    }

    /** When a hidden contact changed could be found with preconditions, version by version. */
    @ParameterizedTest
    @CsvSource({"'', 1", "'', 20", "org:42/full, 1", "org:42/full, 20", "user:plain/rw, 6", "user:plain/rw, 999999"})
    void preconditionsAskNothingOfContactsOfOthers(String who, long id) throws Exception {
        for (String method : List.of("PUT", "DELETE")) {
            Set<Integer> statuses = new HashSet<>();
            for (String tag : List.of("*", "\"0-u\"", "\"1-u\"", "\"zzzz-u\"")) {
                TestResponse answer = server.send(
                        who, method, "/api/poc/" + id, "{\"role\": \"Sales\", \"net_id\": 1}", "If-Match", tag);
                statuses.add(answer.status());
            }
            assertThat(statuses).as(method).hasSize(1).doesNotContain(412);
        }
    }

    /** The index of words knows no callers. */
    @Test
    void searchedTypesHideNothing() {
        assertThat(Search.TYPES).noneMatch(ObjectType::mayHide);
    }

    private static TestResponse ask(String who, String path, String guess) throws Exception {
        String value = guess.replace("@", "%40").replace(" ", "%20").replace("+", "%2B");
        return server.send(who, "GET", path.replace("%s", value), "");
    }

    private static String ids(JsonNode answer) {
        StringBuilder ids = new StringBuilder();
        answer.path("data").forEach(row -> ids.append(' ').append(row.path("id").asString()));
        return ids.toString().strip();
    }
}
