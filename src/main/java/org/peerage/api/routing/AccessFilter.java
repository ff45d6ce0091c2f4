package org.peerage.api.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AuthenticationResult;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.ClientVersion;
import org.peerage.access.RequestHeaders;
import org.peerage.access.limits.LoginAttempt;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.limits.RateLimiter;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.PasswordAccess;
import org.peerage.api.RequestFilter;
import org.peerage.api.Route;

/** Lets requests in by the rules of docs/spec/access.md: client version, credentials, limits. */
public final class AccessFilter implements RequestFilter {
    private static final AccessDecision ANONYMOUS = new AccessDecision.Admitted(Caller.anonymous());

    private static final String NO_SECOND_FACTOR = "Cannot perform write operations with a MFA enabled account when"
            + " authenticating with Basic authentication.";

    private static final String API_KEY = "Api-Key ";

    private final Authenticator authenticator;
    private final RateLimiter rateLimiter;
    private static final String PASSWORDS_OVER = "Basic authentication support has been deprecated and is no longer"
            + " supported, please switch to API key authentication.";

    private final ClientVersion clients;
    private final Supplier<PasswordAccess> passwords;

    public AccessFilter(Authenticator authenticator, RateLimiter rateLimiter, ClientVersion clients) {
        this(authenticator, rateLimiter, clients, () -> PasswordAccess.ALLOWED);
    }

    /** Makes one; {@code passwords} tells whether basic authentication is still taken. */
    public AccessFilter(
            Authenticator authenticator,
            RateLimiter rateLimiter,
            ClientVersion clients,
            Supplier<PasswordAccess> passwords) {
        this.passwords = passwords;
        this.authenticator = authenticator;
        this.rateLimiter = rateLimiter;
        this.clients = clients;
    }

    @Override
    public AccessDecision admit(ApiRequest request) {
        String ipAddress = request.remoteAddress();
        if (!isFast(request)) {
            return withPassword(request, ipAddress);
        }
        return switch (authenticator.authenticate(new Headers(request))) {
            case AuthenticationResult.AuthenticationFailed refused -> refused(refused, ipAddress);
            case AuthenticationResult.Authenticated(Caller caller) -> known(request, caller, ipAddress);
        };
    }

    private AccessDecision withPassword(ApiRequest request, String ipAddress) {
        AuthenticationResult resolution;
        Optional<String> name = Authenticator.nameIn(request.header("Authorization"));
        try (LoginAttempt attempt = name.isPresent()
                ? rateLimiter.trySignIn(ipAddress, name.get())
                : rateLimiter.tryCredentials(ipAddress)) {
            if (attempt.refusal().isPresent()) {
                return new AccessDecision.Denied(
                        ApiResponse.rateLimited(attempt.refusal().get()), false);
            }
            resolution = authenticator.authenticate(new Headers(request));
            boolean wrong = resolution instanceof AuthenticationResult.AuthenticationFailed refused
                    && Authenticator.isWrong(refused);
            if (!wrong) {
                attempt.succeeded();
            }
        }
        return switch (resolution) {
            case AuthenticationResult.AuthenticationFailed refused ->
                new AccessDecision.Denied(response(refused), false);
            case AuthenticationResult.Authenticated(Caller caller) -> known(request, caller, ipAddress);
        };
    }

    private AccessDecision known(ApiRequest request, Caller caller, String ipAddress) {
        request.cameFrom(caller);
        Optional<String> outdated = clients.refusal(request.header("User-Agent"));
        if (outdated.isPresent()) {
            return new AccessDecision.Denied(ApiResponse.error(400, outdated.get()), caller.cameWithPassword());
        }
        if (caller.cameWithPassword() && passwords.get() == PasswordAccess.OVER) {
            return new AccessDecision.Denied(ApiResponse.error(403, PASSWORDS_OVER), true);
        }
        if (caller.lacksSecondFactor() && !isRead(request)) {
            return new AccessDecision.Denied(ApiResponse.error(403, NO_SECOND_FACTOR), true);
        }
        Optional<RateLimited> early = isRead(request)
                ? rateLimiter.admitRead(caller, ipAddress)
                : rateLimiter.admitWrite(caller, ipAddress).or(() -> admitIxfImport(request, caller, ipAddress));
        if (early.isPresent()) {
            return new AccessDecision.Denied(ApiResponse.rateLimited(early.get()), caller.cameWithPassword());
        }
        return admitted(caller);
    }

