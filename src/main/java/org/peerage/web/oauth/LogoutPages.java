package org.peerage.web.oauth;

import static org.peerage.web.page.Texts.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.oauth.Application;
import org.peerage.oauth.IdentityProvider;
import org.peerage.oauth.ProviderMetadata;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Signing out because an application asks for it (OpenID Connect RP-Initiated Logout 1.0). */
final class LogoutPages {
    private static final List<String> PARAMETERS =
            List.of("id_token_hint", "client_id", "post_logout_redirect_uri", "state");

    PageResponse answer(PageRequest request) {
        String issuer = ProviderMetadata.issuer(request.siteUrl());
        Optional<IdentityProvider.IdTokenHint> hint =
                request.services().identityProvider().readIdToken(request.value("id_token_hint"), issuer);
        Optional<Application> application = application(request, hint);
        Optional<String> back = application.flatMap(known -> back(request, known));
        boolean asked = request.isPost() && request.has("csrfmiddlewaretoken");
        boolean isTheirs = hint.isPresent()
                && application.isPresent()
                && request.user()
                        .filter(user -> hint.get().subject().equals(Long.toString(user.id())))
                        .isPresent();
        if (request.user().isPresent() && !asked && !isTheirs) {
            return confirmation(request, application);
        }
        if (request.user().isPresent()) {
            request.signOut();
        }
        // A link of anybody's is no reason to send somebody on.
        return back.filter(url -> asked || hint.isPresent())
                .<PageResponse>map(url -> new PageResponse.Redirect(302, url))
                .orElseGet(() ->
                        PageRenderer.message(request, 200, text("oauth.logout.done"), text("oauth.logout.others")));
    }

    private static Optional<Application> application(PageRequest request, Optional<IdentityProvider.IdTokenHint> hint) {
        String named = request.value("client_id");
        Optional<String> clientId = hint.isPresent()
                ? hint.get().audience().stream()
                        .filter(audience -> named.isEmpty() || audience.equals(named))
                        .findFirst()
                : Optional.of(named);
        return clientId.filter(id -> !id.isEmpty())
                .flatMap(request.services().identityProvider().applications()::byClientId);
    }

    /** Only to an address that the application registered for this. */
    private static Optional<String> back(PageRequest request, Application application) {
        String wanted = request.rawValue("post_logout_redirect_uri");
        if (!application.postLogoutRedirectUris().contains(wanted)) {
            return Optional.empty();
        }
        String state = request.rawValue("state");
        return Optional.of(
                state.isEmpty()
                        ? wanted
                        : wanted + (wanted.contains("?") ? "&" : "?") + "state="
                                + URLEncoder.encode(state, StandardCharsets.UTF_8));
    }

    private static PageResponse confirmation(PageRequest request, Optional<Application> application) {
        return PageResponse.TemplateResponse.of(
                "oauth/logout.jte",
                Map.of(
                        "shell",
                        request.frame(text("oauth.logout.title")),
                        "name",
                        application.map(Application::title).orElse(""),
                        "hidden",
                        OAuthPages.carried(request, PARAMETERS)));
    }
}
