package org.peerage.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.peerage.api.PageFilters;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;

/** What the parameters of a visit ask for, of one type: the same as at the API. */
record FilteredRows(ObjectType type, String query, ParseResult<List<Row>> rows) {
    /** Parameters of the page itself. */
    private static final Set<String> PAGE_PARAMETERS = Set.of("type", "sort", "p", "view", "csrfmiddlewaretoken");

    static FilteredRows of(PageRequest request, ObjectType type) {
        String query = query(request);
        return new FilteredRows(
                type,
                query,
                PageFilters.of(
                        request.snapshot(),
                        request.services().search(),
                        request.visibility(),
                        request.caller().isVerified(),
                        type,
                        query));
    }

    /** The filters that say something, as a query string of the API. */
    private static String query(PageRequest request) {
        TreeMap<String, String> filters = new TreeMap<>();
        for (String name : request.names()) {
            if (!PAGE_PARAMETERS.contains(name) && !request.value(name).isEmpty()) {
                filters.put(name, request.value(name));
            }
        }
        StringBuilder query = new StringBuilder();
        filters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Behind a path: the filters, and something more. */
    String with(String path, String more) {
        String all = query + (query.isEmpty() || more.isEmpty() ? "" : "&") + more;
        return all.isEmpty() ? path : path + "?" + all;
    }
}
