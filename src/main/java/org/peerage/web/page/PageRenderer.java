package org.peerage.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.peerage.access.limits.RateLimited;
import org.peerage.api.ApiRequest;
import org.peerage.api.GzipLevelStream;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.HttpDate;
import org.peerage.i18n.Messages;

/** Puts replies on the wire. Nothing is loaded from elsewhere, and no script stands in a page. */
public final class PageRenderer {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final List<String> REDIRECT = List.of("client_id", "redirect_uri");
    private static final String VARY = "Accept-Encoding, Accept-Language, Cookie";
    private static final int MIN_GZIP_BYTES = 1400;

    /** Takes half the time of the usual level, and gives a tenth more. */
    private static final int GZIP_LEVEL = 4;

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    /** The response of a visit, with the headers that it has set and those that every page has. */
    public WireResponse render(PageRequest request, PageResponse reply) {
        WireResponse response = request.response();
        response.set(
                "Content-Security-Policy",
                formTarget(request)
                        .map(target ->
                                CONTENT_SECURITY_POLICY.replace("form-action 'self'", "form-action 'self' " + target))
                        .orElse(CONTENT_SECURITY_POLICY));
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Referrer-Policy", "same-origin");
        response.set("Cache-Control", PageCaching.defaultHeader());
        if (request.isPast()) {
            response.set("X-Robots-Tag", "noindex");
            response.set("X-Peerage-At", Long.toString(request.snapshot().version()));
            response.set(
                    "Memento-Datetime",
                    HttpDate.format(request.snapshot().time().getEpochSecond()));
        }
        switch (reply) {
            case PageResponse.TemplateResponse page -> page(request, page);
            case PageResponse.Redirect(int status, String url) -> {
                response.status(status);
                Optional<String> past = request.pastVersion();
                response.set("Location", past.isPresent() ? PastLinks.carryUrl(url, past.get()) : url);
                response.length(0);
            }
            case PageResponse.JsonResponse(int status, String json) ->
                send(request, status, "application/json; charset=utf-8", json);
            case PageResponse.Download download -> file(request, download);
            case PageResponse.BytesResponse bytes -> send(response, bytes);
            case PageResponse.ForbiddenResponse(String text) ->
                page(request, message(request, 403, Texts.text("page.forbidden.title"), text));
            case PageResponse.NotFoundResponse none ->
                page(
                        request,
                        message(
                                request,
                                404,
                                Texts.text("page.notFound.title"),
                                Texts.text("page.notFound.text"),
                                true,
                                Optional.empty()));
            case PageResponse.InvalidCsrfToken none ->
                page(request, message(request, 403, Texts.text("page.form.title"), Texts.text("page.form.text")));
        }
        return response;
    }

    /**
     * Where an answered form may lead besides this site: browsers look at redirects, too. That is where the application
     * that a person signs in to has its registered address, and nowhere else.
     */
    private static Optional<String> formTarget(PageRequest request) {
        String own = request.rawPath() + "?" + PendingAuthorization.query(request, REDIRECT);
        String url = PendingAuthorization.isOne(own) ? own : request.value("next");
        return (PendingAuthorization.isOne(url) ? Optional.of(url) : PendingAuthorization.of(request))
                .flatMap(pending -> request.services()
                        .identityProvider()
                        .requests()
                        .redirectOrigin(pending.substring(pending.indexOf('?') + 1)));
    }

    private static void send(WireResponse response, PageResponse.BytesResponse bytes) {
        response.status(bytes.status());
        response.set("Content-Type", bytes.type());
        bytes.headers().forEach(response::set);
        response.body(ByteBuffer.wrap(bytes.content()));
    }

    /** Says that somebody asked for too much, and when they may again. */
    public static PageResponse.TemplateResponse tooMany(PageRequest request, RateLimited limited) {
        request.response().set("Retry-After", Long.toString(limited.retryAfterSeconds()));
        return message(request, 429, Texts.text("page.tooMany.title"), RuleMessages.translated(limited.message()));
    }

    public static PageResponse.TemplateResponse message(PageRequest request, int status, String title, String text) {
        return message(request, status, title, text, false, Optional.empty());
    }

    /** A message and where it goes on from there. */
    public static PageResponse.TemplateResponse message(
            PageRequest request, int status, String title, String text, NextStep next) {
        return message(request, status, title, text, false, Optional.of(next));
    }

    /** A link on a page that would be a dead end without. */
    public record NextStep(String url, String words) {}

    /** A message; lost people get links to where they may find what they look for. */
    private static PageResponse.TemplateResponse message(
            PageRequest request, int status, String title, String text, boolean lost, Optional<NextStep> next) {
        return new PageResponse.TemplateResponse(
                status,
                "message.jte",
                Map.of("shell", request.frame(title), "heading", title, "text", text, "lost", lost, "next", next));
    }

    /**
     * Says that the server could not answer, to somebody of whom nothing else is known than the request's head: a page for
     * browsers, a line for programs.
     */
    public WireResponse failure(ApiRequest request, int status, Messages language, String title, String text) {
        WireResponse response = WireResponse.of(status);
        String accept = request.header("Accept");
        boolean isBrowser = accept != null && accept.contains("text/html");
        response.set("Cache-Control", "no-store");
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Vary", String.join(",", "Accept", "Accept-Language"));
        response.set("Content-Type", (isBrowser ? "text/html" : "text/plain") + "; charset=utf-8");
        String body = text + "\n";
        if (isBrowser) {
            response.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            StringOutput out = new StringOutput();
            templates.render(
                    "failed.jte",
                    Map.of(
                            "language",
                            language.tag(),
                            "title",
                            language.text(title),
                            "text",
                            text,
                            "home",
                            language.text("page.failed.home")),
                    out);
            body = out.toString();
        }
        response.body(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    private void page(PageRequest request, PageResponse.TemplateResponse page) {
        StringOutput out = new StringOutput(16 * 1024);
        templates.render(page.template(), new HashMap<>(page.model()), out);
        Optional<String> past = request.pastVersion();
        send(
                request,
                page.status(),
                "text/html; charset=utf-8",
                past.isPresent() ? PastLinks.carry(out.toString(), past.get()) : out.toString());
    }

    private static void file(PageRequest request, PageResponse.Download download) {
        WireResponse response = request.response();
        response.status(200);
        response.set("Content-Type", download.type());
        response.set("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
        response.set("Vary", VARY);
        boolean isPacked = download.name().endsWith(".kmz") || download.name().endsWith(".xlsx");
        if (request.acceptsGzip() && !isPacked) {
            response.set("Content-Encoding", "gzip");
            response.body(out -> {
                GZIPOutputStream gzip = new GZIPOutputStream(out, 16 * 1024);
                download.content().write(gzip);
                gzip.finish();
            });
        } else {
            response.body(download.content()::write);
        }
    }

    private static void send(PageRequest request, int status, String type, String text) {
        WireResponse response = request.response();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.status(status);
        response.set("Content-Type", type);
        response.set("Vary", VARY);
        if (PageCaching.isUnchanged(request, status, bytes)) {
            response.status(304);
            return;
        }
        if (bytes.length > MIN_GZIP_BYTES && request.acceptsGzip()) {
            response.set("Content-Encoding", "gzip");
            bytes = GzipLevelStream.compress(bytes, GZIP_LEVEL);
        }
        response.body(ByteBuffer.wrap(bytes));
    }
}
