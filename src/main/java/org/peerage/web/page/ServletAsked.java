package org.peerage.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Asked;

/** A page's request as the API reads one. */
record ServletAsked(HttpServletRequest request, String path) implements Asked {
    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public Iterable<String> headerNames(String beginning) {
        List<String> names = Collections.list(request.getHeaderNames());
        String start = beginning.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(start))
                .toList();
    }

    @Override
    public String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public String scheme() {
        return request.getScheme();
    }

    @Override
    public String localOrigin() {
        return request.getScheme() + "://" + request.getLocalAddr() + ":" + request.getLocalPort();
    }

    @Override
    public long contentLength() {
        return request.getContentLengthLong();
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public Form form(int most) {
        return new Form.Malformed(); // forms of pages are read by the visit
    }
}
