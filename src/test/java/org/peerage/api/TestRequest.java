package org.peerage.api;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/** A read, without a web server; headers by their names in lower case. */
public final class TestRequest extends ApiRequest {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Map<String, String> headers;
    private final boolean again;

    TestRequest(String method, String path, @Nullable String query, Map<String, String> headers, boolean again) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = Map.copyOf(headers);
        this.again = again;
    }

    public static TestRequest get(String url) {
        int end = url.indexOf('?');
        return new TestRequest(
                "GET", end < 0 ? url : url.substring(0, end), end < 0 ? null : url.substring(end + 1), Map.of(), false);
    }

    /** The type that the path names. */
    ObjectType type() {
        return ObjectTypes.byName(path.replaceAll("^/(api/)?|[^a-z].*$", "")).orElseThrow();
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean again() {
        return again;
    }

    @Override
    public String toString() {
        return method + " " + path + "?" + query + " " + headers;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public Iterable<String> headerNames(String beginning) {
        return List.of();
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String localOrigin() {
        return "http://127.0.0.1:8080";
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }

    @Override
    public Form form(int maxBytes) {
        return new Form.Fields(List.of(), List.of());
    }
}
