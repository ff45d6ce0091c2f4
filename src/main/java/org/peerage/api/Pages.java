package org.peerage.api;

import java.util.List;
import java.util.Map;
import org.peerage.schema.JsonBuffer;

/** The few answers of {@code /api} that are no rows. */
final class Pages {
    private static final List<String> TAGS = List.of(
            "fac",
            "carrier",
            "carrierfac",
            "ix",
            "ixfac",
            "ixlan",
            "ixpfx",
            "net",
            "poc",
            "netfac",
            "netixlan",
            "org",
            "campus",
            "as_set");
    private static final String HTML = "text/html; charset=utf-8";
    private static final String NOT_FOUND = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Not found - Peerage</title></head>
            <body><h1>Not found</h1><p>There is nothing at this address. The API lists what it has at <a href="/api/">/api/</a>.</p></body>
            </html>
            """;

    private Pages() {}

    static Answer notFound() {
        return new Answer(
                404,
                Map.of(
                        "Content-Type",
                        HTML,
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'",
                        "X-Content-Type-Options",
                        "nosniff"),
                Answer.text(NOT_FOUND));
    }

    static Answer invalidId() {
        return Answer.of(400, Answer.text("{\"extra\": \"Invalid id\", \"meta\": {\"error\": \"Bad Request\"}}"));
    }

    static Answer movedTo(String place) {
        return new Answer(301, Map.of("Location", place, "Content-Type", HTML), new Body.None());
    }

    /** The address of each list. */
    static Answer index(Asked request) {
        JsonBuffer out = new JsonBuffer(1024).ascii("{\"data\": [{");
        String separator = "";
        for (String tag : TAGS) {
            out.ascii(separator).quoted(tag).ascii(": ").quoted(origin(request) + "/api/" + tag);
            separator = ", ";
        }
        return Answer.of(200, new Body.Bytes(out.ascii("}], \"meta\": {}}").toByteArray()));
    }

    /** The absolute address that was asked for, without its query. */
    static String here(Asked request) {
        return request.query() == null ? "" : origin(request) + request.rawPath();
    }

    private static String origin(Asked request) {
        String host = request.header("Host");
        return request.scheme() + "://" + (host == null ? "localhost" : host);
    }
}
