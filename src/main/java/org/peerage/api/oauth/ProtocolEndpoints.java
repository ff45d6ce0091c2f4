package org.peerage.api.oauth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.limits.RateLimiter;
import org.peerage.accounts.AuditLog;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.QueryParameters;
import org.peerage.api.RequestFilter;
import org.peerage.api.WireResponse;
import org.peerage.oauth.EndpointResponse;
import org.peerage.oauth.IdentityProvider;
import org.peerage.oauth.ProviderMetadata;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/**
 * The addresses of the identity provider that programs use (docs/spec/identity.md §1, §4–§8). They know no session:
 * a page of another site cannot do anything here with a visitor's.
 */
public final class ProtocolEndpoints {
    private static final int MAX_FORM_BYTES = 32 * 1024;
    private static final int MAX_PARAMETERS = 50;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Indented by two, as the reference does it. */
    private static final PrettyPrinter PRETTY = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private final IdentityProvider provider;
    private final Accounts accounts;
    private final RequestFilter requestFilter;
    private final RateLimiter rateLimiter;
    private final AuditLog auditLog;
    private final String url;

    /** Makes them; {@code url} is the address of this site, or empty: as it is reached. */
    public ProtocolEndpoints(
            IdentityProvider provider,
            Accounts accounts,
            RequestFilter requestFilter,
            RateLimiter rateLimiter,
            AuditLog auditLog,
            String url) {
        this.provider = provider;
        this.accounts = accounts;
        this.requestFilter = requestFilter;
        this.rateLimiter = rateLimiter;
        this.auditLog = auditLog;
        this.url = url;
    }

    /** The response to a request at one of these addresses; empty: it is for somebody else. */
    public Optional<WireResponse> handle(ApiRequest request) {
        String path = request.path();
        if (!path.startsWith("/oauth2/") && !path.startsWith("/.well-known/") && !path.startsWith("/profile/v1")) {
            return Optional.empty();
        }
        String endpoint = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (endpoint) {
            case "/oauth2/token", "/oauth2/revoke_token", "/oauth2/introspect" ->
                Optional.of(clientsOnly(request, endpoint));
            case "/oauth2/userinfo", "/profile/v1" -> Optional.of(bearersOnly(request, endpoint));
            case "/.well-known/openid-configuration",
                    "/.well-known/openid-configuration/oauth2",
                    "/oauth2/.well-known/openid-configuration" ->
                Optional.of(document(request, ProviderMetadata.openid(site(request)), ""));
            case "/.well-known/oauth-authorization-server",
                    "/.well-known/oauth-authorization-server/oauth2",
                    "/oauth2/.well-known/oauth-authorization-server" ->
                Optional.of(document(request, ProviderMetadata.authorizationServer(site(request)), ""));
            case "/oauth2/.well-known/jwks.json" ->
                Optional.of(document(
                        request,
                        provider.keys().published().toJSONObject(),
                        "public, max-age=3600, stale-while-revalidate=3600, stale-if-error=3600"));
            default -> Optional.empty();
        };
    }

    private String site(ApiRequest request) {
        return url.isEmpty() ? request.localOrigin() : url;
    }

    private static WireResponse document(ApiRequest request, Map<String, Object> json, String caching) {
        if (request.method().equals("OPTIONS")) {
            WireResponse response = preflight(request, "GET, HEAD");
            response.set("Access-Control-Allow-Origin", "*");
            return response;
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return notAllowed("GET, HEAD, OPTIONS");
        }
        WireResponse response = plainJson(200, json, false);
        response.set("Access-Control-Allow-Origin", "*");
        response.set("Cache-Control", caching.isEmpty() ? "public, max-age=600" : caching);
        return response;
    }

    private WireResponse clientsOnly(ApiRequest request, String endpoint) {
        if (request.method().equals("OPTIONS")) {
            return preflight(request, "POST");
        }
        boolean introspectsByGet =
                endpoint.equals("/oauth2/introspect") && request.method().equals("GET");
        if (!request.method().equals("POST") && !introspectsByGet) {
            return notAllowed("POST, OPTIONS");
        }
        // Whoever the client says it is: that is not known yet.
        Optional<RateLimited> limited = rateLimiter.admitRead(Caller.anonymous(), request.remoteAddress());
        if (limited.isPresent()) {
            return slowDown(limited.get());
        }
        Optional<Map<String, List<String>>> form = form(request);
        if (form.isEmpty()) {
            return WireResponse.of(413);
        }
        String authorization = Objects.requireNonNullElse(request.header("Authorization"), "");
        EndpointResponse answer =
                switch (endpoint) {
                    case "/oauth2/token" ->
                        provider.tokenEndpoint()
                                .token(authorization, form.get(), ProviderMetadata.issuer(site(request)));
                    case "/oauth2/revoke_token" -> provider.tokenEndpoint().revoke(authorization, form.get());
                    default -> provider.tokenEndpoint().introspect(authorization, form.get());
                };
        return response(request, answer);
    }

