package org.peerage.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.peerage.access.AccountStoreException;
import org.peerage.access.limits.RateLimited;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ReadYourWrites;
import org.peerage.api.WireResponse;
import org.peerage.api.handlers.PastReads;
import org.peerage.api.oauth.ProtocolEndpoints;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.ixf.DocumentsBusyException;
import org.peerage.web.changes.FollowPages;
import org.peerage.web.oauth.OAuthPages;
import org.peerage.web.page.Assets;
import org.peerage.web.page.LanguagePages;
import org.peerage.web.page.PageHandler;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PageServices;
import org.peerage.web.page.PendingAuthorization;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeptForm;
import org.peerage.web.people.RequiredFactors;
import org.peerage.web.text.TextPages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pages: finds who answers a URL by the first segment of its path, and lets nothing through that is not a form of ours. */
public final class PageRouter {
    private static final Logger LOG = LoggerFactory.getLogger(PageRouter.class);

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE");

    private final PageServices site;
    private final ReadYourWrites ownWrites;
    private final Map<String, PageHandler> pages;
    private final Map<String, String> routeNames;
    private final PageRenderer html = new PageRenderer();
    private final ProtocolEndpoints protocol;

    public PageRouter(PageServices site, ReadYourWrites ownWrites) {
        this.site = site;
        this.ownWrites = ownWrites;
        this.pages = PageRoutes.all(site);
        this.routeNames =
                pages.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), path -> "/" + path));
        this.protocol = new ProtocolEndpoints(
                site.identityProvider(),
                site.accounts(),
                site.requestFilter(),
                site.rateLimiter(),
                site.auditLog(),
                site.url());
    }

    /** The response to a request; never fails. */
    public WireResponse handle(ApiRequest request) {
        if (request.path().startsWith(Assets.FOLDER)) {
            request.named("/static");
            return Assets.response(request);
        }
        request.named(routeName(request.path()));
        WireResponse response = answer(request);
        response.set("X-Request-Id", request.id());
        return response;
    }

    private WireResponse answer(ApiRequest request) {
        try {
            Optional<WireResponse> ofProtocol = protocol.handle(request);
            if (ofProtocol.isPresent()) {
                return ofProtocol.get();
            }
            if (!METHODS.contains(request.method())) {
                WireResponse refusal = text(405, "");
                refusal.set("Allow", String.join(", ", METHODS));
                return refusal;
            }
            return ownWrites.isUpToDate(request)
                    ? inItsLanguage(new PageRequest(site, request), request)
                    : unavailable(request, "page.behind");
        } catch (AccountStoreException unreachable) {
            LOG.warn("page {} is not answered: {}", request.rawPath(), unreachable.toString());
            return unavailable(request, "common.noDatabase");
        } catch (DocumentsBusyException busy) {
            WireResponse response = unavailable(request, "ixf.busy");
            response.set("Retry-After", Integer.toString(DocumentsBusyException.RETRY_SECONDS));
            return response;
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("page {} failed: {} {}", request.id(), request.method(), request.rawPath(), bug);
            Messages language = language(request);
            return html.failure(
                    request, 500, language, "page.failed.title", language.text("page.failed", request.id()));
        }
    }

    /** What the browser asks for: what was chosen may not be known now. */
    private static Messages language(ApiRequest request) {
        return Languages.ofHeader(request.header("Accept-Language")).orElseGet(Languages::english);
    }

    private WireResponse unavailable(ApiRequest request, String reason) {
        Messages language = language(request);
        WireResponse response = html.failure(
                request,
                503,
                language,
                "page.unavailable.title",
                language.text(reason) + " " + language.text("common.tryAgain"));
        response.set("Retry-After", "1");
        return response;
    }

    private static WireResponse text(int status, String text) {
        WireResponse response = WireResponse.of(status);
        response.set("Content-Type", "text/plain; charset=utf-8");
        response.body(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    private WireResponse inItsLanguage(PageRequest visit, ApiRequest request) {
        return visit.messages().during(() -> handle(visit, request));
    }

    private WireResponse handle(PageRequest visit, ApiRequest request) {
        // A monitor is not to be told that the site is not there, for asking often.
        var tooMany = visit.path().equals("/healthcheck")
                ? Optional.<RateLimited>empty()
                : site.rateLimiter().admitPage(visit.caller(), visit.ipAddress());
        // Whoever may set the limits can always set them right.
        boolean setsLimits = visit.caller().isSuperuser() && visit.path().equals("/staff/settings");
        if (tooMany.isEmpty() && visit.isPost() && visit.user().isPresent() && !setsLimits) {
            tooMany = site.rateLimiter().admitWrite(visit.caller(), visit.ipAddress());
        }
        if (tooMany.isPresent()) {
            return html.render(visit, PageRenderer.tooMany(visit, tooMany.get()));
        }
        switch (visit.readForm()) {
            case TOO_LARGE -> {
                return html.render(
                        visit,
                        PageRenderer.message(
                                visit, 413, Texts.text("page.tooLarge.title"), Texts.text("page.tooLarge.text")));
            }
            case MALFORMED -> {
                return html.render(
                        visit,
                        PageRenderer.message(
                                visit, 400, Texts.text("page.malformed.title"), Texts.text("page.malformed.text")));
            }
            case READ -> {}
        }
        boolean isOfProgram = visit.pathSegment(0).equals("import") && visit.isOfProgram();
        if ((visit.isPost() || visit.isDelete())
                && !isOfProgram
                && !visit.hasValidCsrfToken()
                && !LanguagePages.isOnlyAboutThisBrowser(visit)
                && !OAuthPages.isForeignRequest(visit)
                && !FollowPages.isOneClick(visit)) {
            return html.render(visit, KeptForm.answer(visit).orElseGet(PageResponse.InvalidCsrfToken::new));
        }
        if (RequiredFactors.isClosed(visit)) {
            PendingAuthorization.remember(visit, visit.currentUrl());
            return html.render(visit, new PageResponse.Redirect(302, "/account/two_factor/"));
        }
        if (PastPages.isAsked(visit, request)) {
            return switch (PastPages.choose(site.past(), visit, request)) {
                case PastReads.PastChoice.Refused(ApiResponse refusal) ->
                    html.render(visit, PastPages.refused(visit, refusal));
                case PastReads.PastChoice.Chosen chosen -> {
                    PageRequest then = visit.inThePast(chosen.state().snapshot());
                    yield html.render(then, TextPages.answer(then).orElseGet(() -> page(then)));
                }
            };
        }
        PageResponse response = PastPages.refusal(visit, request)
                .or(() -> TextPages.answer(visit))
                .orElseGet(() -> page(visit));
        if (visit.isPost()) {
            ownWrites.storeVersionCookie(request, visit.response());
        }
        return html.render(visit, response);
    }

    /** The kind of page, by the first segment: of few, whatever is asked for. */
    private String routeName(String path) {
        int end = path.indexOf('/', 1);
        String first = path.substring(1, end < 0 ? path.length() : end);
        return routeNames.getOrDefault(first, "/other");
    }

    private PageResponse page(PageRequest visit) {
        PageHandler answering = pages.get(visit.pathSegment(0).toLowerCase(Locale.ROOT));
        return answering == null ? new PageResponse.NotFoundResponse() : answering.answer(visit);
    }
}
