package org.peerage.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
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
}
