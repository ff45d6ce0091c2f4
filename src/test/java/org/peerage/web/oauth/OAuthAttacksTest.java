package org.peerage.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.accounts.AuditLog;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import org.peerage.web.oauth.RelyingParty.Answer;

/** What RFC 9700 and RFC 6819 warn of, tried (docs/security.md). */
class OAuthAttacksTest {
    @Started
    private static RunningServer server;

    private static PageClient owner;
    private static PageClient victim;
    private static PageClient evil;
    private static RelyingParty portal;
    private static RelyingParty page;
    private static RelyingParty attacker;

    @BeforeAll
    static void registerApplications() throws Exception {
        owner = PageClient.signedIn(server, "otheradmin");
        victim = PageClient.signedIn(server, "borealisadmin");
        portal = RelyingParty.register(server, owner, "confidential", "name", "Portal", "org", "42");
        page = RelyingParty.register(
                server, owner, "public", "name", "Page", "allowed_origins", "https://app.example.net");
        evil = PageClient.signedIn(server, "plain");
        attacker = RelyingParty.register(server, evil, "confidential", "name", "Evil");
        portal.code(victim, "profile");
        page.code(victim, "profile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.net/cb/",
                "https://portal.example.net/cb/more",
                "https://portal.example.net/cb/../evil",
                "https://portal.example.net/cb%2e%2e/evil",
                "https://portal.example.net:8443/cb",
                "https://portal.example.net.evil.example/cb",
                "https://portal.example.net@evil.example/cb",
                "https://user@portal.example.net/cb",
                "https://evil.example/https://portal.example.net/cb",
                "https://portal.example.net/cb#fragment",
                "https://portal.example.net/cb?x=1#fragment",
                "https://portal.example.net/CB",
                "HTTPS://portal.example.net/cb",
                "http://portal.example.net/cb",
                "https://portal.example.net\\@evil.example/cb",
                "https://portal.example.net/cb\t",
                " https://portal.example.net/cb",
                "//portal.example.net/cb",
                "javascript:alert(1)",
                "https://portal.example.net/cbx",
                "https://evil.example/cb"
            })
    void redirectsThatAreNotRegisteredGetAPageAndNoRedirect(String uri) throws Exception {
        TestResponse answer = victim.get(portal.authorizeUrl("profile", "redirect_uri", uri));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.header("Content-Security-Policy")).contains("form-action 'self';");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://portal.example.net/cb",
                "https://*.example.net/cb",
                "https://user@portal.example.net/cb",
                "https://portal.example.net/cb#x",
                "https:portal",
                "portal.example.net/cb",
                "javascript:alert(1)",
                "http://127.0.0.1.evil.example/cb",
                "data:text/html,x"
            })
    void redirectsThatCannotBeSafeAreNotRegistered(String uri) throws Exception {
        TestResponse answer = owner.post("/oauth2/applications/register/", "name", "X", "redirect_uris", uri);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("redirect_uris-problem");
    }

    @Test
    void furtherParametersOfARegisteredRedirectPassAsTheReferenceHasIt() throws Exception {
        String url = portal.authorize(
                victim, portal.authorizeUrl("profile", "redirect_uri", RelyingParty.CALLBACK + "?redirect_state=abc"));

        assertThat(url).startsWith(RelyingParty.CALLBACK + "?redirect_state=abc&");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=mine",
                "x=1&state=mine",
                "c%6Fde=mine",
                "iss=https://evil.example",
                "x&error=y",
                "a;code=mine"
            })
    void parametersOfAnswersAreNoneOfARedirectsOwn(String query) throws Exception {
        TestResponse answer =
                victim.get(portal.authorizeUrl("profile", "redirect_uri", RelyingParty.CALLBACK + "?" + query));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
    }

    @Test
    void longStatesComeBackWholeAlsoAfterASignIn() throws Exception {
        String state = "aB3-_.Qx".repeat(256) + "a/b+c=%2F,";
        PageClient person = PageClient.anonymous(server);

        TestResponse asked = person.get(portal.authorizeUrl("profile", "state", state));
        person.get(asked.header("Location"));
        String back = person.signIn("borealisadmin", "borealisadmin-Passw0rd!").header("Location");
        String url = person.get(back).header("Location");

        assertThat(RelyingParty.parameters(url)).containsEntry("state", state).containsKey("code");
    }

    @Test
    void parametersThatAreTooLongAreRefusedAndNotLeftOut() throws Exception {
        for (String name : List.of("scope", "nonce", "id_token_hint", "code_challenge", "state")) {
            String url = victim.get(portal.authorizeUrl("profile", name, "x".repeat(17_000)))
                    .header("Location");
            assertThat(RelyingParty.parameters(url)).as(name).containsEntry("error", "invalid_request");
        }
    }

    @Test
    void answersByFormGoToTheApplicationAlone() throws Exception {
        RelyingParty form = RelyingParty.register(server, owner, "confidential", "name", "Form");
        TestResponse asked = victim.get(form.authorizeUrl("profile", "response_mode", "form_post"));
        TestResponse allowed = RelyingParty.answer(victim, asked, "allow");
        TestResponse again = victim.get(form.authorizeUrl("profile", "response_mode", "form_post"));
        TestResponse refused = victim.get(form.authorizeUrl("unheard_of", "response_mode", "form_post"));

        for (TestResponse page : List.of(allowed, again, refused)) {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Security-Policy"))
                    .contains("form-action 'self' https://portal.example.net;", "script-src 'self'");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.text())
                    .contains(
                            "action=\"" + RelyingParty.CALLBACK + "\"",
                            "name=\"state\" value=\"st-1\"",
                            "name=\"iss\"");
        }
        assertThat(again.text()).contains("data-send", "name=\"code\"");
        assertThat(refused.text())
                .contains("name=\"error\" value=\"invalid_scope\"")
                .doesNotContain("name=\"code\"");
        assertThat(victim.get(form.authorizeUrl("profile", "response_mode", "fragment"))
                        .header("Location"))
                .contains("error=invalid_request")
                .doesNotContain("#");
    }

    @Test
    void documentsMayBeKeptAndReadByPagesOfAllOrigins() throws Exception {
        for (String path : List.of(
                "/.well-known/openid-configuration",
                "/.well-known/openid-configuration/oauth2", // RFC 8414 §5
                "/oauth2/.well-known/jwks.json")) {
            Answer document = portal.get(path, "Origin", "https://anybody.example");
            Answer asked = portal.send(HttpRequest.newBuilder(URI.create(server.url() + path))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "https://anybody.example"));

            assertThat(document.status()).as(path).isEqualTo(200);
            assertThat(document.headers())
                    .as(path)
                    .containsEntry("Access-Control-Allow-Origin", "*")
                    .doesNotContainKey("Pragma");
            assertThat(asked.status()).as(path).isEqualTo(204);
            assertThat(asked.headers()).as(path).containsEntry("Access-Control-Allow-Origin", "*");
        }
    }

    @Test
    void lookingAtARequestMakesNoCode() throws Exception {
        Answer looked = portal.send(
                HttpRequest.newBuilder(URI.create(server.url() + portal.authorizeUrl("profile")))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody()),
                "Cookie",
                "peerage_session=" + victim.cookie("peerage_session").orElseThrow());

        assertThat(looked.status()).isEqualTo(200);
        assertThat(looked.headers()).doesNotContainKey("Location");
    }

    @Test
    void prettyProfilesAreIndentedAsTheReferencesAre() throws Exception {
        String access = portal.exchange(portal.code(victim, "profile"))
                .json()
                .path("access_token")
                .asString();

        assertThat(portal.bearer("/profile/v1?pretty=x", access).text())
                .startsWith("{\n  \"id\": ")
                .endsWith("\"verified_user\": true\n}");
    }

    @Test
    void publicClientsMayNameThemselvesInAHeaderWithoutSecret() throws Exception {
        String header =
                "Basic " + Base64.getEncoder().encodeToString((page.clientId + ":").getBytes(StandardCharsets.UTF_8));

        Answer answer = portal.post(
                "/oauth2/token/",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        page.code(victim, "profile"),
                        "redirect_uri",
                        RelyingParty.CALLBACK,
                        "code_verifier",
                        RelyingParty.VERIFIER),
                "Authorization",
                header);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void loopbackPortsAreFreeForPublicClientsWhichAreAlwaysAskedFor() throws Exception {
        RelyingParty tool =
                RelyingParty.register(server, owner, "public", "name", "Tool", "redirect_uris", "http://127.0.0.1/cb");
        String there = "http://127.0.0.1:51004/cb";

        String first = tool.authorize(victim, tool.authorizeUrl("profile", "redirect_uri", there));
        TestResponse again = victim.get(tool.authorizeUrl("profile", "redirect_uri", there));

        assertThat(first).startsWith(there + "?code=");
        assertThat(again.status()).isEqualTo(200);
        assertThat(victim.get(tool.authorizeUrl("profile", "redirect_uri", "http://127.0.0.1:51004/other"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void stolenCodeIsOfNoUseToAnotherClientAndStaysTheOwners() throws Exception {
        String code = portal.code(victim, "profile");

        assertThat(attacker.exchange(code).error()).isEqualTo("invalid_grant");
        assertThat(portal.exchange(code).status()).isEqualTo(200);
    }

    @Test
    void codeOfOneRedirectIsNotExchangedForAnother() throws Exception {
        Answer answer = portal.exchange(portal.code(victim, "profile"), "redirect_uri", RelyingParty.CALLBACK + "?a=b");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"Mismatching redirect URI.\"}");
    }

    @Test
    void answersNameTheirIssuerSoThatClientsSeeAMixUp() throws Exception {
        String good = portal.authorize(victim, portal.authorizeUrl("profile"));
        String bad = victim.get(portal.authorizeUrl("nonsense")).header("Location");

        assertThat(RelyingParty.parameters(good)).containsEntry("iss", server.url() + "/oauth2");
        assertThat(RelyingParty.parameters(bad))
                .containsEntry("iss", server.url() + "/oauth2")
                .containsEntry("error", "invalid_scope");
    }

    @Test
    void publicClientsNeedAChallengeOfS256() throws Exception {
        assertThat(error(page.authorizeUrl("profile", "code_challenge", "", "code_challenge_method", "")))
                .isEqualTo("invalid_request");
        assertThat(error(page.authorizeUrl("profile", "code_challenge_method", "plain")))
                .isEqualTo("invalid_request");
        assertThat(error(page.authorizeUrl("profile", "code_challenge_method", "")))
                .isEqualTo("invalid_request");
        assertThat(error(portal.authorizeUrl("profile", "code_challenge", "short", "code_challenge_method", "S256")))
                .isEqualTo("invalid_request");
    }

    /** RFC 9700 §4.11.2: else a link that begins with our name ends at whatever address somebody registered. */
    @ParameterizedTest
    @ValueSource(strings = {"scope=nonsense", "response_type=token", "prompt=none", "code_challenge_method=plain"})
    void errorsSendNobodyToAnApplicationThatTheyDidNotLetIn(String parameter) throws Exception {
        RelyingParty trap = RelyingParty.register(server, evil, "confidential", "name", "Trap");
        trap.code(evil, "profile"); // its owner's own consent says nothing
        String[] parts = parameter.split("=", -1);
        String url = trap.authorizeUrl("profile", parts[0], parts[1]);

        for (PageClient person : List.of(victim, PageClient.anonymous(server))) {
            TestResponse answer = person.get(url);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Location")).isEmpty();
            assertThat(answer.text())
                    .contains(
                            "Trap",
                            "Continue to portal.example.net",
                            "href=\"" + RelyingParty.CALLBACK + "?",
                            "error=");
        }
    }

    @Test
    void errorsGoStraightToAnApplicationThatThePersonLetIn() throws Exception {
        RelyingParty party = RelyingParty.register(server, owner, "confidential", "name", "Trusted");
        party.code(victim, "profile");
        PageClient stranger = PageClient.anonymous(server);

        assertThat(victim.get(party.authorizeUrl("nonsense")).header("Location"))
                .startsWith(RelyingParty.CALLBACK + "?error=invalid_scope");
        assertThat(stranger.get(party.authorizeUrl("nonsense")).status()).isEqualTo(400);
        // Where nothing may be shown, nobody can click: there, somebody's consent has to do.
        assertThat(stranger.get(party.authorizeUrl("profile", "prompt", "none")).header("Location"))
                .startsWith(RelyingParty.CALLBACK + "?error=login_required");
    }

    private static String error(String url) throws Exception {
        return RelyingParty.parameters(victim.get(url).header("Location")).get("error");
    }

    @Test
    void challengeThatWasSentIsNeverLeftOut() throws Exception {
        String[] pkce = {
            "code_challenge", RelyingParty.challenge(RelyingParty.VERIFIER), "code_challenge_method", "S256"
        };
        String other = "x".repeat(43);

        assertThat(portal.exchange(portal.code(victim, "profile", pkce)).error())
                .isEqualTo("invalid_grant");
        assertThat(portal.exchange(portal.code(victim, "profile", pkce), "code_verifier", other)
                        .error())
                .isEqualTo("invalid_grant");
        // Somebody took the challenge out of the request: the client, which knows nothing of it, is told.
        assertThat(portal.exchange(portal.code(victim, "profile"), "code_verifier", RelyingParty.VERIFIER)
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(portal.exchange(portal.code(victim, "profile", pkce), "code_verifier", RelyingParty.VERIFIER)
                        .status())
                .isEqualTo(200);
        assertThat(page.exchange(page.code(victim, "profile")).status()).isEqualTo(200);
    }

    @Test
    void tokensAreWorthNothingAnywhereElse() throws Exception {
        String access = portal.exchange(portal.code(victim, "openid profile email networks"))
                .json()
                .path("access_token")
                .asString();

        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(200);
        for (String path : List.of("/api/net/1", "/api/poc?limit=1", "/api/org/2/users", "/api/history/net/1")) {
            Answer answer = portal.bearer(path, access);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.text()).as(path).contains("Unknown authorization method");
        }
        for (String path : List.of("/profile", "/org_admin/2", "/oauth2/applications/", "/staff")) {
            assertThat(portal.bearer(path, access).status()).as(path).isIn(302, 303, 404);
        }
        assertThat(portal.get("/profile/v1?access_token=" + access).status()).isEqualTo(403);
        assertThat(portal.post("/oauth2/userinfo/", Map.of("access_token", access))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void scopesAreWorthWhatTheySayAndRefreshWidensNone() throws Exception {
        var tokens = portal.exchange(portal.code(victim, "profile")).json();
        String access = tokens.path("access_token").asString();

        assertThat(portal.bearer("/profile/v1", access).json().propertyNames())
                .containsExactly("id", "given_name", "family_name", "name", "verified_user");
        assertThat(portal.bearer("/oauth2/userinfo/", access).status()).isEqualTo(403);
        assertThat(portal.refresh(tokens.path("refresh_token").asString(), "scope", "profile email")
                        .error())
                .isEqualTo("invalid_scope");
        assertThat(attacker.refresh(tokens.path("refresh_token").asString()).error())
                .isEqualTo("invalid_grant");
    }

    @Test
    void consentNeedsTheFormOfThisSession() throws Exception {
        RelyingParty fresh = RelyingParty.register(server, owner, "confidential", "name", "Fresh");
        TestResponse forged = victim.postWithToken(
                "wrong",
                "/oauth2/authorize/",
                "client_id",
                fresh.clientId,
                "redirect_uri",
                RelyingParty.CALLBACK,
                "response_type",
                "code",
                "scope",
                "profile",
                "allow",
                "true");
        // Another site may send the request itself by POST: that only asks.
        Answer posted = portal.post(
                "/oauth2/authorize/",
                Map.of(
                        "client_id",
                        fresh.clientId,
                        "response_type",
                        "code",
                        "redirect_uri",
                        RelyingParty.CALLBACK,
                        "allow",
                        "true"));

        assertThat(forged.status()).isEqualTo(403);
        assertThat(posted.status()).isEqualTo(303);
        assertThat(posted.headers().get("Location"))
                .startsWith("/oauth2/authorize/?client_id=")
                .doesNotContain("allow");
        assertThat(victim.get(fresh.authorizeUrl("profile")).status()).isEqualTo(200);
    }

    @Test
    void consentPageCannotBeFramedAndTellsNoOtherSiteItsAddress() throws Exception {
        TestResponse shown = victim.get(portal.authorizeUrl("profile", "approval_prompt", "force"));

        assertThat(shown.header("Content-Security-Policy")).contains("frame-ancestors 'none'", "default-src 'none'");
        assertThat(shown.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(shown.header("Cache-Control")).contains("no-store");
    }

    @Test
    void namesOfApplicationsAreTextAndNothingElse() throws Exception {
        RelyingParty odd = RelyingParty.register(server, owner, "confidential", "name", "<img src=x onerror=alert(1)>");

        assertThat(victim.get(odd.authorizeUrl("profile")).text())
                .contains("&lt;img src=x")
                .doesNotContain("<img src=x");
    }

    @Test
    void otherPeoplesApplicationsAreNotThere() throws Exception {
        PageClient stranger = PageClient.signedIn(server, "unitedadmin");
        for (String action : List.of("", "update/", "delete/", "secret/", "consent/")) {
            String path = "/oauth2/applications/" + portal.id + "/" + action;
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
            assertThat(stranger.post(path, "name", "Mine", "redirect_uris", "https://evil.example/cb", "skip", "true")
                            .status())
                    .as(path)
                    .isEqualTo(404);
            assertThat(PageClient.anonymous(server).get(path).status()).as(path).isEqualTo(302);
        }
        assertThat(stranger.post(
                                "/oauth2/applications/register/",
                                "org",
                                "42",
                                "redirect_uris",
                                "https://evil.example/cb")
                        .status())
                .isEqualTo(400);
        // An application is not handed to an organization that its owner does not administer, and consent is staff's.
        assertThat(owner.post("/oauth2/applications/" + portal.id + "/consent/", "skip", "true")
                        .status())
                .isEqualTo(403);
        assertThat(stranger.get("/oauth2/applications/").text()).doesNotContain(portal.clientId);
    }

    /** Each page of an application × whoever is not its admin, by whatever way they come. */
    @Test
    void pagesOfAnOrganizationsApplicationAreForItsAdminsAlone() throws Exception {
        RelyingParty app = RelyingParty.register(
                server, PageClient.signedIn(server, "unitedadmin"), "confidential", "name", "United", "org", "10843");
        PageClient member = PageClient.signedIn(server, "unitedmember");
        String bearer = "Bearer "
                + app.exchange(app.code(member, "profile"))
                        .json()
                        .path("access_token")
                        .asString();
        for (String action : List.of("", "update/", "delete/", "secret/", "consent/")) {
            String path = "/oauth2/applications/" + app.id + "/" + action;
            for (PageClient person : List.of(member, victim, evil)) {
                person.get("/profile");
                assertThat(person.get(path).status()).as(path).isEqualTo(404);
                assertThat(person.post(path, "name", "Mine", "hours", "0", "skip", "true")
                                .status())
                        .as(path)
                        .isEqualTo(404);
            }
            for (String key : List.of("org:41/full", "user:unitedadmin/rw")) {
                assertThat(server.send(key, "GET", path, "").status())
                        .as(key + path)
                        .isIn(302, 400, 401, 403, 404);
            }
            assertThat(app.get(path, "Authorization", bearer).status()).as(path).isIn(302, 400, 401, 403, 404);
        }
        assertThat(app.exchange(app.code(member, "profile")).status())
                .as("nothing of it worked")
                .isEqualTo(200);
    }

    /** Each endpoint of tokens × whoever is not the client that they are of. */
    @Test
    void tokensOfOneClientAreNothingToAnother() throws Exception {
        var tokens = portal.exchange(portal.code(victim, "openid profile")).json();
        for (RelyingParty other : List.of(attacker, page)) {
            for (String kind : List.of("access_token", "refresh_token")) {
                String token = tokens.path(kind).asString();
                assertThat(other.form("/oauth2/revoke_token/", "token", token, "token_type_hint", kind)
                                .status())
                        .isEqualTo(200);
                Answer asked = other.form("/oauth2/introspect/", "token", token, "token_type_hint", kind);
                assertThat(asked.text()).doesNotContain("\"active\":true", "borealisadmin");
            }
            assertThat(other.refresh(tokens.path("refresh_token").asString()).error())
                    .isEqualTo("invalid_grant");
        }
        evil.get("/profile");
        evil.post("/oauth2/authorized_tokens/" + portal.id + "/delete/");

        assertThat(portal.bearer("/profile/v1", tokens.path("access_token").asString())
                        .status())
                .isEqualTo(200);
        assertThat(portal.refresh(tokens.path("refresh_token").asString()).status())
                .isEqualTo(200);
    }

    @Test
    void authorizationsOfOthersStayWhenSomebodyRemovesTheirs() throws Exception {
        String access = portal.exchange(portal.code(victim, "profile"))
                .json()
                .path("access_token")
                .asString();
        owner.get("/profile");

        owner.post("/oauth2/authorized_tokens/" + portal.id + "/delete/");

        assertThat(portal.bearer("/profile/v1", access).status()).isEqualTo(200);
    }

    @Test
    void wrongCredentialsAreRefusedAlike() throws Exception {
        String code = portal.code(victim, "profile");
        Answer unknown = portal.exchange(code, "client_id", "nobody");
        Answer wrong = portal.exchange(code, "client_secret", "wrong");
        Answer none = portal.post(
                "/oauth2/token/",
                Map.of("grant_type", "authorization_code", "code", code, "client_id", portal.clientId));
        Answer basic = portal.post(
                "/oauth2/token/",
                Map.of("grant_type", "authorization_code", "code", code),
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((portal.clientId + ":wrong").getBytes(StandardCharsets.UTF_8)));

        for (Answer answer : List.of(unknown, wrong, none, basic)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).isEqualTo("{\"error\":\"invalid_client\"}");
        }
        assertThat(List.of(unknown, wrong, none))
                .extracting(answer -> answer.headers().get("WWW-Authenticate"))
                .containsOnly("Bearer error=\"invalid_client\"");
        assertThat(basic.headers().get("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"invalid_client\", Basic realm=\"oauth2\", charset=\"UTF-8\"");
        assertThat(portal.exchange(code).status()).isEqualTo(200);
    }

    @Test
    void otherGrantsAreRefused() throws Exception {
        assertThat(portal.form("/oauth2/token/", "grant_type", "password", "username", "plain", "password", "x")
                        .error())
                .isEqualTo("unauthorized_client");
        assertThat(portal.form("/oauth2/token/", "grant_type", "client_credentials", "scope", "profile")
                        .error())
                .isEqualTo("unauthorized_client");
        assertThat(portal.form("/oauth2/token/", "grant_type", "nonsense", "scope", "")
                        .error())
                .isEqualTo("unsupported_grant_type");
        assertThat(portal.form(
                                "/oauth2/token/",
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:device_code",
                                "device_code",
                                "x")
                        .error())
                .isEqualTo("unsupported_grant_type");
        assertThat(portal.get("/oauth2/device-authorization/").status()).isEqualTo(404);
        assertThat(error(portal.authorizeUrl("openid", "response_type", "token")))
                .isEqualTo("unauthorized_client");
        assertThat(error(portal.authorizeUrl("openid", "response_type", ""))).isEqualTo("invalid_request");
        assertThat(portal.get("/oauth2/token/").status()).isEqualTo(405);
    }

    @Test
    void secretsInQueriesAreNotRead() throws Exception {
        String code = portal.code(victim, "profile");
        Answer answer = portal.post(
                "/oauth2/token/?client_id=" + portal.clientId + "&client_secret=" + portal.secret,
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", RelyingParty.CALLBACK));

        assertThat(answer.error()).isEqualTo("invalid_client");
    }

    @Test
    void secretsAndTokensAreInNoTableOfTheDatabaseAndNoAudit() throws Exception {
        var tokens = portal.exchange(portal.code(victim, "openid profile")).json();
        String access = tokens.path("access_token").asString();

        String audit = new AuditLog(server.database().source(), server.clock())
                .search("", "", "", 0, 500)
                .toString();
        assertThat(audit).doesNotContain(access, portal.secret);
        try (var connection = server.database().source().getConnection();
                var statement = connection.createStatement()) {
            for (String[] column : new String[][] {
                {"oauth_secret", "hash", portal.secret},
                {"oauth_token", "hash", access},
                {"oauth_token", "hash", tokens.path("refresh_token").asString()}
            }) {
                try (var rows = statement.executeQuery(
                        "select count(*) from " + column[0] + " where " + column[1] + " = '" + column[2] + "'")) {
                    rows.next();
                    assertThat(rows.getLong(1)).isZero();
                }
            }
        }
    }

    @Test
    void answersAreForRegisteredOriginsAlone() throws Exception {
        String code = page.code(victim, "profile");
        Answer exchanged = page.post(
                "/oauth2/token/",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        page.clientId,
                        "redirect_uri",
                        RelyingParty.CALLBACK,
                        "code_verifier",
                        RelyingParty.VERIFIER),
                "Origin",
                "https://app.example.net");
        String access = exchanged.json().path("access_token").asString();

        assertThat(exchanged.headers()).containsEntry("Access-Control-Allow-Origin", "https://app.example.net");
        assertThat(page.bearer("/profile/v1", access, "Origin", "https://app.example.net")
                        .headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.example.net");
        assertThat(page.bearer("/profile/v1", access, "Origin", "https://evil.example")
                        .headers())
                .doesNotContainKey("Access-Control-Allow-Origin");
        Answer preflight = page.send(HttpRequest.newBuilder(URI.create(server.url() + "/profile/v1"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example.net")
                .header("Access-Control-Request-Headers", "authorization"));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers()).containsKey("Access-Control-Allow-Headers");
        assertThat(preflight.headers()).doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void signingOutIsAskedForUnlessTheApplicationShowsItsToken() throws Exception {
        RelyingParty party = RelyingParty.register(
                server,
                owner,
                "confidential",
                "name",
                "Leaving",
                "post_logout_redirect_uris",
                "https://portal.example.net/bye");
        PageClient person = PageClient.signedIn(server, "unitedmember");
        String token = party.exchange(party.code(person, "openid"))
                .json()
                .path("id_token")
                .asString();
        String back = "&post_logout_redirect_uri=https://portal.example.net/bye&state=s1";

        TestResponse asked = person.get("/oauth2/logout/?client_id=" + party.clientId + back);
        TestResponse elsewhere = PageClient.anonymous(server)
                .get("/oauth2/logout/?client_id=" + party.clientId + "&post_logout_redirect_uri=https://evil.example/");
        TestResponse done = person.get("/oauth2/logout/?id_token_hint=" + token + back);

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text()).contains("Leaving asks to sign you out");
        assertThat(elsewhere.header("Location")).isEmpty();
        assertThat(done.header("Location")).isEqualTo("https://portal.example.net/bye?state=s1");
        assertThat(person.get("/profile").status()).isEqualTo(302);
    }

    @Test
    void requestsThatRepeatAParameterAreRefused() throws Exception {
        assertThat(victim.get(portal.authorizeUrl("profile") + "&client_id=" + attacker.clientId)
                        .status())
                .isEqualTo(400);
        assertThat(RelyingParty.parameters(victim.get(portal.authorizeUrl("profile") + "&scope=email")
                                .header("Location"))
                        .get("error"))
                .isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {RelyingParty.CALLBACK + "?x=%zz", RelyingParty.CALLBACK + "?x=\0"})
    void redirectsThatAreNoAddressesGetAPage(String uri) throws Exception {
        String url = portal.authorizeUrl("profile", "redirect_uri", uri);
        String next = java.net.URLEncoder.encode(url, StandardCharsets.UTF_8);

        assertThat(victim.get(url).status()).isEqualTo(400);
        assertThat(PageClient.anonymous(server)
                        .get("/account/login/?next=" + next)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state= ", "state=a\0b", "nonce=a\0b"})
    void valuesThatNobodyCanSendBackAreRefused(String parameter) throws Exception {
        String[] parts = parameter.split("=", -1);
        String url =
                victim.get(portal.authorizeUrl("openid", parts[0], parts[1])).header("Location");

        assertThat(RelyingParty.parameters(url)).containsEntry("error", "invalid_request");
    }

    @Test
    void unknownApplicationsGetAPageWhateverTheirIdIs() throws Exception {
        assertThat(victim.get(portal.authorizeUrl("openid", "client_id", "a\0b"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void loopbackWithAQueryAloneIsAlwaysAskedFor() throws Exception {
        RelyingParty tool =
                RelyingParty.register(server, owner, "public", "name", "Query", "redirect_uris", "http://127.0.0.1");
        String url = tool.authorizeUrl("profile", "redirect_uri", "http://127.0.0.1:8000?x=1");

        tool.authorize(victim, url);

        assertThat(victim.get(url).status()).isEqualTo(200);
    }

    @Test
    void signingOutSendsNobodyOnWhoDidNotAskForIt() throws Exception {
        RelyingParty party = RelyingParty.register(
                server,
                owner,
                "confidential",
                "name",
                "Onward",
                "post_logout_redirect_uris",
                "https://portal.example.net/bye");

        assertThat(PageClient.anonymous(server)
                        .get("/oauth2/logout/?client_id=" + party.clientId
                                + "&post_logout_redirect_uri=https://portal.example.net/bye")
                        .header("Location"))
                .isEmpty();
    }

    @Test
    void vouchingEndsWithOtherRedirects() throws Exception {
        PageClient staff = PageClient.signedIn(server, "superuser");
        RelyingParty party = RelyingParty.register(server, owner, "confidential", "name", "Vouched", "org", "42");
        String page = "/oauth2/applications/" + party.id + "/";
        staff.post(page + "consent/", "skip", "true");
        TestResponse unasked = victim.get(party.authorizeUrl("profile"));

        owner.post(
                page + "update/",
                "name",
                "Vouched",
                "org",
                "42",
                "redirect_uris",
                RelyingParty.CALLBACK + " https://b.example/");

        assertThat(unasked.status()).isEqualTo(302);
        assertThat(victim.get(party.authorizeUrl("profile")).status()).isEqualTo(200);
    }
}
