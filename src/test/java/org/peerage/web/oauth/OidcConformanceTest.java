package org.peerage.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.web.oauth.RelyingParty.Answer;
import tools.jackson.databind.JsonNode;

/**
 * What the OpenID Connect conformance suite asks of a provider in the profiles Basic OP and Config OP; docs/oidc-conformance.md
 * has a row for each of its modules, with the test of this class that tries it.
 */
class OidcConformanceTest {
    private static final Path TABLE = Path.of("docs", "oidc-conformance.md");

    @Started
    private static RunningServer server;

    private static RelyingParty client;
    private static RelyingParty second;
    private static PageClient person;

    @BeforeAll
    static void registerClients() throws Exception {
        PageClient owner = PageClient.signedIn(server, "otheradmin");
        client = RelyingParty.register(server, owner, "confidential", "name", "Suite", "org", "42");
        second = RelyingParty.register(server, owner, "confidential", "name", "Suite 2", "org", "42");
        person = PageClient.signedIn(server, "borealisadmin");
        client.code(person, "openid profile email networks amr");
        second.code(person, "openid");
    }

    @Test
    void everyModuleOfTheTableHasItsTest() throws Exception {
        Set<String> own = Arrays.stream(OidcConformanceTest.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());

        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| oidcc-"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(36).allSatisfy(row -> assertThat(Pattern.compile("`([A-Za-z0-9]+)`")
                        .matcher(row.substring(row.lastIndexOf('|', row.length() - 3)))
                        .results()
                        .map(hit -> hit.group(1)))
                .isNotEmpty()
                .allMatch(own::contains));
    }

    private static JWTClaimsSet idToken(Answer tokens) throws Exception {
        SignedJWT token = SignedJWT.parse(tokens.json().path("id_token").asString());
        JWKSet keys = JWKSet.parse(client.get("/oauth2/.well-known/jwks.json").text());
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        return token.getJWTClaimsSet();
    }

    private static JsonNode userinfo(Answer tokens) throws Exception {
        return client.bearer("/oauth2/userinfo/", access(tokens)).json();
    }

    private static String access(Answer tokens) {
        return tokens.json().path("access_token").asString();
    }

    @Test
    void codeFlowGivesTokensOfTheStandardsShape() throws Exception {
        Answer tokens = client.exchange(client.code(person, "openid", "nonce", "n-1"));
        JWTClaimsSet claims = idToken(tokens);

        assertThat(tokens.json().path("token_type").asString()).isEqualToIgnoringCase("bearer");
        assertThat(tokens.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(claims.getIssuer()).isEqualTo(server.url() + "/oauth2");
        assertThat(claims.getAudience()).containsExactly(client.clientId);
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n-1");
        assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
        assertThat(claims.getSubject()).isNotEmpty().hasSizeLessThan(256);
        assertThat(claims.getSubject()).isEqualTo(userinfo(tokens).path("sub").asString());
    }

    @Test
    void missingResponseTypeIsRefused() throws Exception {
        assertThat(error(client.authorizeUrl("openid", "response_type", ""))).isEqualTo("invalid_request");
    }

    private static String error(String url) throws Exception {
        return RelyingParty.parameters(person.get(url).header("Location")).get("error");
    }

    @Test
    void userinfoAnswersGetAndPostWithTheHeader() throws Exception {
        String access = access(client.exchange(client.code(person, "openid")));

        Answer posted = client.send(HttpRequest.newBuilder(URI.create(server.url() + "/oauth2/userinfo/"))
                .header("Authorization", "Bearer " + access)
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(client.bearer("/oauth2/userinfo/", access).text()).isEqualTo(posted.text());
        assertThat(posted.headers().get("Content-Type")).startsWith("application/json");
    }

    @Test
    void tokenInABodyIsRefused() throws Exception {
        String access = access(client.exchange(client.code(person, "openid")));

        assertThat(client.post("/oauth2/userinfo/", Map.of("access_token", access))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void requestWithoutNonceSucceeds() throws Exception {
        assertThat(idToken(client.exchange(client.code(person, "openid"))).getClaims())
                .doesNotContainKey("nonce");
    }

    @Test
    void scopesGiveTheirClaims() throws Exception {
        assertThat(userinfo(client.exchange(client.code(person, "openid profile")))
                        .propertyNames())
                .contains("sub", "name", "given_name", "family_name")
                .doesNotContain("email");
        assertThat(userinfo(client.exchange(client.code(person, "openid email")))
                        .propertyNames())
                .contains("sub", "email", "email_verified")
                .doesNotContain("name");
        assertThat(userinfo(client.exchange(client.code(person, "openid profile email")))
                        .propertyNames())
                .contains("sub", "name", "email");
    }

    @Test
    void scopesThatAreNotAnnouncedAreRefused() throws Exception {
        assertThat(metadata().getScopes().toStringList()).doesNotContain("address", "phone");
        assertThat(error(client.authorizeUrl("openid address"))).isEqualTo("invalid_scope");
        assertThat(error(client.authorizeUrl("openid phone"))).isEqualTo("invalid_scope");
    }

    @Test
    void orderOfScopesDoesNotMatter() throws Exception {
        assertThat(client.exchange(client.code(person, "email openid")).json().has("id_token"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "display=page",
                "display=popup",
                "extra=foobar",
                "login_hint=borealisadmin@people.example.net",
                "ui_locales=se",
                "claims_locales=se",
                "acr_values=1 2",
                "claims={\"userinfo\":{\"name\":{\"essential\":true}}}"
            })
    void parametersThatNeedNothingDisturbNothing(String parameter) throws Exception {
        String[] parts = parameter.split("=", 2);

        Answer tokens = client.exchange(client.code(person, "openid", parts[0], parts[1]));

        assertThat(tokens.json().has("id_token")).isTrue();
    }

    @Test
    void promptLoginSignsInAgain() throws Exception {
        PageClient somebody = PageClient.signedIn(server, "plain");
        long first = authTime(client.exchange(client.code(somebody, "openid")));

        String url = signInAgain(somebody, client.authorizeUrl("openid", "prompt", "login"), "plain");

        assertThat(authTime(client.exchange(RelyingParty.parameters(url).get("code"))))
                .isGreaterThan(first);
    }

    private static long authTime(Answer tokens) throws Exception {
        return idToken(tokens).getDateClaim("auth_time").toInstant().getEpochSecond();
    }

    /** Follows the request through the sign-in page, some seconds later. */
    private static String signInAgain(PageClient somebody, String url, String name) throws Exception {
        server.clock().forward(Duration.ofSeconds(3));
        TestResponse asked = somebody.get(url);
        assertThat(asked.header("Location")).startsWith("/account/login/");
        somebody.get(asked.header("Location"));
        server.clock().forward(Duration.ofSeconds(3));
        TestResponse in = somebody.post(
                "/account/login/",
                "username",
                name,
                "password",
                name + "-Passw0rd!",
                "next",
                RelyingParty.parameters("http://x" + asked.header("Location")).get("next"));
        return somebody.get(in.header("Location")).header("Location");
    }

    @Test
    void promptNoneAnswersAtOnce() throws Exception {
        String nobody = PageClient.anonymous(server)
                .get(client.authorizeUrl("openid", "prompt", "none"))
                .header("Location");
        String somebody =
                person.get(client.authorizeUrl("openid", "prompt", "none")).header("Location");

        assertThat(RelyingParty.parameters(nobody))
                .containsEntry("error", "login_required")
                .containsEntry("state", "st-1");
        assertThat(RelyingParty.parameters(somebody)).containsKey("code");
    }

    @Test
    void maxAgeAsksWhoSignedInEarlier() throws Exception {
        PageClient somebody = PageClient.signedIn(server, "unitedmember");
        long first = authTime(client.exchange(client.code(somebody, "openid")));
        long same = authTime(client.exchange(client.code(somebody, "openid", "max_age", "10000")));

        String url = signInAgain(somebody, client.authorizeUrl("openid", "max_age", "1"), "unitedmember");

        assertThat(same).isEqualTo(first);
        assertThat(authTime(client.exchange(RelyingParty.parameters(url).get("code"))))
                .isGreaterThan(first);
    }

    @Test
    void idTokenHintIsForWhoIsSignedIn() throws Exception {
        String hint = client.exchange(client.code(person, "openid"))
                .json()
                .path("id_token")
                .asString();
        String url = client.authorizeUrl("openid", "prompt", "none", "id_token_hint", hint);

        assertThat(RelyingParty.parameters(person.get(url).header("Location"))).containsKey("code");
        PageClient other = PageClient.signedIn(server, "plain");
        client.code(other, "openid");
        assertThat(RelyingParty.parameters(other.get(url).header("Location"))).containsEntry("error", "login_required");
    }

    @Test
    void codeIsGoodOnceAndItsTokensEndWithTheSecondUse() throws Exception {
        for (int seconds : new int[] {0, 30}) {
            String code = client.code(person, "openid");
            String access = access(client.exchange(code));
            server.clock().forward(Duration.ofSeconds(seconds));

            assertThat(client.exchange(code).error()).isEqualTo("invalid_grant");
            assertThat(client.bearer("/oauth2/userinfo/", access).status()).isEqualTo(401);
        }
    }

    @Test
    void redirectThatIsNotRegisteredGetsAPage() throws Exception {
        TestResponse answer = person.get(client.authorizeUrl("openid", "redirect_uri", RelyingParty.CALLBACK + "/x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
    }

    @Test
    void requestByPostIsAnswered() throws Exception {
        Answer posted = client.post(
                "/oauth2/authorize/",
                Map.of(
                        "client_id",
                        client.clientId,
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "redirect_uri",
                        RelyingParty.CALLBACK));

        assertThat(posted.status()).isEqualTo(303);
        assertThat(person.get(posted.headers().get("Location")).header("Location"))
                .startsWith(RelyingParty.CALLBACK + "?")
                .contains("code=");
    }

    @Test
    void clientsAuthenticateByPostAndByHeader() throws Exception {
        assertThat(client.exchange(client.code(person, "openid")).status()).isEqualTo(200);
        Answer byHeader = client.post(
                "/oauth2/token/",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        client.code(person, "openid"),
                        "redirect_uri",
                        RelyingParty.CALLBACK),
                "Authorization",
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString((client.clientId + ":" + client.secret)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(byHeader.status()).isEqualTo(200);
    }

    @Test
    void requestObjectsAreRefusedAsUnsupported() throws Exception {
        assertThat(error(client.authorizeUrl("openid", "request", "eyJhbGciOiJub25lIn0.e30.")))
                .isEqualTo("request_not_supported");
        assertThat(error(client.authorizeUrl("openid", "request_uri", "https://client.example.net/r.jwt")))
                .isEqualTo("request_uri_not_supported");
    }

    @Test
    void refreshKeepsWhoItIsAndIsTheClientsOwn() throws Exception {
        Answer tokens = client.exchange(client.code(person, "openid"));
        JWTClaimsSet before = idToken(tokens);
        server.clock().forward(Duration.ofSeconds(2));

        Answer stolen = second.refresh(tokens.json().path("refresh_token").asString());
        Answer fresh = client.refresh(tokens.json().path("refresh_token").asString());
        JWTClaimsSet after = idToken(fresh);

        assertThat(stolen.error()).isEqualTo("invalid_grant");
        assertThat(access(fresh)).isNotEqualTo(access(tokens));
        assertThat(after.getIssuer()).isEqualTo(before.getIssuer());
        assertThat(after.getSubject()).isEqualTo(before.getSubject());
        assertThat(after.getAudience()).isEqualTo(before.getAudience());
        assertThat(after.getDateClaim("auth_time")).isEqualTo(before.getDateClaim("auth_time"));
        assertThat(after.getIssueTime()).isAfter(before.getIssueTime());
    }

    @Test
    void challengeOfS256IsHonoured() throws Exception {
        String code = client.code(
                person,
                "openid",
                "code_challenge",
                RelyingParty.challenge(RelyingParty.VERIFIER),
                "code_challenge_method",
                "S256");

        assertThat(client.exchange(code, "code_verifier", RelyingParty.VERIFIER).status())
                .isEqualTo(200);
    }

    private static OIDCProviderMetadata metadata() throws Exception {
        return OIDCProviderMetadata.parse(
                client.get("/oauth2/.well-known/openid-configuration").text());
    }

    @Test
    void discoveryDocumentIsCompleteAndTrue() throws Exception {
        OIDCProviderMetadata metadata = metadata();
        JsonNode document =
                client.get("/oauth2/.well-known/openid-configuration").json();

        assertThat(metadata.getIssuer().getValue()).isEqualTo(server.url() + "/oauth2");
        assertThat(metadata.getResponseTypes()).hasToString("[code]");
        assertThat(metadata.getScopes().toStringList()).contains("openid");
        assertThat(metadata.getClaims()).contains("sub", "name", "email");
        assertThat(metadata.getIDTokenJWSAlgs()).hasToString("[RS256]");
        assertThat(metadata.getSubjectTypes()).hasToString("[public]");
        // Left out, this one would mean yes (OpenID Connect Discovery §3).
        assertThat(document.path("request_uri_parameter_supported").asBoolean(true))
                .isFalse();
        assertThat(document.path("claims_parameter_supported").asBoolean(true)).isFalse();
        for (URI endpoint : List.of(
                metadata.getAuthorizationEndpointURI(),
                metadata.getTokenEndpointURI(),
                metadata.getUserInfoEndpointURI(),
                metadata.getJWKSetURI(),
                metadata.getEndSessionEndpointURI())) {
            assertThat(client.get(endpoint.getPath()).status())
                    .as(endpoint.toString())
                    .isNotEqualTo(404);
        }
    }

    @Test
    void keysAreRsaForSignaturesWithIdsAndWithoutPrivateParts() throws Exception {
        JWKSet keys = JWKSet.parse(client.get("/oauth2/.well-known/jwks.json").text());

        assertThat(keys.getKeys()).isNotEmpty().allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyID()).isNotBlank();
            assertThat(key.getKeyUse()).hasToString("sig");
            assertThat(key.toRSAKey().size()).isGreaterThanOrEqualTo(2048);
        });
        assertThat(keys.getKeys().stream().map(JWK::getKeyID).distinct()).hasSameSizeAs(keys.getKeys());
    }
}
