package org.peerage.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormDataParser;
import io.undertow.server.handlers.form.MultiPartParserDefinition;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Asked;

/** A request as Undertow has it. */
final class ExchangeRequest implements Asked {
    private final HttpServerExchange exchange;
    private final String path;

    ExchangeRequest(HttpServerExchange exchange, String path) {
        this.exchange = exchange;
        this.path = path;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        String uri = exchange.getRequestURI();
        // A request to a proxy names scheme and host, too.
        return exchange.isHostIncludedInRequestURI()
                ? uri.substring(Math.max(0, uri.indexOf('/', uri.indexOf("//") + 2)))
                : uri;
    }

    @Override
    public @Nullable String query() {
        String query = exchange.getQueryString();
        return query.isEmpty() ? null : query;
    }

    @Override
    public @Nullable String header(String name) {
        HeaderValues values = exchange.getRequestHeaders().get(HeaderNames.of(name));
        if (values == null || values.isEmpty()) {
            return null;
        }
        // HTTP/2 may send each cookie by itself (RFC 9113 §8.2.3).
        return values.size() > 1 && name.equals("Cookie") ? String.join("; ", values) : values.getFirst();
    }

    @Override
    public Iterable<String> headerNames(String beginning) {
        List<String> names = new ArrayList<>();
        for (HttpString header : exchange.getRequestHeaders().getHeaderNames()) {
            String name = header.toString();
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public String remoteAddress() {
        return Ends.text(exchange.getSourceAddress());
    }

    @Override
    public String scheme() {
        return exchange.getRequestScheme();
    }

    @Override
    public String localOrigin() {
        return Ends.origin(scheme(), exchange.getDestinationAddress());
    }

    @Override
    public long contentLength() {
        return exchange.getRequestContentLength();
    }

    @Override
    public InputStream body() {
        return exchange.getInputStream();
    }

    @Override
    public Form form(int most) throws IOException {
        exchange.setMaxEntitySize(most);
        MultiPartParserDefinition kind = new MultiPartParserDefinition();
        kind.setDefaultEncoding("UTF-8");
        kind.setMaxIndividualFileSize(most);
        kind.setFileSizeThreshold(most); // nothing is put on the disk
        try (FormDataParser parser = kind.create(exchange)) {
            return parser == null ? new Form.Malformed() : new Form.Fields(fields(parser.parseBlocking()));
        } catch (RequestTooBigException | MultiPartParserDefinition.FileTooLargeException tooLarge) {
            return new Form.TooLarge();
        } catch (IOException | RuntimeException malformed) {
            return new Form.Malformed();
        }
    }

    private static List<FormField> fields(FormData data) {
        List<FormField> fields = new ArrayList<>();
        for (String name : data) {
            for (FormData.FormValue value : data.get(name)) {
                if (!value.isFileItem()) {
                    fields.add(new FormField(name, value.getValue()));
                }
            }
        }
        return fields;
    }
}
