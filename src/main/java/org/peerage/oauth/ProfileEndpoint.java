package org.peerage.oauth;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;

/**
 * Who the bearer of a token is: {@code /profile/v1} and userinfo (docs/spec/identity.md §5.1, §5.3). These two addresses
 * alone take such tokens (RFC 6750).
 */
public final class ProfileEndpoint {
    private static final String BEARER = "Bearer ";
    private static final String INVALID_TOKEN =
            "The access token provided is expired, revoked, malformed, or invalid for other reasons.";

    private final AccessTokens tokens;
    private final UserClaims claims;
    private final Accounts accounts;

    ProfileEndpoint(AccessTokens tokens, UserClaims claims, Accounts accounts) {
        this.tokens = tokens;
        this.claims = claims;
        this.accounts = accounts;
    }

    /** Whether the header carries a token. */
    public static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** A token, and whose it is. */
    private record Bearer(AccessToken token, UserAccount user) {}

    private Optional<Bearer> bearer(String authorization) {
        return isBearer(authorization)
                ? tokens.check(authorization.substring(BEARER.length()).strip())
                        .flatMap(
                                token -> accounts.current().user(token.userId()).map(user -> new Bearer(token, user)))
                : Optional.empty();
    }

    /** A wrong token is noted, none is not. */
    private static EndpointResponse refused(String authorization, EndpointResponse answer) {
        return authorization.isEmpty()
                ? answer
                : answer.noting(new EndpointResponse.EndpointProblem.WrongCredentials());
    }

    /** The reference's profile. 403, as it has, where the token does not do; with a reason (docs/spec/deviations.md 15). */
    public EndpointResponse profile(String authorization) {
        Optional<Bearer> bearer = bearer(authorization);
        if (bearer.isEmpty()) {
            return refused(
                    authorization,
                    forbidden("An access token is needed: Authorization: Bearer.", "invalid_token", List.of()));
        }
        AccessToken known = bearer.get().token;
        return known.scopes().contains(Scope.PROFILE)
                ? EndpointResponse.ok(
                        claims.profile(bearer.get().user, known.scopes(), known.amr()), known.allowedOrigins())
                : forbidden("The access token lacks the scope profile.", "insufficient_scope", known.allowedOrigins());
    }

    /** The same for who has a key of their own: all scopes but {@code amr}, for nobody signed in; rights as the key has them. */
    public EndpointResponse profileOf(UserAccount user, Caller key) {
        Set<Scope> all = EnumSet.complementOf(EnumSet.of(Scope.AMR));
        return EndpointResponse.ok(claims.profile(user, Optional.of(key), all, List.of()), List.of());
    }

    private static EndpointResponse forbidden(String reason, String code, List<String> origins) {
        return new EndpointResponse(
                403,
                Map.of("meta", Map.of("error", reason)),
                "Bearer error=\"" + code + "\"",
                origins,
                Optional.empty());
    }

    /** OpenID Connect Core §5.3. */
    public EndpointResponse userinfo(String authorization) {
        Optional<Bearer> bearer = bearer(authorization);
        if (bearer.isEmpty()) {
            return refused(
                    authorization,
                    EndpointResponse.error(401, "invalid_token", INVALID_TOKEN, List.of())
                            .withChallenge(
                                    "Bearer error=\"invalid_token\", error_description=\"" + INVALID_TOKEN + "\""));
        }
        AccessToken known = bearer.get().token;
        if (!known.scopes().contains(Scope.OPENID)) {
            return EndpointResponse.error(
                            403, "insufficient_scope", "The scope openid is needed.", known.allowedOrigins())
                    .withChallenge("Bearer error=\"insufficient_scope\", scope=\"openid\"");
        }
        return EndpointResponse.ok(
                claims.openid(bearer.get().user, known.scopes(), known.amr()), known.allowedOrigins());
    }
}
