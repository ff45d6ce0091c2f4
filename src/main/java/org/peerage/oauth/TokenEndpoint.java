package org.peerage.oauth;

import static org.peerage.oauth.RequestValues.value;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.accounts.RandomTokens;

/**
 * Where applications exchange codes and refresh tokens, take tokens back and ask about them (docs/spec/identity.md §4,
 * §7; RFC 6749 §5, RFC 7009, RFC 7662).
 */
public final class TokenEndpoint {
    private final ClientAuthenticator clients;
    private final TokenStore tokens;
    private final SigningKeys keys;
    private final UserClaims claims;
    private final Accounts accounts;
    private final Clock clock;

    TokenEndpoint(
            ClientAuthenticator clients,
            TokenStore tokens,
            SigningKeys keys,
            UserClaims claims,
            Accounts accounts,
            Clock clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.keys = keys;
        this.claims = claims;
        this.accounts = accounts;
        this.clock = clock;
    }

    private static Optional<EndpointResponse> repeated(Map<String, List<String>> parameters) {
        return parameters.values().stream().anyMatch(values -> values.size() > 1)
                ? Optional.of(EndpointResponse.error(400, "invalid_request", "A parameter came twice.", List.of()))
                : Optional.empty();
    }

    /** What the reference says, and to who came with a header also its scheme (RFC 6749 §5.2). */
    private static EndpointResponse invalidClient(String authorization) {
        return EndpointResponse.error(401, "invalid_client", "", List.of())
                .withChallenge("Bearer error=\"invalid_client\""
                        + (authorization.isEmpty() ? "" : ", Basic realm=\"oauth2\", charset=\"UTF-8\""))
                .noting(new EndpointResponse.EndpointProblem.WrongCredentials());
    }

    /**
     * Answers a request for tokens.
     *
     * @param authorization the header; empty: none
     * @param issuer who signs
     */
    public EndpointResponse token(String authorization, Map<String, List<String>> parameters, String issuer) {
        Optional<EndpointResponse> early = repeated(parameters);
        if (early.isPresent()) {
            return early.get();
        }
        String grant = value(parameters, "grant_type");
        if (!Set.of("authorization_code", "refresh_token", "client_credentials", "password")
                .contains(grant)) {
            return EndpointResponse.error(400, "unsupported_grant_type", "", List.of());
        }
        Optional<Application> authenticated = clients.authenticate(authorization, parameters);
        if (authenticated.isEmpty()) {
            return invalidClient(authorization);
        }
        Application client = authenticated.get();
        return switch (grant) {
            case "authorization_code" -> byCode(client, parameters, issuer);
            case "refresh_token" -> byRefreshToken(client, parameters, issuer);
            default -> EndpointResponse.error(400, "unauthorized_client", "", client.allowedOrigins());
        };
    }

    private EndpointResponse byCode(Application client, Map<String, List<String>> parameters, String issuer) {
        String code = value(parameters, "code");
        if (code.isEmpty()) {
            return EndpointResponse.error(400, "invalid_request", "Missing code parameter.", client.allowedOrigins());
        }
        String verifier = value(parameters, "code_verifier");
        return answer(
                client,
                tokens.exchange(
                        client, code, value(parameters, "redirect_uri"), challenge -> isVerified(challenge, verifier)),
                issuer);
    }

