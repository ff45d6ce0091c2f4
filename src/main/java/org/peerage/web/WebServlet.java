package org.peerage.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.AccountStoreException;
import org.peerage.access.Throttled;
import org.peerage.api.OwnWrites;
import org.peerage.web.page.Assets;
import org.peerage.web.page.Html;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Site;
import org.peerage.web.page.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pages: finds who answers an address by its first part, and lets nothing through that is not a form of ours. */
public final class WebServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(WebServlet.class);

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE");

    private final transient Site site;
    private final transient OwnWrites ownWrites;
    private final transient Map<String, Pages> pages;
    private final transient Html html = new Html();

    public WebServlet(Site site, OwnWrites ownWrites) {
        this.site = site;
        this.ownWrites = ownWrites;
        this.pages = Routes.all(site);
    }

    /** The patterns under which it is registered: its pages, and whatever is nobody's. */
    public static String[] patterns() {
        List<String> patterns = new ArrayList<>(List.of("", "/"));
        Routes.NAMES.stream().filter(name -> !name.isEmpty()).forEach(name -> patterns.add("/" + name + "/*"));
        return patterns.toArray(String[]::new);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String method = request.getMethod();
        if (!METHODS.contains(method)) {
            response.setHeader("Allow", String.join(", ", METHODS));
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (request.getServletPath().equals("/static")) {
            Assets.send(request, response);
            return;
        }
        // Browsers send forms in the encoding of the page, and don't say so.
        request.setCharacterEncoding("UTF-8");
        try {
            if (ownWrites.areHere(request)) {
                answer(new Visit(site, request, response), request);
            } else {
                unavailable(response, "This server has not seen your last change yet.");
            }
        } catch (AccountStoreException unreachable) {
            LOG.warn("page {} is not answered: {}", request.getRequestURI(), unreachable.toString());
            unavailable(response, "The database does not answer now.");
        } catch (RuntimeException bug) {
            String id = Long.toString(System.nanoTime(), 36);
            LOG.error("page {} failed: {} {}", id, method, request.getRequestURI(), bug);
            if (!response.isCommitted()) {
                response.reset();
                response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                response.setContentType("text/plain; charset=utf-8");
                response.getWriter().write("Something went wrong here; it is in the log under " + id + ".\n");
            }
        }
    }

    private static void unavailable(HttpServletResponse response, String why) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", "1");
            response.setContentType("text/plain; charset=utf-8");
            response.getWriter().write(why + " Please try again in a moment.\n");
        }
    }

    private void answer(Visit visit, HttpServletRequest request) throws IOException {
        // Who watches whether the site is there is not to be told that it is not, for asking often.
        var tooMany = visit.path().equals("/healthcheck")
                ? Optional.<Throttled>empty()
                : site.throttles().admitPage(visit.caller(), visit.address());
        if (tooMany.isEmpty() && visit.isPost() && visit.user().isPresent()) {
            tooMany = site.throttles().admitWrite(visit.caller(), visit.address());
        }
        if (tooMany.isPresent()) {
            Throttled throttled = tooMany.get();
            visit.response().setHeader("Retry-After", Long.toString(throttled.retryAfterSeconds()));
            html.write(visit, Html.message(visit, 429, "Too many requests", throttled.message()));
            return;
        }
        if (!visit.isReadable()) {
            html.write(
                    visit, Html.message(visit, 413, "Too large", "What was sent is too large. Nothing was changed."));
            return;
        }
        if ((visit.isPost() || visit.isDelete()) && !visit.isOurForm()) {
            html.write(visit, new Reply.Forged());
            return;
        }
        Pages answering = pages.get(visit.part(0).toLowerCase(Locale.ROOT));
        Reply reply = answering == null ? new Reply.NotFound() : answering.answer(visit);
        if (visit.isPost()) {
            ownWrites.remember(request, visit.response());
        }
        html.write(visit, reply);
    }
}