    /** The fields of a form; secrets in a query would be in logs, so none are read there. Empty: it is too large. */
    private static Optional<Map<String, List<String>>> form(ApiRequest request) {
        String type =
                Objects.requireNonNullElse(request.header("Content-Type"), "").toLowerCase(Locale.ROOT);
        Map<String, List<String>> fields = new HashMap<>();
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return Optional.of(fields);
        }
        try {
            byte[] body = request.body().readNBytes(MAX_FORM_BYTES + 1);
            if (body.length > MAX_FORM_BYTES || QueryParameters.count(body) > MAX_PARAMETERS) {
                return Optional.empty();
            }
            QueryParameters.forEach(new String(body, StandardCharsets.UTF_8), (name, value) -> fields.computeIfAbsent(
                            name, any -> new ArrayList<>(1))
                    .add(value));
            return Optional.of(fields);
        } catch (IOException unread) {
            return Optional.empty();
        }
    }

    private WireResponse bearersOnly(ApiRequest request, String endpoint) {
        if (request.method().equals("OPTIONS")) {
            return preflight(request, "GET, POST");
        }
        boolean isUserinfo = endpoint.equals("/oauth2/userinfo");
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isRead && !(isUserinfo && request.method().equals("POST"))) {
            return notAllowed(isUserinfo ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS");
        }
        String authorization = Objects.requireNonNullElse(request.header("Authorization"), "");
        if (isUserinfo) {
            return response(request, provider.profileEndpoint().userinfo(authorization));
        }
        return authorization.toLowerCase(Locale.ROOT).startsWith("api-key ")
                ? byKey(request)
                : response(request, provider.profileEndpoint().profile(authorization));
    }

    /** Programs that have a person's key and no application try it here. */
    private WireResponse byKey(ApiRequest request) {
        return switch (requestFilter.admit(request)) {
            case AccessDecision.Admitted admitted -> {
                Optional<UserAccount> user = admitted.caller().userId().stream()
                        .mapToObj(accounts.current()::user)
                        .flatMap(Optional::stream)
                        .findFirst();
                yield user.isPresent()
                        ? response(request, provider.profileEndpoint().profileOf(user.get(), admitted.caller()))
                        : json(
                                403,
                                Map.of("meta", Map.of("error", "An organization's key is nobody's profile.")),
                                false);
            }
            case AccessDecision.Denied(var denied, boolean _) ->
                json(denied.status(), Map.of("meta", Map.of("error", "Invalid API key")), false);
        };
    }

    private WireResponse response(ApiRequest request, EndpointResponse answer) {
        EndpointResponse.EndpointProblem problem = answer.problem().orElse(null);
        if (problem instanceof EndpointResponse.EndpointProblem.WrongCredentials) {
            Optional<RateLimited> limited = rateLimiter.admitWrongKey(request.remoteAddress());
            if (limited.isPresent()) {
                return slowDown(limited.get());
            }
        }
        if (problem instanceof EndpointResponse.EndpointProblem.Replay(long user, String clientId)) {
            auditLog.record(
                    "application:" + clientId,
                    "token used twice: access ended",
                    "user:" + user,
                    clientId,
                    request.remoteAddress());
        }
        WireResponse response = json(answer.status(), answer.json(), isPretty(request));
        if (!answer.challenge().isEmpty()) {
            response.set("WWW-Authenticate", answer.challenge());
        }
        String origin = request.header("Origin");
        response.set("Vary", "Origin");
        if (origin != null && answer.allowedOrigins().contains(origin)) {
            response.set("Access-Control-Allow-Origin", origin);
            response.set("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
        }
        return response;
    }

    private static WireResponse slowDown(RateLimited limited) {
        WireResponse refusal = json(429, Map.of("error", "slow_down", "error_description", limited.message()), false);
        refusal.set("Retry-After", Long.toString(limited.retryAfterSeconds()));
        return refusal;
    }

    private static boolean isPretty(ApiRequest request) {
        return request.parameters().has("pretty");
    }

    /** What a page may send; whether it may read the answer depends on whose token or client it is. */
    private static WireResponse preflight(ApiRequest request, String methods) {
        WireResponse response = WireResponse.of(204);
        response.length(0);
        String origin = request.header("Origin");
        response.set("Vary", "Origin");
        if (origin != null && origin.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,255}")) {
            response.set("Access-Control-Allow-Origin", origin);
            response.set("Access-Control-Allow-Methods", methods);
            response.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
            response.set("Access-Control-Max-Age", "600");
        }
        return response;
    }

    private static WireResponse notAllowed(String methods) {
        WireResponse response = json(405, Map.of("error", "invalid_request"), false);
        response.set("Allow", methods);
        return response;
    }

    /** RFC 6749 §5.1: kept by nobody. */
    private static WireResponse json(int status, Map<String, Object> json, boolean pretty) {
        WireResponse response = plainJson(status, json, pretty);
        response.set("Cache-Control", "no-store");
        response.set("Pragma", "no-cache");
        return response;
    }

    private static WireResponse plainJson(int status, Map<String, Object> json, boolean pretty) {
        WireResponse response = WireResponse.of(status);
        response.set("Content-Type", "application/json");
        response.set("X-Content-Type-Options", "nosniff");
        String text = pretty ? JSON.writer().with(PRETTY).writeValueAsString(json) : JSON.writeValueAsString(json);
        response.body(ByteBuffer.wrap((json.isEmpty() ? "" : text).getBytes(StandardCharsets.UTF_8)));
        return response;
    }
}
