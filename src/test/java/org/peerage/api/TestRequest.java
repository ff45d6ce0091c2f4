package org.peerage.api;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/**
 * A read, without a web server.
 *
 * @param headers by their names in lower case
 * @param again whether to ask it several times
 */
record TestRequest(String method, String path, @Nullable String query, Map<String, String> headers, boolean again)
        implements ApiRequest {

    TestRequest {
        headers = Map.copyOf(headers);
    }

    static TestRequest get(String url) {
        int end = url.indexOf('?');
        return new TestRequest(
                "GET", end < 0 ? url : url.substring(0, end), end < 0 ? null : url.substring(end + 1), Map.of(), false);
    }

    /** The type that the path names. */
    ObjectType type() {
        return ObjectTypes.byName(path.replaceAll("^/(api/)?|[^a-z].*$", "")).orElseThrow();
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
