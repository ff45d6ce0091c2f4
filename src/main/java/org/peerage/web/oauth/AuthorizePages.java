package org.peerage.web.oauth;

import static org.peerage.web.page.Texts.text;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.OIDCError;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.RateLimited;
import org.peerage.accounts.people.Session;
import org.peerage.i18n.Languages;
import org.peerage.oauth.Application;
import org.peerage.oauth.AuthorizationAnswer;
import org.peerage.oauth.AuthorizationRequests;
import org.peerage.oauth.AuthorizationRequests.AuthorizationRequest;
import org.peerage.oauth.AuthorizationRequests.ParsedRequest;
import org.peerage.oauth.IdentityProvider;
import org.peerage.oauth.ProviderMetadata;
import org.peerage.oauth.Scope;
import org.peerage.oauth.UserClaims;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PendingAuthorization;
import org.peerage.web.people.LoginGuard;

/** Where applications send people to be let in (docs/spec/identity.md §3). */
final class AuthorizePages {
    private static final Duration SIGN_IN_TIME = Duration.ofHours(1);
    private static final int MAX_NETWORKS = 20;
    /** What was settled before the person is asked for consent. */
    private static final Set<String> NOT_ASKED_AGAIN = Set.of("prompt", "max_age", "id_token_hint");

    /** Whether a POST is an application's request, which changes nothing, and not our form (OpenID Connect Core §3.1.2.1). */
    static boolean isPostedRequest(PageRequest request) {
        return request.isPost() && !request.has("csrfmiddlewaretoken");
    }

    PageResponse answer(PageRequest request) {
        if (isPostedRequest(request)) {
            return new PageResponse.Redirect(PendingAuthorization.PATH + "/?" + query(request));
        }
        String issuer = ProviderMetadata.issuer(request.siteUrl());
        return switch (request.services().identityProvider().requests().parse(parameters(request), issuer)) {
            case ParsedRequest.Unknown(String reason) ->
                PageRenderer.message(request, 400, text("oauth.unknown.title"), text("oauth.unknown." + reason));
            case ParsedRequest.Refused refused ->
                endWithError(
                        request,
                        refused.application(),
                        refused.redirectUri(),
                        refused.error(),
                        refused.answer(),
                        request.value("prompt").equals("none"));
            case ParsedRequest.Valid(AuthorizationRequest wanted) -> answer(request, wanted, issuer);
        };
    }

    private static PageResponse answer(PageRequest request, AuthorizationRequest wanted, String issuer) {
        Optional<UserAccount> user = request.user();
        Optional<Session> session = request.session();
        if (user.isEmpty() || session.isEmpty() || mustSignInAgain(request, wanted, session.get(), issuer)) {
            return wanted.isSilent()
                    ? silently(request, wanted, OIDCError.LOGIN_REQUIRED, issuer)
                    : signIn(request, wanted);
        }
        if (request.isPost()) {
            return request.has("allow")
                    ? decided(request, wanted, user.get(), session.get(), issuer)
                    : end(request, wanted.application(), error(wanted, OAuth2Error.ACCESS_DENIED, issuer));
        }
        // HEAD only looks, and makes no code.
        if (request.isGet()
                && request.services()
                        .identityProvider()
                        .isAllowed(wanted, user.get().id())) {
            return authorize(request, wanted, user.get(), session.get(), issuer);
        }
        return wanted.isSilent()
                ? silently(request, wanted, OIDCError.CONSENT_REQUIRED, issuer)
                : consent(request, wanted, user.get());
    }

    private static AuthorizationAnswer error(AuthorizationRequest wanted, ErrorObject error, String issuer) {
        return AuthorizationRequests.error(wanted, error.setDescription(null), issuer);
    }

    private static PageResponse silently(
            PageRequest request, AuthorizationRequest wanted, ErrorObject error, String issuer) {
        return endWithError(
                request,
                wanted.application(),
                wanted.redirectUri(),
                error.getCode(),
                error(wanted, error, issuer),
                true);
    }

    /** Tells the application, unless it may be one that was registered to send people somewhere: then they decide. */
    private static PageResponse endWithError(
            PageRequest request,
            Application application,
            String redirectUri,
            String error,
            AuthorizationAnswer answer,
            boolean silent) {
        OptionalLong user =
                request.user().map(known -> OptionalLong.of(known.id())).orElse(OptionalLong.empty());
        if (request.services().identityProvider().mayRedirectErrors(application, user, silent)) {
            return end(request, application, answer);
        }
        PendingAuthorization.clear(request);
        return new PageResponse.TemplateResponse(
                400,
                "oauth/refused.jte",
                Map.of(
                        "shell",
                        request.frame(text("oauth.refused.title")),
                        "name",
                        application.title(),
                        "owner",
                        ApplicationOwners.name(request, application),
                        "host",
                        host(redirectUri),
                        "error",
                        error,
                        "answer",
                        answer));
    }

    private static PageResponse end(PageRequest request, Application application, AuthorizationAnswer answer) {
        PendingAuthorization.clear(request);
        return answer.isForm()
                ? PageResponse.TemplateResponse.of(
                        "oauth/answer.jte",
                        Map.of(
                                "shell",
                                request.frame(text("oauth.answer.title", application.title())),
                                "name",
                                application.title(),
                                "host",
                                host(answer.url()),
                                "answer",
                                answer))
                : new PageResponse.Redirect(302, answer.url());
    }

