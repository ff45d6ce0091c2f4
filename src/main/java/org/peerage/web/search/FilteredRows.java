package org.peerage.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.peerage.api.handlers.PageFilters;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What the parameters of a visit ask for, of one type: the same as at the API, but what the API would ignore is told. */
record FilteredRows(ObjectType type, String query, ParseResult<List<Row>> rows) {
    /** Parameters of the page itself. */
    private static final Set<String> PAGE_PARAMETERS = Set.of("type", "sort", "p", "view", "csrfmiddlewaretoken", "at");

    /** As an address says it. */
    static FilteredRows of(PageRequest request, ObjectType type) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String name : request.names()) {
            parameters.put(name, request.value(name));
        }
        return of(request, type, parameters);
    }

    static FilteredRows of(PageRequest request, ObjectType type, Map<String, String> parameters) {
        TreeMap<String, String> filters = new TreeMap<>(parameters);
        filters.keySet().removeAll(PAGE_PARAMETERS);
        filters.values().removeIf(String::isEmpty);
        String query = query(filters);
        List<String> problems = problems(request, type, filters);
        return new FilteredRows(
                type,
                query,
                problems.isEmpty()
                        ? PageFilters.of(
                                request.snapshot(),
                                request.search(),
                                request.visibility(),
                                request.caller().isVerified(),
                                type,
                                query)
                        : ParseResult.problem(String.join(" ", problems)));
    }

    private static List<String> problems(PageRequest request, ObjectType type, Map<String, String> filters) {
        List<String> problems = new ArrayList<>();
        for (String name : PageFilters.ignored(request.snapshot(), type, filters.keySet())) {
            problems.add(Texts.text("search.problem.filter", name));
        }
        filters.forEach((name, value) ->
                new FilterValueCheck(type, name, value).problem().ifPresent(problems::add));
        return problems;
    }

    /** The filters that say something, as a query string of the API. */
    private static String query(Map<String, String> filters) {
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
