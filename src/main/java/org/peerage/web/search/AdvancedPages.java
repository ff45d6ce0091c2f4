package org.peerage.web.search;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.peerage.accounts.following.FollowedSearches.Wanted;
import org.peerage.api.handlers.FollowsHandler;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** {@code /advanced_search}: the API's filters as a form, the results as a table, a map and files. */
public final class AdvancedPages {
    private static final int PAGE_SIZE = 50;
    private static final int MAX_POINTS = 5000;
    private static final int MAX_LISTED_PLACES = 100;

    public PageResponse show(PageRequest request) {
        ObjectType type = Search.type(request.value("type")).orElse(Net.TYPE);
        FilterForm form = FilterForm.of(type, request);
        Map<String, String> parameters = form.parameters(request);
        FilteredRows filtered = filtered(request, type, form, parameters);
        if (form.isClear() && !isAsShared(request, parameters)) {
            return new PageResponse.Redirect(filtered.with("/advanced_search", "type=" + type.typeName()));
        }
        if (request.pathSegment(1).equals("points")) {
            return points(request, filtered);
        }
        String problem = filtered.rows() instanceof ParseResult.Problem<List<Row>>(String message) ? message : "";
        List<Row> found = filtered.rows() instanceof ParseResult.Value<List<Row>>(List<Row> rows) ? rows : List.of();
        String sort = request.value("sort");
        ResultColumns columns = new ResultColumns(type, request.snapshot());
        List<Row> sorted = columns.sorted(found, sort);
        int pages = Math.max(1, (sorted.size() + PAGE_SIZE - 1) / PAGE_SIZE);
        int page = Math.clamp(number(request.value("p")), 1, pages);
        List<Row> shown = sorted.subList((page - 1) * PAGE_SIZE, Math.min(sorted.size(), page * PAGE_SIZE));
        // Of a whole type everybody knows where it is: the map is for what was chosen.
        boolean submitted = !filtered.query().isEmpty() || !problem.isEmpty();
        List<MapPoints.MapPoint> points = submitted ? MapPoints.of(found, request.snapshot(), MAX_POINTS) : List.of();
        AdvancedView view = new AdvancedView(
                tabs(type),
                type.typeName(),
                Texts.plural(type),
                form.common(),
                form.more(),
                submitted,
                problem,
                found.size(),
                filtered.with("/api/" + type.typeName(), ""),
                follow(request, filtered),
                exports(filtered),
                new ResultTable(
                        columns.headers(filtered, sort),
                        shown.stream().map(columns::cells).toList()),
                page > 1 ? pageLink(filtered, sort, page - 1) : "",
                page < pages ? pageLink(filtered, sort, page + 1) : "",
                page,
                pages,
                points.isEmpty() ? "" : filtered.with("/advanced_search/points", "type=" + type.typeName()),
                points.size(),
                points.stream()
                        .limit(MAX_LISTED_PLACES)
                        .map(point -> new HitView(point.name(), point.detail(), "", point.link()))
                        .toList());
        return PageResponse.TemplateResponse.of(
                "search/advanced.jte", Map.of("shell", request.frame(Texts.text("nav.advanced")), "view", view));
    }

    /** {@code /advanced_search/points}: what the map on the page draws. */
    private static PageResponse points(PageRequest request, FilteredRows filtered) {
        return filtered.rows() instanceof ParseResult.Value<List<Row>>(List<Row> rows)
                ? new PageResponse.JsonResponse(200, MapPoints.json(MapPoints.of(rows, request.snapshot(), MAX_POINTS)))
                : new PageResponse.NotFoundResponse();
    }

    private static FilteredRows filtered(
            PageRequest request, ObjectType type, FilterForm form, Map<String, String> parameters) {
        String asked = request.value("type");
        if (!asked.isEmpty() && !asked.equals(type.typeName())) {
            return new FilteredRows(type, "", ParseResult.problem(Texts.text("search.problem.type", asked)));
        }
        return form.isClear()
                ? FilteredRows.of(request, type, parameters)
                : new FilteredRows(type, "", ParseResult.problem(Texts.text("search.problem.marked")));
    }

    /** A form sends all its fields, and names that were typed; the address that people share has what was meant, once. */
    private static boolean isAsShared(PageRequest request, Map<String, String> parameters) {
        for (String name : request.names()) {
            if (request.values(name).size() != 1 || !request.value(name).equals(parameters.get(name))) {
                return false;
            }
        }
        return true;
    }

    /** Searches that everybody finds the same by are followed, by people who are signed in. */
    private static String follow(PageRequest request, FilteredRows filtered) {
        Wanted search = Wanted.all(filtered.type().typeName(), filtered.query());
        boolean can = request.user().isPresent()
                && !filtered.query().isEmpty()
                && FollowsHandler.problem(search, request.snapshot()).isEmpty();
        return can ? "/profile/following?type=" + search.type() + "&query=" + FilteredRows.encoded(search.query()) : "";
    }

    private static List<AdvancedView.Tab> tabs(ObjectType current) {
        return Search.TYPES.stream()
                .map(type -> new AdvancedView.Tab(
                        Texts.plural(type), "/advanced_search?type=" + type.typeName(), type == current))
                .toList();
    }

    private static List<HitView> exports(FilteredRows filtered) {
        return formats(filtered.type())
                .map(format -> new HitView(
                        Texts.text("search.export." + format),
                        "",
                        "",
                        filtered.with(
                                "/export/advanced-search/" + filtered.type().typeName() + "/" + format, "")))
                .toList();
    }

    /** Networks have no place of their own. */
    private static Stream<String> formats(ObjectType type) {
        Stream<String> all = Stream.of("json", "json-pretty", "csv", "csv-api", "xlsx");
        return type == Net.TYPE ? all : Stream.concat(all, Stream.of("kmz"));
    }

    private static String pageLink(FilteredRows filtered, String sort, int page) {
        String sorted = sort.isEmpty() ? "" : "&sort=" + FilteredRows.encoded(sort);
        return filtered.with("/advanced_search", "type=" + filtered.type().typeName() + sorted + "&p=" + page);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 1;
    }
}
