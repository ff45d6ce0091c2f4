package org.peerage.web.pick;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Things that are chosen by name, in the forms of the recorded world. */
class PickFieldTest {
    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource({
        "net, auror, 1",
        "net, AS210101, 1",
        "net, 210101, 1",
        "asn, aurora, 210101",
        "asn, 210101, 210101",
        "org, Aurora, 1",
        "country, germ, DE",
        "country, de, DE",
        "country, uk, GB",
        "country, türk, TR"
    })
    void suggestionsHaveWhatIsMeant(String kind, String typed, String value) throws Exception {
        JsonNode choices = get("/choices/" + kind + "?q=" + encoded(typed)).json();

        assertThat(StreamSupport.stream(choices.spliterator(), false)
                        .map(choice -> choice.get("value").asString()))
                .contains(value);
    }

    @Test
    void kindThatIsNoneIsNotFound() throws Exception {
        assertThat(get("/choices/poc?q=a").status()).isEqualTo(404);
        assertThat(get("/choices/net?q=").text()).isEqualTo("[]");
    }

    @Test
    void completionsHaveTheShapeOfSelectionLists() throws Exception {
        assertThat(get("/autocomplete/net?q=").text())
                .isEqualTo("{\"results\": [], \"pagination\": {\"more\": false}}");
        assertThat(get("/autocomplete/org/?q=scratch")
                        .json()
                        .at("/results/0/id")
                        .asString())
                .isEqualTo(get("/choices/org?q=scratch").json().at("/0/value").asString());
        assertThat(get("/autocomplete/poc?q=a").status()).isEqualTo(404);
        assertThat(get("/autocomplete/net/1?q=a").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asn__in-text=Aurora Networks|asn=210101",
                "asn__in-text=AS210101 395002|asn__in=210101%2C395002",
                "asn__in=210101&asn__in-text=Borealis Networks|asn__in=210101%2C395002",
                "not_ix-text=%231|not_ix=1",
                "org_id__in-text=aurora holdings|org_id=1",
                "fac__country__in-text=germany, NL|fac__country__in=DE%2CNL",
                "fac__country__in=DE&fac__country__in=NL|fac__country__in=DE%2CNL",
                "policy_general__in=Open&policy_general__in=Selective|policy_general__in=Open%2CSelective",
                "policy_general__in=Open|policy_general=Open",
                "info_type__in=NSP&info_type__in=Content|info_type__in=NSP%2CContent"
            })
    void addressHasWhatWasMeant(String form, String query) throws Exception {
        TestResponse response = get("/advanced_search?type=net&" + form.replace(" ", "%20"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("/advanced_search?" + query + "&type=net");
        assertThat(get(response.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void nameOfSeveralThingsIsAskedFor() throws Exception {
        TestResponse response = get("/advanced_search?type=net&fac__in-text=a");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text())
                .contains("Which one do you mean by a?", "name=\"fac__in\" value=\"1\"")
                .doesNotContain("class=\"sort\"");
    }

    @Test
    void namesOfSeveralThingsAreAskedForOneByOne() throws Exception {
        assertThat(get("/advanced_search?type=net&fac__in-text=a,e").text())
                .contains("Which one do you mean by a?", "name=\"fac__in-text\" value=\"e\"");
    }

    @Test
    void whatIsTypedBeyondTheMostComesBack() throws Exception {
        String asked = "/advanced_search?type=net&asn__in-text=" + "210101,".repeat(12);
        assertThat(get(asked + "395002").text()).contains("name=\"asn__in-text\" value=\"395002\"");
    }

    @Test
    void nameOfNothingIsTold() throws Exception {
        TestResponse response = get("/advanced_search?type=net&ix__in-text=zzqxzz&policy_general=Open");

        assertThat(response.text())
                .contains("Nothing here is called zzqxzz.", "aria-invalid=\"true\"", "value=\"Open\" checked")
                .doesNotContain("class=\"sort\"");
        assertThat(get("/advanced_search?type=net&ix__in=999999").text()).contains("Nothing here is called 999999.");
        assertThat(get("/advanced_search?type=ix&country=ZZ").text()).contains("Nothing here is called ZZ.");
    }

    @Test
    void comparedNetworksAreFoundByName() throws Exception {
        assertThat(get("/compare?asn=210101&asn-text=Borealis%20Networks").header("Location"))
                .isEqualTo("/compare?asn=210101,395002");
        assertThat(get("/compare?asn=&asn-text=AS210101,%20395002").header("Location"))
                .isEqualTo("/compare?asn=210101,395002");
        assertThat(get("/compare?asn-text=zzqxzz").text()).contains("No network here has this number or name: zzqxzz");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static TestResponse get(String path) throws Exception {
        return server.send("", "GET", path, "");
    }
}