    /** Whether the session does not do: it is too old for the request, or somebody else's. */
    private static boolean mustSignInAgain(
            PageRequest request, AuthorizationRequest wanted, Session session, String issuer) {
        long now = request.services().clock().instant().getEpochSecond();
        boolean tooOld = wanted.maxAge().isPresent()
                && now - session.created() > wanted.maxAge().getAsLong();
        boolean other = !wanted.idTokenHint().isEmpty()
                && request.services()
                        .identityProvider()
                        .readIdToken(wanted.idTokenHint(), issuer)
                        .filter(hint -> hint.subject().equals(Long.toString(session.userId())))
                        .isEmpty();
        boolean unfit = tooOld || other;
        if (unfit && wanted.isSilent()) {
            return true;
        }
        if (!unfit && !wanted.asksToSignIn()) {
            return false;
        }
        return since(request, wanted)
                .map(age -> session.created() < now - age.toSeconds())
                .orElse(true);
    }

    /** How long ago we asked the person to sign in for this. */
    private static Optional<Duration> since(PageRequest request, AuthorizationRequest wanted) {
        return request.services()
                .people()
                .tokens()
                .ageOf(
                        PendingAuthorization.SINCE,
                        wanted.application().clientId(),
                        request.value(PendingAuthorization.SINCE))
                .filter(age -> age.compareTo(SIGN_IN_TIME) < 0);
    }

    private static PageResponse signIn(PageRequest request, AuthorizationRequest wanted) {
        String token = request.services()
                .people()
                .tokens()
                .issue(PendingAuthorization.SINCE, wanted.application().clientId());
        String back =
                PendingAuthorization.PATH + "/?" + query(request) + "&" + PendingAuthorization.SINCE + "=" + token;
        PendingAuthorization.remember(request, back);
        return new PageResponse.Redirect(
                request.isPost() ? 303 : 302,
                "/account/login/?next=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }

    private static PageResponse decided(
            PageRequest request, AuthorizationRequest wanted, UserAccount user, Session session, String issuer) {
        // What was shown is what is allowed: an application that changed meanwhile is shown again.
        return request.value("version")
                        .equals(Integer.toString(wanted.application().version()))
                ? authorize(request, wanted, user, session, issuer)
                : consent(request, wanted, user);
    }

    private static PageResponse authorize(
            PageRequest request, AuthorizationRequest wanted, UserAccount user, Session session, String issuer) {
        Optional<RateLimited> limited = request.admitWrite();
        if (limited.isPresent()) {
            return PageRenderer.tooMany(request, limited.get());
        }
        IdentityProvider.Authorized authorized = request.services()
                .identityProvider()
                .authorize(wanted, new IdentityProvider.SignedIn(user.id(), session.created(), session.amr()), issuer);
        Application application = wanted.application();
        if (authorized.isFirst()) {
            LoginGuard.audit(
                    request, user, "authorize application", application.title() + " " + Scope.text(wanted.scopes()));
            request.services()
                    .people()
                    .notify(
                            user,
                            request.siteUrl(),
                            "application",
                            application.title(),
                            host(wanted.redirectUri()),
                            Languages.orEnglish(user.language()).during(() -> String.join("; ", words(wanted))));
        }
        return end(request, application, authorized.answer());
    }

    private static List<String> words(AuthorizationRequest wanted) {
        return wanted.scopes().stream().sorted().map(AuthorizePages::words).toList();
    }

    static String words(Scope scope) {
        return text("oauth.scope." + scope.text());
    }

    private static String host(String redirectUri) {
        return URI.create(redirectUri).getRawAuthority();
    }

    private static PageResponse consent(PageRequest request, AuthorizationRequest wanted, UserAccount user) {
        Map<String, String> hidden = OAuthPages.carried(request, AuthorizationRequests.PARAMETERS);
        hidden.keySet().removeAll(NOT_ASKED_AGAIN);
        hidden.put("version", Integer.toString(wanted.application().version()));
        List<UserClaims.NetworkClaim> networks = wanted.scopes().contains(Scope.NETWORKS)
                ? request.services().identityProvider().claims().networks(user)
                : List.of();
        ConsentView view = new ConsentView(
                wanted.application().title(),
                ApplicationOwners.name(request, wanted.application()),
                ApplicationOwners.url(wanted.application()),
                host(wanted.redirectUri()),
                words(wanted),
                wanted.scopes().contains(Scope.NETWORKS),
                networks.stream().limit(MAX_NETWORKS).toList(),
                Math.max(0, networks.size() - MAX_NETWORKS),
                user.email() == null ? "" : user.email(),
                hidden);
        return PageResponse.TemplateResponse.of(
                "oauth/consent.jte",
                Map.of(
                        "shell",
                        request.frame(
                                text("oauth.consent.title", wanted.application().title())),
                        "view",
                        view));
    }

    private static Map<String, List<String>> parameters(PageRequest request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String name : request.names()) {
            parameters.put(name, request.values(name));
        }
        return parameters;
    }

    private static String query(PageRequest request) {
        return PendingAuthorization.query(request, AuthorizationRequests.PARAMETERS);
    }
}
