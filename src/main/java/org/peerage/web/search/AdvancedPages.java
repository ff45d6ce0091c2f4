package org.peerage.web.search;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** {@code /advanced_search}: the API's filters as a form, the results as a table, a map and files. */
public final class AdvancedPages {
    private static final int ROWS = 50;
    private static final int MOST_POINTS = 5000;
    private static final int PLACES_LISTED = 100;

    public Reply show(Visit visit) {
        ObjectType type = Search.TYPES.stream()
                .filter(known -> known.tag().equals(visit.value("type")))
                .findFirst()
                .orElse(Net.TYPE);
        Filtered filtered = Filtered.of(visit, type);
        if (hasEmptyFields(visit)) {
            return new Reply.Redirect(filtered.with("/advanced_search", "type=" + type.tag()));
        }
        String problem = filtered.rows() instanceof Parsed.Problem<List<Row>>(String message) ? message : "";
        List<Row> found = filtered.rows() instanceof Parsed.Value<List<Row>>(List<Row> rows) ? rows : List.of();
        String sort = visit.value("sort");
        Columns columns = new Columns(type, visit.snapshot());
        List<Row> sorted = columns.sorted(found, sort);
        int pages = Math.max(1, (sorted.size() + ROWS - 1) / ROWS);
        int page = Math.clamp(number(visit.value("p")), 1, pages);
        List<Row> shown = sorted.subList((page - 1) * ROWS, Math.min(sorted.size(), page * ROWS));
        // Of a whole type everybody knows where it is: the map is for what was chosen.
        boolean asked = !filtered.query().isEmpty();
        List<Points.Point> points = asked ? Points.of(found, visit.snapshot(), MOST_POINTS) : List.of();
        FilterForm form = new FilterForm(type, visit::value);
        AdvancedView view = new AdvancedView(
                tabs(type),
                type.tag(),
                Kinds.many(type),
                form.common(),
                form.more(),
                asked,
                problem,
                found.size(),
                filtered.with("/api/" + type.tag(), ""),
                exports(filtered),
                new ResultTable(
                        columns.heads(filtered, sort),
                        shown.stream().map(columns::cells).toList()),
                page > 1 ? pageLink(filtered, sort, page - 1) : "",
                page < pages ? pageLink(filtered, sort, page + 1) : "",
                page,
                pages,
                points.isEmpty() ? "" : Points.json(points),
                points.size(),
                points.stream()
                        .limit(PLACES_LISTED)
                        .map(point -> new Hit(point.name(), point.detail(), "", point.link()))
                        .toList());
        return Reply.Page.of("search/advanced.jte", Map.of("shell", visit.shell("Advanced search"), "view", view));
    }

    /** A form sends all its fields; the address that people share has only those that say something. */
    private static boolean hasEmptyFields(Visit visit) {
        for (String name : visit.names()) {
            if (visit.value(name).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<AdvancedView.Tab> tabs(ObjectType current) {
        return Search.TYPES.stream()
                .map(type ->
                        new AdvancedView.Tab(Kinds.many(type), "/advanced_search?type=" + type.tag(), type == current))
                .toList();
    }

    private static List<Hit> exports(Filtered filtered) {
        return formats(filtered.type())
                .map(format -> {
                    int cut = format.lastIndexOf(' ');
                    String path = "/export/advanced-search/" + filtered.type().tag() + "/" + format.substring(cut + 1);
                    return new Hit(format.substring(0, cut), "", "", filtered.with(path, ""));
                })
                .toList();
    }

    /** Networks have no place of their own. */
    private static Stream<String> formats(ObjectType type) {
        Stream<String> all = Stream.of(
                "JSON json",
                "Pretty JSON json-pretty",
                "CSV csv",
                "CSV of all fields csv-api",
                "Excel of all fields xlsx");
        return type == Net.TYPE ? all : Stream.concat(all, Stream.of("KMZ kmz"));
    }

    private static String pageLink(Filtered filtered, String sort, int page) {
        String sorted = sort.isEmpty() ? "" : "&sort=" + Filtered.encoded(sort);
        return filtered.with("/advanced_search", "type=" + filtered.type().tag() + sorted + "&p=" + page);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 1;
    }
}
