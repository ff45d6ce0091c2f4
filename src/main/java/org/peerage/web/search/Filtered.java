package org.peerage.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.peerage.api.Selection;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.web.page.Visit;

/** What the parameters of a visit ask for, of one type: the same as at the API. */
record Filtered(ObjectType type, String query, Parsed<List<Row>> rows) {
    /** Parameters of the page itself. */
    private static final Set<String> OF_THE_PAGE = Set.of("type", "sort", "p", "view", "csrfmiddlewaretoken");

    static Filtered of(Visit visit, ObjectType type) {
        String query = query(visit);
        return new Filtered(
                type,
                query,
                Selection.of(
                        visit.snapshot(),
                        visit.site().search(),
                        visit.sight(),
                        visit.caller().isAuthenticated(),
                        type,
                        query));
    }

    /** The filters that say something, as a query string of the API. */
    private static String query(Visit visit) {
        TreeMap<String, String> filters = new TreeMap<>();
        for (String name : visit.names()) {
            if (!OF_THE_PAGE.contains(name) && !visit.value(name).isEmpty()) {
                filters.put(name, visit.value(name));
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
