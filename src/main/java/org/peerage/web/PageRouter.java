package org.peerage.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.AccountStoreException;
import org.peerage.access.Throttled;
import org.peerage.api.Asked;
import org.peerage.api.Outgoing;
import org.peerage.api.OwnWrites;
import org.peerage.web.page.Assets;
import org.peerage.web.page.Html;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Site;
import org.peerage.web.page.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pages: finds who answers a URL by the first segment of its path, and lets nothing through that is not a form of ours. */
public final class PageRouter {
    private static final Logger LOG = LoggerFactory.getLogger(PageRouter.class);

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE");

    private final Site site;
    private final OwnWrites ownWrites;
    private final Map<String, Pages> pages;
    private final Html html = new Html();

    public PageRouter(Site site, OwnWrites ownWrites) {
        this.site = site;
        this.ownWrites = ownWrites;
        this.pages = Routes.all(site);
    }

    /** The response to a request; never fails. */
    public Outgoing handle(Asked request) {
        if (!METHODS.contains(request.method())) {
            Outgoing refusal = text(405, "");
            refusal.set("Allow", String.join(", ", METHODS));
            return refusal;
        }
        if (request.path().startsWith(Assets.FOLDER)) {
            return Assets.response(request);
        }
        try {
            return ownWrites.areHere(request)
                    ? handle(new Visit(site, request), request)
                    : unavailable("This server has not seen your last change yet.");
        } catch (AccountStoreException unreachable) {
            LOG.warn("page {} is not answered: {}", request.rawPath(), unreachable.toString());
            return unavailable("The database does not answer now.");
        } catch (RuntimeException | StackOverflowError bug) {
            String id = Long.toString(System.nanoTime(), 36);
            LOG.error("page {} failed: {} {}", id, request.method(), request.rawPath(), bug);
            return text(500, "Something went wrong here; it is in the log under " + id + ".\n");
        }
    }

    private static Outgoing unavailable(String why) {
        Outgoing response = text(503, why + " Please try again in a moment.\n");
        response.set("Retry-After", "1");
        return response;
    }

    private static Outgoing text(int status, String text) {
        Outgoing response = Outgoing.of(status);
        response.set("Content-Type", "text/plain; charset=utf-8");
        response.body(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    private Outgoing handle(Visit visit, Asked request) {
        // A monitor is not to be told that the site is not there, for asking often.
        var tooMany = visit.path().equals("/healthcheck")
                ? Optional.<Throttled>empty()
                : site.throttles().admitPage(visit.caller(), visit.address());
        if (tooMany.isEmpty() && visit.isPost() && visit.user().isPresent()) {
            tooMany = site.throttles().admitWrite(visit.caller(), visit.address());
        }
        if (tooMany.isPresent()) {
            Throttled throttled = tooMany.get();
            visit.response().set("Retry-After", Long.toString(throttled.retryAfterSeconds()));
            return html.respond(visit, Html.message(visit, 429, "Too many requests", throttled.message()));
        }
        switch (visit.readForm()) {
            case TOO_LARGE -> {
                return html.respond(
                        visit,
                        Html.message(visit, 413, "Too large", "What was sent is too large. Nothing was changed."));
            }
            case MALFORMED -> {
                return html.respond(
                        visit,
                        Html.message(visit, 400, "Not readable", "What was sent is no form. Nothing was changed."));
            }
            case READ -> {}
        }
        if ((visit.isPost() || visit.isDelete()) && !visit.isOurForm()) {
            return html.respond(visit, new Reply.Forged());
        }
        Pages answering = pages.get(visit.part(0).toLowerCase(Locale.ROOT));
        Reply reply = answering == null ? new Reply.NotFound() : answering.answer(visit);
        if (visit.isPost()) {
            ownWrites.remember(request, visit.response());
        }
        return html.respond(visit, reply);
    }
}