    @Override
    public boolean warnsOfPasswords() {
        return passwords.get() == PasswordAccess.WARNED;
    }

    private static AccessDecision admitted(Caller caller) {
        return caller.isAnonymous() ? ANONYMOUS : new AccessDecision.Admitted(caller);
    }

    @Override
    public Supplier<AccessDecision> renewal(ApiRequest request) {
        RequestHeaders headers = SavedHeaders.of(new Headers(request));
        return () -> switch (authenticator.authenticate(headers)) {
            case AuthenticationResult.AuthenticationFailed refused ->
                new AccessDecision.Denied(response(refused), false);
            case AuthenticationResult.Authenticated(Caller caller) -> admitted(caller);
        };
    }

    /** Whether who asks is known without computing the hash of a password, which takes long on purpose. */
    static boolean isFast(ApiRequest request) {
        String credentials = request.header("Authorization");
        return credentials == null || credentials.regionMatches(true, 0, API_KEY, 0, API_KEY.length());
    }

    private static boolean isRead(ApiRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    private Optional<RateLimited> admitIxfImport(ApiRequest request, Caller caller, String ipAddress) {
        return request.route() instanceof Route.ObjectAction(var type, long exchange, String name, long other)
                        && name.equals("request_ixf_import")
                ? rateLimiter.admitIxfImport(caller, ipAddress, exchange)
                : Optional.empty();
    }

    @Override
    public Optional<ApiResponse> refusal(ApiRequest request, AccessDecision.Admitted admitted, long bytes) {
        return rateLimiter
                .admitLargeResponse(admitted.caller(), request.remoteAddress(), () -> target(request), bytes)
                .map(ApiResponse::rateLimited);
    }

    private static String target(ApiRequest request) {
        String query = request.query();
        return query == null ? request.rawPath() : request.rawPath() + "?" + query;
    }

    private AccessDecision refused(AuthenticationResult.AuthenticationFailed refused, String ipAddress) {
        if (Authenticator.isWrong(refused)) {
            Optional<RateLimited> early = rateLimiter.admitWrongKey(ipAddress);
            if (early.isPresent()) {
                return new AccessDecision.Denied(ApiResponse.rateLimited(early.get()), false);
            }
        }
        return new AccessDecision.Denied(response(refused), false);
    }

    private static ApiResponse response(AuthenticationResult.AuthenticationFailed refused) {
        ApiResponse response = ApiResponse.error(refused.status(), refused.message());
        if (refused.plainJson()) {
            response = response.with("Content-Type", "application/json");
        }
        if (refused.wwwAuthenticate() != null) {
            response = response.with("WWW-Authenticate", refused.wwwAuthenticate());
        }
        return response;
    }
    /** What of a request's headers tells who asks, for when the request itself may be gone. */
    private record SavedHeaders(@Nullable String authorization, List<String> names, String remoteAddress)
            implements RequestHeaders {
        static SavedHeaders of(RequestHeaders headers) {
            List<String> names = new ArrayList<>();
            headers.headerNames("auth").forEach(names::add);
            return new SavedHeaders(headers.authorization(), List.copyOf(names), headers.remoteAddress());
        }

        @Override
        public Iterable<String> headerNames(String beginning) {
            return names.stream()
                    .filter(name -> name.regionMatches(true, 0, beginning, 0, beginning.length()))
                    .toList();
        }
    }

    /** The headers of a request. */
    private record Headers(ApiRequest request) implements RequestHeaders {
        @Override
        public @Nullable String authorization() {
            return request.header("Authorization");
        }

        @Override
        public Iterable<String> headerNames(String beginning) {
            return request.headerNames(beginning);
        }

        @Override
        public String remoteAddress() {
            return request.remoteAddress();
        }
    }
}
