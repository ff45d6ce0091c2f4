package org.peerage.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.store.Database;
import org.peerage.testing.Mailbox;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Waiting;
import org.peerage.web.oauth.RelyingParty.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in elsewhere (docs/spec/identity.md §1–§8), on each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdentityProviderContract {
    private RunningServer server;
    private RelyingParty portal;
    private final Map<String, SignedInPerson> people = new HashMap<>();

    abstract Database newDatabase() throws Exception;

    /** The same database once more, as another node opens it. */
    abstract Database sameDatabase() throws Exception;

    @BeforeAll
    void registerAPortal() throws Exception {
        server = RunningServer.start(newDatabase());
        portal = RelyingParty.register(server, owner(), "confidential", "name", "Portal", "org", "42");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private PageClient owner() throws Exception {
        return person("otheradmin");
    }

    /** Somebody who is signed in; again where the clock went on too far for their session. */
    private PageClient person(String name) throws Exception {
        SignedInPerson known = people.get(name);
        if (known == null
                || known.since
                        .plus(Duration.ofMinutes(90))
                        .isBefore(server.clock().instant())) {
            known = new SignedInPerson(
                    PageClient.signedIn(server, name), server.clock().instant());
            people.put(name, known);
        }
        return known.client;
    }

    private record SignedInPerson(PageClient client, Instant since) {}

    @Test
    void consentTellsOwnerHostScopesAndNetworks() throws Exception {
        PageClient person = person("borealisadmin");

        TestResponse page = person.get(portal.authorizeUrl("profile email networks"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Authorize Portal?", "/org/42", "portal.example.net", "your email address", "AS395002");
        assertThat(page.text()).doesNotContain("how you signed in");
        assertThat(page.header("Content-Security-Policy"))
                .contains("form-action 'self' https://portal.example.net;", "frame-ancestors 'none'");
        assertThat(RelyingParty.answer(person, page, "deny").header("Location"))
                .startsWith(RelyingParty.CALLBACK + "?")
                .contains("error=access_denied", "state=st-1", "iss=")
                .doesNotContain("code=");
    }

    @Test
    void codeIsExchangedForTokensThatTellTheProfile() throws Exception {
        PageClient person = person("borealisadmin");
        String redirect = portal.authorize(
                person, portal.authorizeUrl("openid profile email networks amr", "nonce", "n-0S6_WzA2Mj"));
        Map<String, String> parameters = RelyingParty.parameters(redirect);

        Answer tokens = portal.exchange(parameters.get("code"));
        Answer profile =
                portal.bearer("/profile/v1", tokens.json().path("access_token").asString());

        assertThat(parameters).containsEntry("state", "st-1").containsEntry("iss", server.url() + "/oauth2");
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.headers()).containsEntry("Cache-Control", "no-store").containsEntry("Pragma", "no-cache");
        assertThat(tokens.json().propertyNames())
                .containsExactly("access_token", "expires_in", "token_type", "scope", "refresh_token", "id_token");
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(36_000);
        assertThat(profile.json().propertyNames())
                .containsExactly(
                        "id",
                        "given_name",
                        "family_name",
                        "name",
                        "verified_user",
                        "email",
                        "verified_email",
                        "networks",
                        "amr");
        assertThat(profile.json().path("verified_user").asBoolean()).isTrue();
        assertThat(profile.json().path("amr").toString()).isEqualTo("[\"pwd\"]");
        JsonNode network = network(profile.json(), 395_002);
        assertThat(network.propertyNames()).containsExactly("id", "name", "asn", "perms", "manage_peering_sessions");
        assertThat(network.path("perms").asInt()).isEqualTo(15);
        assertThat(network.path("manage_peering_sessions").asInt()).isEqualTo(15);
    }

    private static JsonNode network(JsonNode profile, long asn) {
        for (JsonNode network : profile.path("networks")) {
            if (network.path("asn").asLong() == asn) {
                return network;
            }
        }
        throw new AssertionError("no AS" + asn + " in " + profile);
    }

    @Test
    void idTokenIsSignedByAPublishedKeyAndSaysWhoSignedInWhenAndHow() throws Exception {
        Answer tokens = portal.exchange(portal.code(person("borealisadmin"), "openid email", "nonce", "xyz"));
        SignedJWT token = SignedJWT.parse(tokens.json().path("id_token").asString());
        JWKSet keys = JWKSet.parse(portal.get("/oauth2/.well-known/jwks.json").text());

        assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        JsonNode claims = JsonMapper.shared().readTree(token.getPayload().toString());
        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder(
                        "aud",
                        "iat",
                        "nonce",
                        "at_hash",
                        "sub",
                        "email",
                        "email_verified",
                        "amr",
                        "iss",
                        "exp",
                        "auth_time",
                        "jti");
        assertThat(claims.path("iss").asString()).isEqualTo(server.url() + "/oauth2");
        assertThat(claims.path("aud").asString()).isEqualTo(portal.clientId);
        assertThat(claims.path("nonce").asString()).isEqualTo("xyz");
    }

    @Test
    void refreshGivesNewTokensAndEndsTheOnesBefore() throws Exception {
        JsonNode first = portal.exchange(portal.code(person("plain"), "openid profile amr"))
                .json();
        String access = first.path("access_token").asString();

        JsonNode second = portal.refresh(first.path("refresh_token").asString()).json();

        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(403);
        Answer profile =
                portal.bearer("/profile/v1", second.path("access_token").asString());
        assertThat(profile.json().path("amr").toString()).isEqualTo("[\"pwd\"]");
        Answer narrow = portal.refresh(second.path("refresh_token").asString(), "scope", "openid");
        assertThat(portal.bearer(
                                "/profile/v1",
                                narrow.json().path("access_token").asString())
                        .status())
                .isEqualTo(403);
        assertThat(portal.bearer(
                                "/oauth2/userinfo/",
                                narrow.json().path("access_token").asString())
                        .json()
                        .propertyNames())
                .containsExactly("sub", "amr");
    }

    @Test
    void refreshTokenUsedTwiceEndsTheFamily() throws Exception {
        JsonNode first =
                portal.exchange(portal.code(person("plain"), "profile")).json();
        JsonNode second = portal.refresh(first.path("refresh_token").asString()).json();

        Answer reused = portal.refresh(first.path("refresh_token").asString());

        assertThat(reused.status()).isEqualTo(400);
        assertThat(reused.error()).isEqualTo("invalid_grant");
        assertThat(portal.refresh(second.path("refresh_token").asString()).error())
                .isEqualTo("invalid_grant");
        assertThat(portal.bearer("/profile/v1", second.path("access_token").asString())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void codeUsedTwiceEndsWhatItGave() throws Exception {
        String code = portal.code(person("plain"), "profile");
        JsonNode tokens = portal.exchange(code).json();

        Answer replayed = portal.exchange(code);

        assertThat(replayed.error()).isEqualTo("invalid_grant");
        assertThat(portal.bearer("/profile/v1", tokens.path("access_token").asString())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void lateCodesAndTokensAreWorthNothing() throws Exception {
        PageClient person = person("scratchnets");
        String code = portal.code(person, "profile");
        JsonNode tokens = portal.exchange(portal.code(person, "profile")).json();

        server.clock().forward(Duration.ofSeconds(61));
        assertThat(portal.exchange(code).error()).isEqualTo("invalid_grant");
        server.clock().forward(Duration.ofHours(10));
        assertThat(portal.bearer("/profile/v1", tokens.path("access_token").asString())
                        .status())
                .isEqualTo(403);
        assertThat(portal.refresh(tokens.path("refresh_token").asString()).status())
                .isEqualTo(200);
    }

    @Test
    void consentIsAskedOnceUntilItIsRemovedOrTheApplicationChanges() throws Exception {
        PageClient person = person("unitedmember");
        RelyingParty party = RelyingParty.register(server, owner(), "confidential", "name", "Once", "org", "42");
        JsonNode tokens = party.exchange(party.code(person, "profile")).json();

        assertThat(person.get(party.authorizeUrl("profile")).status()).isEqualTo(302);
        assertThat(person.get(party.authorizeUrl("profile", "approval_prompt", "force"))
                        .status())
                .isEqualTo(200);
        assertThat(person.get(party.authorizeUrl("profile email")).status()).isEqualTo(200);
        assertThat(person.get("/profile").text()).contains("Applications with access", "Once");

        PageClient owner = owner();
        owner.post(
                "/oauth2/applications/" + party.id + "/update/",
                "org",
                "42",
                "name",
                "Another",
                "redirect_uris",
                RelyingParty.CALLBACK);
        assertThat(person.get(party.authorizeUrl("profile")).status()).isEqualTo(200);

        person.get("/profile");
        person.post("/oauth2/authorized_tokens/" + party.id + "/delete/");
        assertThat(party.bearer("/profile/v1", tokens.path("access_token").asString())
                        .status())
                .isEqualTo(403);
        assertThat(person.get("/profile").text()).contains("No application has access");
    }

    @Test
    void silentRequestsAreToldWhyNothingCameOfThem() throws Exception {
        RelyingParty party = RelyingParty.register(server, owner(), "confidential", "name", "Silent");
        party.code(person("unitedmember"), "openid");

        String nobody = PageClient.anonymous(server)
                .get(party.authorizeUrl("openid", "prompt", "none"))
                .header("Location");
        String unasked = person("plain")
                .get(party.authorizeUrl("openid", "prompt", "none"))
                .header("Location");

        assertThat(RelyingParty.parameters(nobody)).containsEntry("error", "login_required");
        assertThat(RelyingParty.parameters(unasked)).containsEntry("error", "consent_required");
    }

    @Test
    void anotherOwnerStartsWithoutTokensAndConsents() throws Exception {
        RelyingParty party = RelyingParty.register(server, owner(), "confidential", "name", "Sold", "org", "42");
        PageClient person = person("plain");
        JsonNode tokens = party.exchange(party.code(person, "profile")).json();
        String code = party.code(person, "profile");

        owner().post(
                        "/oauth2/applications/" + party.id + "/update/",
                        "org",
                        "",
                        "name",
                        "Sold",
                        "redirect_uris",
                        RelyingParty.CALLBACK);

        assertThat(party.bearer("/profile/v1", tokens.path("access_token").asString())
                        .status())
                .isEqualTo(403);
        assertThat(party.refresh(tokens.path("refresh_token").asString()).error())
                .isEqualTo("invalid_grant");
        assertThat(party.exchange(code).error()).isEqualTo("invalid_grant");
        assertThat(person.get("/profile").text()).doesNotContain("/oauth2/authorized_tokens/" + party.id + "/");
        assertThat(person.get(party.authorizeUrl("profile")).status()).isEqualTo(200);
    }

    @Test
    void newSecretIsShownOnceAndLoadingThePageAgainMakesNoOther() throws Exception {
        PageClient owner = owner();
        owner.get("/oauth2/applications/register/");
        TestResponse made =
                owner.post("/oauth2/applications/register/", "name", "Shown", "redirect_uris", RelyingParty.CALLBACK);

        String first = owner.get(made.header("Location")).text();
        String again = owner.get(made.header("Location")).text();

        assertThat(made.status()).isEqualTo(302);
        assertThat(first).contains("<code id=\"secret\">");
        assertThat(again).doesNotContain("<code id=\"secret\">");
        assertThat(owner.get("/oauth2/applications/").text().split(">Shown<", -1))
                .hasSize(2);
    }

    @Test
    void signingInAgainIsAskedForWhereTheApplicationWantsIt() throws Exception {
        PageClient person = person("plain");
        portal.code(person, "profile");

        server.clock().forward(Duration.ofSeconds(2));
        TestResponse asked = person.get(portal.authorizeUrl("profile", "prompt", "login"));
        String next =
                RelyingParty.parameters("http://x" + asked.header("Location")).get("next");
        TestResponse form = person.get(asked.header("Location"));
        server.clock().forward(Duration.ofSeconds(2));
        TestResponse in =
                person.post("/account/login/", "username", "plain", "password", "plain-Passw0rd!", "next", next);
        TestResponse done = person.get(in.header("Location"));

        assertThat(form.text()).contains("name=\"password\"");
        assertThat(in.header("Location")).isEqualTo(next);
        assertThat(done.header("Location")).startsWith(RelyingParty.CALLBACK).contains("code=");
    }

    @Test
    void requestSurvivesSignUpAndConfirmationInAnotherBrowser() throws Exception {
        PageClient person = PageClient.anonymous(server);
        String wanted = portal.authorizeUrl("profile");
        person.get(person.get(wanted).header("Location"));
        TestResponse form = person.get("/register");
        server.clock().forward(Duration.ofSeconds(10));
        person.post(
                "/register",
                "word",
                form.hidden("word"),
                "username",
                "newcomer",
                "email",
                "newcomer@people.example.net",
                "password",
                "correct horse battery",
                "password_again",
                "correct horse battery");
        String link = Mailbox.link(server.mails().await("newcomer@people.example.net", "/verify?token="));
        PageClient phone = PageClient.anonymous(server);
        TestResponse page = phone.get(link);

        TestResponse confirmed = phone.post(
                "/verify",
                "token",
                page.hidden("token"),
                "next",
                page.hidden("next").replace("&amp;", "&"));

        assertThat(confirmed.header("Location")).startsWith("/account/login/?next=%2Foauth2%2Fauthorize");
        TestResponse in = phone.post(
                "/account/login/", "username", "newcomer", "password", "correct horse battery", "next", wanted);
        assertThat(phone.get(in.header("Location")).text()).contains("Authorize Portal?");
    }

    @Test
    void tokensEndWithPasswordsAccountsAndSessions() throws Exception {
        PageClient person = PageClient.signedIn(server, "scratchonenet");
        String access = portal.exchange(portal.code(person, "profile"))
                .json()
                .path("access_token")
                .asString();
        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(200);
        person.get("/profile/sessions");
        person.post("/profile/sessions/end", "all", "everywhere");
        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(403);

        PageClient again = PageClient.signedIn(server, "scratchonenet");
        String second = portal.exchange(portal.code(again, "profile"))
                .json()
                .path("access_token")
                .asString();
        again.get("/change-password");
        again.post(
                "/change-password",
                "old_password",
                "scratchonenet-Passw0rd!",
                "password",
                "correct horse battery",
                "password_again",
                "correct horse battery");
        assertThat(portal.bearer("/profile/v1", second).status()).isEqualTo(403);
    }

    @Test
    void otherNodesKnowTokensAndKeysAndWhatWasRevoked() throws Exception {
        JsonNode tokens =
                portal.exchange(portal.code(person("plain"), "openid profile")).json();
        String access = tokens.path("access_token").asString();
        try (Database same = sameDatabase();
                Server other = Server.start(ServeSettings.unlimited(), same, server.clock())) {
            assertThat(status(other, access)).isEqualTo(200);
            assertThat(portal.send(java.net.http.HttpRequest.newBuilder(
                                    java.net.URI.create(other.url() + "/oauth2/.well-known/jwks.json")))
                            .text())
                    .isEqualTo(portal.get("/oauth2/.well-known/jwks.json").text());

            Answer revoked = portal.form(
                    "/oauth2/revoke_token/",
                    "token",
                    tokens.path("refresh_token").asString(),
                    "token_type_hint",
                    "refresh_token");

            assertThat(revoked.status()).isEqualTo(200);
            assertThat(revoked.text()).isEmpty();
            assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(403);
            Waiting.until(Duration.ofSeconds(15), () -> status(other, access) == 403);
        }
    }

    private int status(Server other, String token) throws Exception {
        return portal.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(other.url() + "/profile/v1"))
                        .header("Authorization", "Bearer " + token))
                .status();
    }

    @Test
    void secretsRotateWithAnOverlap() throws Exception {
        RelyingParty party = RelyingParty.register(server, owner(), "confidential", "name", "Rotating");
        PageClient person = person("plain");
        PageClient owner = owner();
        TestResponse made = owner.post("/oauth2/applications/" + party.id + "/secret/", "hours", "24");
        String page = owner.get(made.header("Location")).text();
        String fresh = page.substring(page.indexOf("<code id=\"secret\">") + 18).split("<", 2)[0];

        assertThat(party.exchange(party.code(person, "profile")).status()).isEqualTo(200);
        assertThat(party.exchange(party.code(person, "profile"), "client_secret", fresh)
                        .status())
                .isEqualTo(200);
        assertThat(owner.get("/oauth2/applications/" + party.id + "/").text()).doesNotContain(fresh, party.secret);
        server.clock().forward(Duration.ofHours(25));
        PageClient later = person("plain");
        assertThat(party.exchange(party.code(later, "profile")).error()).isEqualTo("invalid_client");
        assertThat(party.exchange(party.code(later, "profile"), "client_secret", fresh)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void clientsAuthenticateByHeaderAsWell() throws Exception {
        String code = portal.code(person("plain"), "profile");
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((portal.clientId + ":" + portal.secret).getBytes(StandardCharsets.UTF_8));

        Answer tokens = portal.post(
                "/oauth2/token",
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", RelyingParty.CALLBACK),
                "Authorization",
                basic);

        assertThat(tokens.status()).isEqualTo(200);
    }

    @Test
    void introspectionTellsTheClientOfItsOwnTokensAlone() throws Exception {
        JsonNode tokens =
                portal.exchange(portal.code(person("plain"), "profile")).json();
        RelyingParty other = RelyingParty.register(server, owner(), "confidential", "name", "Nosy");
        String access = tokens.path("access_token").asString();

        JsonNode own = portal.form("/oauth2/introspect/", "token", access, "token_type_hint", "access_token")
                .json();
        JsonNode foreign = other.form("/oauth2/introspect/", "token", access, "token_type_hint", "")
                .json();

        assertThat(own.propertyNames())
                .containsExactly("active", "scope", "exp", "client_id", "username", "sub", "iat", "token_type");
        assertThat(own.path("username").asString()).isEqualTo("plain");
        assertThat(foreign.toString()).isEqualTo("{\"active\":false}");
        assertThat(other.form("/oauth2/revoke_token/", "token", access, "token_type_hint", "")
                        .status())
                .isEqualTo(200);
        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(200);
    }

    @Test
    void signingKeysRotateWithAnOverlap() throws Exception {
        String before = portal.exchange(portal.code(person("plain"), "openid"))
                .json()
                .path("id_token")
                .asString();
        server.clock().forward(Duration.ofDays(91));
        new org.peerage.oauth.SigningKeys(server.database().source(), server.clock()).rotate();
        server.clock().forward(Duration.ofSeconds(61));

        JWKSet published =
                JWKSet.parse(portal.get("/oauth2/.well-known/jwks.json").text());
        String during = portal.exchange(portal.code(person("plain"), "openid"))
                .json()
                .path("id_token")
                .asString();
        server.clock().forward(Duration.ofDays(2));
        String after = portal.exchange(portal.code(person("plain"), "openid"))
                .json()
                .path("id_token")
                .asString();

        assertThat(published.getKeys()).hasSize(2);
        assertThat(keyId(during)).isEqualTo(keyId(before));
        assertThat(keyId(after)).isNotEqualTo(keyId(before));
        server.clock().forward(Duration.ofDays(2));
        new org.peerage.oauth.SigningKeys(server.database().source(), server.clock()).rotate();
        server.clock().forward(Duration.ofSeconds(61));
        assertThat(JWKSet.parse(portal.get("/oauth2/.well-known/jwks.json").text())
                        .getKeys())
                .extracting(key -> key.getKeyID())
                .containsExactly(keyId(after));
    }

    private static String keyId(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    @Test
    void applicationsEndWithTheirOrganization() throws Exception {
        PageClient admin = person("emptyadmin");
        RelyingParty party = RelyingParty.register(server, admin, "confidential", "name", "Ending", "org", "40");
        String access = party.exchange(party.code(person("plain"), "profile"))
                .json()
                .path("access_token")
                .asString();

        assertThat(server.send("user:superuser/rw", "DELETE", "/api/org/40", "").status())
                .isEqualTo(204);

        assertThat(party.bearer("/profile/v1", access).status()).isEqualTo(403);
        assertThat(person("plain").get(party.authorizeUrl("profile")).status()).isEqualTo(400);
    }

    @Test
    void keysTellTheirOwnersProfile() throws Exception {
        TestResponse profile = server.send("user:borealisadmin/ro", "GET", "/profile/v1", "");

        assertThat(profile.status()).isEqualTo(200);
        assertThat(List.copyOf(profile.json().propertyNames()))
                .contains("networks")
                .doesNotContain("amr");
        assertThat(server.send("org:41/full", "GET", "/profile/v1", "").status())
                .isEqualTo(403);
    }
}
