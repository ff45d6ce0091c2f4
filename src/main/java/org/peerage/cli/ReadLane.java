package org.peerage.cli;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.peerage.registry.types.Types;

/**
 * Hands reads of lists and single objects to the servlet of the API at once. Between here and there Tomcat looks for
 * sessions, error pages, filters and listeners, of which the API has none (docs/decisions/0021).
 */
final class ReadLane extends ValveBase {
    private static final Set<String> LISTS =
            Types.ALL.stream().map(type -> "/api/" + type.tag()).collect(Collectors.toUnmodifiableSet());
    private static final int LONGEST_ID = 18;

    ReadLane() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Wrapper wrapper = request.getWrapper();
        if (wrapper == null || !request.getMethod().equals("GET") || !isRead(request.getDecodedRequestURI())) {
            getNext().invoke(request, response);
            return;
        }
        // A server that stops waits for the servlets that are out.
        Servlet api = wrapper.allocate();
        try {
            api.service(request, new PlainHeaders(response));
        } finally {
            wrapper.deallocate(api);
        }
    }

    /** Whether it is the path of a list or of one object, written as it is written mostly. */
    static boolean isRead(String path) {
        int end = path.length();
        while (end > 0 && Character.digit(path.charAt(end - 1), 10) >= 0) {
            end--;
        }
        boolean one = end < path.length() && end > 0 && path.charAt(end - 1) == '/' && path.length() - end < LONGEST_ID;
        return LISTS.contains(one ? path.substring(0, end - 1) : path);
    }

    /** Headers added go to the wire as bytes: an encoder for each took longer than finding the row. */
    private static final class PlainHeaders extends HttpServletResponseWrapper {
        private final MimeHeaders headers;

        PlainHeaders(Response response) {
            super(response);
            this.headers = response.getCoyoteResponse().getMimeHeaders();
        }

        /** {@inheritDoc} What the API adds holds no line ends: the servlet saw to what clients gave. */
        @Override
        public void addHeader(String name, String value) {
            if (isCommitted()) {
                return;
            }
            byte[] label = name.getBytes(StandardCharsets.ISO_8859_1);
            byte[] content = value.getBytes(StandardCharsets.ISO_8859_1);
            headers.addValue(label, 0, label.length).setBytes(content, 0, content.length);
        }
    }
}
