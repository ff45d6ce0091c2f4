package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.accounts.AuditLog;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Changes that another site proposes (docs/spec/identity.md §15). */
class ProposedUpdatesTest {
    @Started
    private static RunningServer server;

    private static String link(String json) {
        return "/verified-update/?p=" + Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String proposal(String updates) {
        return link(
                "{\"source\": \"Measuring <b>site</b>\", \"reason\": \"measured\", \"updates\": [" + updates + "]}");
    }

    private static String net(long id, String data) {
        return "{\"ref_tag\": \"net\", \"obj_id\": " + id + ", \"data\": " + data + "}";
    }

    private static long prefixes(long net) throws Exception {
        return server.send("", "GET", "/api/net/" + net, "")
                .json()
                .at("/data/0/info_prefixes4")
                .asLong();
    }

    /** Two networks of borealisadmin's organizations. */
    private static List<Long> ownNetworks() throws Exception {
        return server.send("", "GET", "/api/net?org_id=2&limit=2", "")
                .json()
                .path("data")
                .valueStream()
                .map(row -> row.path("id").asLong())
                .toList();
    }

    private static TestResponse accept(PageClient person, TestResponse page, String... keys) throws Exception {
        String[] fields = new String[8 + 2 * keys.length];
        String[] hidden = {"p", "version", "token", "referrer"};
        for (int i = 0; i < hidden.length; i++) {
            fields[2 * i] = hidden[i];
            fields[2 * i + 1] = page.hidden(hidden[i]);
        }
        for (int i = 0; i < keys.length; i++) {
            fields[8 + 2 * i] = "accept";
            fields[9 + 2 * i] = keys[i];
        }
        return person.post("/verified-update/accept/", fields);
    }

    @Test
    void eachObjectGetsItsOwnValuesAndOnlyTickedOnes() throws Exception {
        PageClient person = PageClient.signedIn(server, "borealisadmin");
        List<Long> networks = ownNetworks();
        long one = networks.getFirst();
        long other = networks.getLast();
        TestResponse page = person.get(
                proposal(net(one, "{\"info_prefixes4\": 211, \"irr_as_set\": \"AS-OURS\"}") + ","
                        + net(other, "{\"info_prefixes4\": 322}")),
                "Referer",
                "https://measure.example.net/report");

        TestResponse done = accept(person, page, "net." + one + ".info_prefixes4", "net." + other + ".info_prefixes4");

        assertThat(page.text())
                .contains("Measuring &lt;b&gt;site&lt;/b&gt; proposes", "measure.example.net", "AS-OURS");
        assertThat(done.text()).contains("Successfully updated");
        assertThat(prefixes(one)).isEqualTo(211);
        assertThat(prefixes(other)).isEqualTo(other == one ? 211 : 322);
        assertThat(server.send("", "GET", "/api/net/" + one, "").text()).doesNotContain("AS-OURS");
        assertThat(new AuditLog(server.database().source(), server.clock()).about("net:" + one, 5))
                .anyMatch(entry -> entry.detail().contains("from Measuring <b>site</b> for reason: measured"));
    }

    @Test
    void nothingIsChangedWhereAnObjectChangedMeanwhileOrTheProposalIsNotTheOneShown() throws Exception {
        PageClient person = PageClient.signedIn(server, "borealisadmin");
        long net = ownNetworks().getFirst();
        String key = "net." + net + ".info_prefixes6";
        TestResponse page = person.get(proposal(net(net, "{\"info_prefixes6\": 77}")));

        TestResponse forged = person.post(
                "/verified-update/accept/",
                "p",
                page.hidden("p").replaceFirst("^.", "f"),
                "version",
                page.hidden("version"),
                "token",
                page.hidden("token"),
                "accept",
                key);
        server.send("user:borealisadmin/rw", "PUT", "/api/net/" + net, withPrefixes6(net, 55));
        TestResponse late = accept(person, page, key);

        assertThat(forged.status()).isEqualTo(403);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).contains("in the meantime", ">55<");
        assertThat(accept(person, late, key).status()).isEqualTo(302);
        assertThat(accept(person, person.get(proposal(net(net, "{\"info_prefixes6\": 78}"))))
                        .text())
                .contains("select one or more");
    }

    private static String withPrefixes6(long net, int prefixes) throws Exception {
        var row = server.send("", "GET", "/api/net/" + net, "").json().at("/data/0");
        return "{\"org_id\": " + row.path("org_id") + ", \"name\": " + row.path("name") + ", \"asn\": "
                + row.path("asn") + ", \"info_prefixes6\": " + prefixes + "}";
    }

    @Test
    void twoEntriesForOneObjectAreOneChange() throws Exception {
        PageClient person = PageClient.signedIn(server, "borealisadmin");
        long net = ownNetworks().getFirst();
        TestResponse page = person.get(
                proposal(net(net, "{\"info_prefixes4\": 411}") + "," + net(net, "{\"info_prefixes6\": 412}")));

        TestResponse done = accept(person, page, "net." + net + ".info_prefixes4", "net." + net + ".info_prefixes6");

        assertThat(done.status()).isEqualTo(302);
        assertThat(prefixes(net)).isEqualTo(411);
    }

    @Test
    void foreignObjectsAreListedAndNotChanged() throws Exception {
        PageClient stranger = PageClient.signedIn(server, "plain");
        long net = ownNetworks().getFirst();
        TestResponse page = stranger.get(proposal(net(net, "{\"info_prefixes4\": 9}")));

        assertThat(page.text()).contains("do not have permissions", "nothing to update");
        accept(stranger, page, "net." + net + ".info_prefixes4");
        assertThat(prefixes(net)).isNotEqualTo(9);
        assertThat(PageClient.anonymous(server).get(proposal(net(net, "{}"))).status())
                .isEqualTo(302);
    }

    @Test
    void valuesThatBreakARuleAreLeftOutWithTheReason() throws Exception {
        PageClient person = PageClient.signedIn(server, "borealisadmin");
        long net = ownNetworks().getFirst();

        TestResponse page = person.get(proposal(
                net(net, "{\"info_prefixes4\": -4, \"name\": \"Mine\", \"policy_locations\": \"Required - EU\"}")));

        assertThat(page.text()).contains("was left out").doesNotContain("Mine\"");
        assertThat(page.text()).doesNotContain("value=\"net." + net + ".info_prefixes4\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\": \"x\", \"updates\": []}|{\"error\":\"'reason' is a required property\"}",
                "{\"source\": 5, \"reason\": \"\", \"updates\": []}|{\"error\":\"5 is not of type 'string'\"}",
                "{\"source\": \"a\\u0000b\", \"reason\": \"\", \"updates\": []}|{\"error\":\"'source' has control characters\"}",
                "no json|{\"error\":\"Invalid JSON in payload\"}",
                "{\"source\": \"\", \"reason\": \"\", \"updates\": [{\"ref_tag\": \"org\", \"obj_id\": 1, \"data\": {\"a\": 1}}]}"
                        + "|{\"non_field_errors\":[\"Proposed update contains invalid data: Unknown object type: org\"]}",
                "{\"source\": \"\", \"reason\": \"\", \"updates\": [{\"ref_tag\": \"net\", \"obj_id\": 9999, \"data\": {\"a\": 1}}]}"
                        + "|{\"non_field_errors\":[\"Proposed update contains invalid data: object net.9999 not found\"]}"
            })
    void brokenProposalsAreToldInTheReferencesWords(String json, String answer) throws Exception {
        TestResponse told = PageClient.signedIn(server, "plain").get(link(json));

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.text()).isEqualTo(answer);
    }
}
