package org.peerage.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.registry.types.Types;
import org.peerage.schema.Key;

/** {@code /apidocs/}: what the API has, for people; programs read {@code /api/schema}. */
public final class DocsServlet extends HttpServlet {
    private final transient Gate gate;
    private final transient byte[] page = page().getBytes(StandardCharsets.UTF_8);

    public DocsServlet(Gate gate) {
        this.gate = gate;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean authenticated =
                gate.admit(request) instanceof Admission.Admitted admitted && admitted.showsAuthenticated();
        response.setHeader("X-Request-Id", RequestIds.of(request));
        response.setHeader("X-Auth-Status", authenticated ? "authenticated" : "unauthenticated");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        Answer answer = new Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"), new Body.Bytes(page));
        AnswerWriter.write(request, response, answer, null);
    }

    private static String page() {
        String types = Types.ALL.stream()
                .map(type -> "<h2>" + type.tag() + "</h2>\n<p><code>GET /api/" + type.tag() + "</code>, <code>GET /api/"
                        + type.tag() + "/&lt;id&gt;</code></p>\n<p>"
                        + type.keys().stream()
                                .filter(key -> !(key instanceof Key.WriteOnly))
                                .map(key -> "<code>" + key.name() + "</code>")
                                .collect(Collectors.joining(", "))
                        + "</p>")
                .collect(Collectors.joining("\n"));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>API - Peerage</title></head>
                <body>
                <h1>The API</h1>
                <p>It speaks PeeringDB's dialect: every client of it works here. The description for programs (OpenAPI 3.1) is
                at <a href="/api/schema">/api/schema</a>, the list of lists at <a href="/api/">/api/</a>.</p>
                <p>Send a key as <code>Authorization: Api-Key &lt;key&gt;</code>. Lists take <code>limit</code>, <code>skip</code>,
                <code>depth</code>, <code>fields</code>, <code>since</code> and filters by any key, with <code>__lt</code>,
                <code>__lte</code>, <code>__gt</code>, <code>__gte</code>, <code>__contains</code>, <code>__startswith</code>
                and <code>__in</code>.</p>
                """ + types + "\n</body>\n</html>\n";
    }
}