    /** A verifier where no challenge was sent is refused as well: somebody took the challenge out (RFC 9700 §4.8.2). */
    private static boolean isVerified(String challenge, String verifier) {
        if (challenge.isEmpty() || verifier.isEmpty()) {
            return challenge.isEmpty() && verifier.isEmpty();
        }
        try {
            return RandomTokens.areEqual(
                    challenge,
                    CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                            .getValue());
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private EndpointResponse byRefreshToken(Application client, Map<String, List<String>> parameters, String issuer) {
        String token = value(parameters, "refresh_token");
        if (token.isEmpty()) {
            return EndpointResponse.error(
                    400, "invalid_request", "Missing refresh token parameter.", client.allowedOrigins());
        }
        String wanted = value(parameters, "scope");
        Optional<Set<Scope>> scopes = wanted.isBlank() ? Optional.of(Set.of()) : Scope.parse(wanted);
        return scopes.isEmpty()
                ? EndpointResponse.error(400, "invalid_scope", "", client.allowedOrigins())
                : answer(client, tokens.refresh(client, token, scopes.get()), issuer);
    }

    private EndpointResponse answer(Application client, TokenStore.ExchangeResult result, String issuer) {
        List<String> origins = client.allowedOrigins();
        return switch (result) {
            case TokenStore.ExchangeResult.Exchanged(TokenStore.IssuedTokens issued) -> issued(client, issued, issuer);
            case TokenStore.ExchangeResult.Invalid() ->
                EndpointResponse.error(400, "invalid_grant", "", origins)
                        .noting(new EndpointResponse.EndpointProblem.WrongCredentials());
            case TokenStore.ExchangeResult.Replayed(long user) ->
                EndpointResponse.error(400, "invalid_grant", "", origins)
                        .noting(new EndpointResponse.EndpointProblem.Replay(user, client.clientId()));
            case TokenStore.ExchangeResult.OtherRedirect() ->
                EndpointResponse.error(400, "invalid_request", "Mismatching redirect URI.", origins);
            case TokenStore.ExchangeResult.WiderScope() -> EndpointResponse.error(400, "invalid_scope", "", origins);
        };
    }

    private EndpointResponse issued(Application client, TokenStore.IssuedTokens issued, String issuer) {
        Set<Scope> scopes = issued.access().scopes();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("access_token", issued.accessToken());
        json.put("expires_in", TokenStore.ACCESS_LIFE.toSeconds());
        json.put("token_type", "Bearer");
        json.put("scope", Scope.text(scopes));
        json.put("refresh_token", issued.refreshToken());
        if (scopes.contains(Scope.OPENID)) {
            accounts.current()
                    .user(issued.access().userId())
                    .ifPresent(user -> json.put("id_token", idToken(client, issued, user, issuer)));
        }
        return EndpointResponse.ok(json, client.allowedOrigins());
    }

    private String idToken(Application client, TokenStore.IssuedTokens issued, UserAccount user, String issuer) {
        AccessToken access = issued.access();
        Instant now = clock.instant();
        JWTClaimsSet.Builder token =
                new JWTClaimsSet.Builder().audience(client.clientId()).issueTime(Date.from(now));
        if (!issued.nonce().isEmpty()) {
            token.claim("nonce", issued.nonce());
        }
        token.claim(
                "at_hash",
                AccessTokenHash.compute(new BearerAccessToken(issued.accessToken()), JWSAlgorithm.RS256, null)
                        .getValue());
        claims.openid(user, access.scopes(), access.amr()).forEach(token::claim);
        return keys.sign(token.issuer(issuer)
                .expirationTime(Date.from(now.plus(TokenStore.ACCESS_LIFE)))
                .claim("auth_time", access.authTime())
                .jwtID(UUID.randomUUID().toString())
                .build());
    }

    /** Ends a token; of tokens that are none of the client's nothing is said (RFC 7009 §2.2). */
    public EndpointResponse revoke(String authorization, Map<String, List<String>> parameters) {
        return aboutToken(authorization, parameters, (client, token) -> {
            tokens.revoke(client, token);
            return Map.of();
        });
    }

    /** What a token of the client is worth; any other is not active (RFC 7662 §2.2). */
    public EndpointResponse introspect(String authorization, Map<String, List<String>> parameters) {
        return aboutToken(authorization, parameters, (client, token) -> {
            Optional<AccessToken> access = client.isPublic() ? Optional.empty() : tokens.findAccess(token);
            Optional<AccessToken> found = access.isPresent() || client.isPublic() ? access : tokens.findRefresh(token);
            return found.filter(known -> known.applicationId() == client.id())
                    .map(known -> introspection(known, access.isPresent()))
                    .orElseGet(() -> Map.of("active", false));
        });
    }

    /** Answers an application that names a token, with what {@code answer} makes of both. */
    private EndpointResponse aboutToken(
            String authorization,
            Map<String, List<String>> parameters,
            BiFunction<Application, String, Map<String, Object>> answer) {
        Optional<EndpointResponse> early = repeated(parameters);
        if (early.isPresent()) {
            return early.get();
        }
        Optional<Application> authenticated = clients.authenticate(authorization, parameters);
        if (authenticated.isEmpty()) {
            return invalidClient(authorization);
        }
        Application client = authenticated.get();
        String token = value(parameters, "token");
        return token.isEmpty()
                ? EndpointResponse.error(400, "invalid_request", "Token parameter is missing.", client.allowedOrigins())
                : EndpointResponse.ok(answer.apply(client, token), client.allowedOrigins());
    }

    private Map<String, Object> introspection(AccessToken token, boolean isAccess) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("active", true);
        json.put("scope", Scope.text(token.scopes()));
        json.put("exp", token.expires());
        json.put("client_id", token.clientId());
        accounts.current().user(token.userId()).ifPresent(user -> json.put("username", user.username()));
        json.put("sub", Long.toString(token.userId()));
        json.put("iat", token.created());
        if (isAccess) {
            json.put("token_type", "Bearer");
        }
        return json;
    }
}
