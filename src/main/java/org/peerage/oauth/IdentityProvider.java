package org.peerage.oauth;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.snapshot.Snapshot;

/** The identity provider of one database: its parts, and what is done with several of them. */
public final class IdentityProvider {
    private final ApplicationStore applications;
    private final TokenStore tokens;
    private final SigningKeys keys;
    private final UserClaims claims;
    private final AuthorizationRequests requests;
    private final TokenEndpoint tokenEndpoint;
    private final ProfileEndpoint profileEndpoint;

    public IdentityProvider(
            DataSource source,
            Accounts accounts,
            Authenticator authenticator,
            Supplier<Snapshot> registry,
            Clock clock) {
        applications = new ApplicationStore(source, accounts, clock);
        tokens = new TokenStore(source, accounts, clock);
        keys = new SigningKeys(source, clock);
        claims = new UserClaims(registry, authenticator);
        requests = new AuthorizationRequests(applications);
        tokenEndpoint = new TokenEndpoint(new ClientAuthenticator(applications), tokens, keys, claims, accounts, clock);
        profileEndpoint = new ProfileEndpoint(new AccessTokens(tokens, accounts), claims, accounts);
    }

    public ApplicationStore applications() {
        return applications;
    }

    public TokenStore tokens() {
        return tokens;
    }

    public SigningKeys keys() {
        return keys;
    }

    public UserClaims claims() {
        return claims;
    }

    public AuthorizationRequests requests() {
        return requests;
    }

    public TokenEndpoint tokenEndpoint() {
        return tokenEndpoint;
    }

    public ProfileEndpoint profileEndpoint() {
        return profileEndpoint;
    }

    /**
     * How a person is signed in.
     *
     * @param authTime seconds since the epoch
     * @param amr words parted by blanks (RFC 8176)
     */
    public record SignedIn(long user, long authTime, String amr) {}

    /**
     * What an application gets by a person who let it in.
     *
     * @param isFirst whether they let the application in for the first time
     */
    public record Authorized(AuthorizationAnswer answer, boolean isFirst) {}

    /** Whether the person need not be asked. */
    public boolean isAllowed(AuthorizationRequests.AuthorizationRequest request, long user) {
        return !request.asksForConsent()
                && (request.application().skipsConsent()
                        || tokens.hasConsented(user, request.application(), request.scopes()));
    }

    /**
     * Whether an error may send a person on without a click of theirs: else whoever registers an application has links
     * that begin here and end where they like (RFC 9700 §4.11.2).
     *
     * @param user who is signed in, if anybody
     * @param silent whether the application asked that nothing is shown, so that nobody can click; then it is enough that
     *     somebody let it in
     */
    public boolean mayRedirectErrors(Application application, OptionalLong user, boolean silent) {
        return application.skipsConsent()
                || (user.isPresent() && tokens.hasLetIn(user.getAsLong(), application))
                || (silent && tokens.isLetIn(application));
    }

    /** Notes what a person allowed, and makes the code that the application gets. */
    public Authorized authorize(AuthorizationRequests.AuthorizationRequest request, SignedIn person, String issuer) {
        TokenStore.IssuedCode issued = tokens.authorize(new TokenStore.NewGrant(
                request.application(),
                person.user,
                request.scopes(),
                request.namedRedirectUri(),
                request.codeChallenge(),
                request.nonce(),
                person.authTime,
                person.amr));
        return new Authorized(AuthorizationRequests.success(request, issued.code(), issuer), issued.isFirst());
    }

    /** Of whom and for whom an id_token was issued. */
    public record IdTokenHint(String subject, List<String> audience) {
        public IdTokenHint {
            audience = List.copyOf(audience);
        }
    }

    /** What an id_token of ours says, also after its end; empty: it is none (OpenID Connect RP-Initiated Logout §2). */
    public Optional<IdTokenHint> readIdToken(String token, String issuer) {
        return token.isEmpty()
                ? Optional.empty()
                : keys.verified(token)
                        .filter(claims -> issuer.equals(claims.getIssuer()) && claims.getSubject() != null)
                        .map(claims -> new IdTokenHint(claims.getSubject(), claims.getAudience()));
    }
}
