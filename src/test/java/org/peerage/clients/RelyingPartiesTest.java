package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.web.oauth.RelyingParty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Libraries that portals use, unchanged, let people sign in with their account here (docs/spec/identity.md §14). */
@Tag("slow")
class RelyingPartiesTest {
    @Started
    private static RunningServer server;

    @TempDir
    private static Path folder;

    private static RelyingParty portal;
    private static PythonClients python;

    @BeforeAll
    static void registerAPortal() throws Exception {
        python = PythonClients.install();
        portal = RelyingParty.register(
                server, PageClient.signedIn(server, "otheradmin"), "confidential", "name", "Portal");
    }

    private static JsonNode signIn(String library) throws Exception {
        return JsonMapper.shared()
                .readTree(python.script(
                        folder,
                        "sign_in.py",
                        library,
                        server.url() + "/oauth2",
                        portal.clientId,
                        portal.secret,
                        "borealisadmin",
                        "borealisadmin-Passw0rd!"));
    }

    @Test
    void authlibDiscoversSignsInValidatesAndRefreshes() throws Exception {
        JsonNode user = signIn("authlib");

        assertThat(user.path("email").asString()).isEqualTo("borealisadmin@people.example.net");
        assertThat(user.path("networks").valueStream().map(network -> network.path("asn")
                        .asLong()))
                .contains(395_002L);
    }

    @Test
    void pythonSocialAuthGetsTheProfile() throws Exception {
        JsonNode user = signIn("social");

        assertThat(user.path("verified_email").asBoolean()).isTrue();
        assertThat(user.path("amr").toString()).isEqualTo("[\"pwd\"]");
        assertThat(user.path("networks").valueStream().map(network -> network.path("perms")
                        .asInt()))
                .contains(15);
    }

    /** Debian's mod_auth_openidc checks what a certified client checks: metadata, state, nonce, PKCE, id_token, keys. */
    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post"})
    void strictProxyGuardsAPageAndSignsOut(String authentication, @TempDir Path place) throws Exception {
        try (ApacheProxy proxy = ApacheProxy.prepare(place)) {
            RelyingParty app = RelyingParty.register(
                    server,
                    PageClient.signedIn(server, "otheradmin"),
                    "confidential",
                    "name",
                    "Proxy",
                    "redirect_uris",
                    proxy.url() + "/cb",
                    "post_logout_redirect_uris",
                    proxy.url() + "/bye");
            proxy.start(server.url() + "/oauth2", app.clientId, app.secret, authentication);
            PageClient person = PageClient.signedIn(server, "borealisadmin");

            TestResponse first = person.get(proxy.url() + "/wiki?page=1", "Accept", "text/html");
            assertThat(first.status()).as(proxy.log() + first.text()).isEqualTo(302);
            String asked = first.header("Location");
            TestResponse consent = person.get(asked);
            String back = RelyingParty.answer(person, consent, "allow").header("Location");
            String home = person.get(back).header("Location");
            String page = person.get(home).text();

            assertThat(asked).startsWith(server.url() + "/oauth2/authorize/?");
            assertThat(home).as(proxy.log()).isEqualTo(proxy.url() + "/wiki?page=1");
            assertThat(page)
                    .startsWith("the page /wiki?page=1 of ")
                    .contains("oidc_claim_email=borealisadmin@people.example.net", "oidc_claim_verified_user=1");

            String out = person.get(proxy.url() + "/cb?logout=" + encoded(proxy.url() + "/bye"))
                    .header("Location");
            TestResponse left = person.get(out);
            assertThat(out).startsWith(server.url() + "/oauth2/logout/?");
            assertThat(left.header("Location")).startsWith(proxy.url() + "/bye");
            assertThat(person.get("/profile").status()).isEqualTo(302);
            assertThat(person.get(proxy.url() + "/wiki", "Accept", "text/html").header("Location"))
                    .startsWith(server.url() + "/oauth2/");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * What IXP Manager's provider sends (docs/spec/identity.md §14): an address without slash, one text of scopes, the
     * secret in the body; and what it refuses people for.
     */
    @Test
    void requestsOfIxpManagerGetWhatItLooksAt() throws Exception {
        PageClient person = PageClient.signedIn(server, "borealisadmin");
        String query = "?client_id=" + portal.clientId + "&redirect_uri="
                + encoded("https://portal.example.net/cb") + "&scope=" + encoded("profile email networks")
                + "&response_type=code&state=" + "s".repeat(40);

        TestResponse asked = person.get("/oauth2/authorize" + query);
        while (asked.status() == 301) {
            asked = person.get(asked.header("Location"));
        }
        String back = asked.status() == 302
                ? asked.header("Location")
                : RelyingParty.answer(person, asked, "allow").header("Location");
        String code = back.replaceAll(".*[?&]code=([^&]+).*", "$1");
        TestResponse tokens = PageClient.anonymous(server)
                .postWithHeaders(
                        "/oauth2/token/",
                        new String[] {"Accept", "application/json"},
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        portal.clientId,
                        "client_secret",
                        portal.secret,
                        "code",
                        code,
                        "redirect_uri",
                        "https://portal.example.net/cb");
        JsonNode user = server.send(
                        "",
                        "GET",
                        "/profile/v1",
                        "",
                        "Authorization",
                        "Bearer " + tokens.json().path("access_token").asString(),
                        "Accept",
                        "application/json")
                .json();

        assertThat(back).startsWith("https://portal.example.net/cb?").contains("state=" + "s".repeat(40));
        assertThat(user.path("verified_user").asBoolean()).isTrue();
        assertThat(user.path("verified_email").asBoolean()).isTrue();
        assertThat(user.has("name")).isTrue();
        assertThat(user.path("email").asString()).isEqualTo("borealisadmin@people.example.net");
        assertThat(user.path("networks").valueStream().map(network -> network.path("asn")
                        .asLong()))
                .contains(395_002L);
    }
}
