package org.peerage.web.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.peerage.api.Answer;
import org.peerage.api.Selection;
import org.peerage.registry.types.Types;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/**
 * {@code /export/advanced-search/<tag>/<format>}: what the API's filters find, in the reference's columns (docs/spec/operations.md §7.1).
 * Rows and filters are those that the caller may see at the API.
 */
final class SearchExport {
    private static final String NAME = "advanced_search_export.";

    private SearchExport() {}

    static Reply answer(Visit visit) {
        String tag = visit.part(2);
        String format = visit.part(3).replace('_', '-');
        if (tag.equals("asn_connectivity")) {
            return table(ConnectivityTable.of(visit), format);
        }
        Optional<ObjectType> type = Types.byTag(tag);
        Optional<Map<String, BiFunction<Row, Snapshot, Object>>> columns = type.flatMap(SearchColumns::of);
        if (columns.isEmpty()) {
            return new Reply.NotFound();
        }
        return switch (rows(visit, type.get())) {
            case Parsed.Problem<List<Row>>(String message) -> refused(visit, message);
            case Parsed.Value<List<Row>>(List<Row> rows) -> file(visit, rows, columns.get(), type.get(), format);
        };
    }

    private static Parsed<List<Row>> rows(Visit visit, ObjectType type) {
        return Selection.listed(
                visit.snapshot(),
                visit.site().search(),
                visit.sight(),
                visit.caller().isAuthenticated(),
                type,
                visit.query());
    }

    /** Programs read JSON; people see a page. */
    private static Reply refused(Visit visit, String message) {
        if (!visit.wantsJson()) {
            return Html.message(visit, 400, "These filters cannot be used", message);
        }
        JsonBuffer json = new JsonBuffer(128)
                .ascii("{\"meta\": {\"error\": ")
                .quoted(message)
                .ascii("}}");
        return Reply.Bytes.of(400, Answer.JSON, json.toString());
    }

    private static Reply file(
            Visit visit,
            List<Row> rows,
            Map<String, BiFunction<Row, Snapshot, Object>> columns,
            ObjectType type,
            String format) {
        Snapshot snapshot = visit.snapshot();
        if (format.equals("kmz")) {
            return type.tag().equals("net")
                    ? new Reply.NotFound()
                    : new Reply.Download(
                            Kmz.TYPE,
                            NAME + "kmz",
                            out -> Kmz.write(out, type.title(), places(rows, columns, snapshot)));
        }
        Iterable<List<Object>> cells = () -> rows.stream()
                .map(row -> SearchColumns.cells(columns, row, snapshot))
                .iterator();
        return table(new ExportTable(List.copyOf(columns.keySet()), cells), format);
    }

    private static Reply table(ExportTable table, String format) {
        return switch (format) {
            case "json" -> new Reply.Download("application/json", NAME + "json", table::json);
            case "json-pretty" -> new Reply.Download("application/json", NAME + "json", table::prettyJson);
            case "csv" -> new Reply.Download("text/csv; charset=utf-8", NAME + "csv", table::csv);
            default -> new Reply.NotFound();
        };
    }

    /** What has no place is left out. */
    private static List<Placemark> places(
            List<Row> rows, Map<String, BiFunction<Row, Snapshot, Object>> columns, Snapshot snapshot) {
        List<Placemark> places = new ArrayList<>();
        for (Row row : rows) {
            Map<String, String> data = new LinkedHashMap<>();
            columns.forEach((title, column) -> data.put(title, ExportTable.text(column.apply(row, snapshot))));
            Coordinates.of(row, snapshot)
                    .ifPresent(at -> places.add(
                            new Placemark(text(row, "name"), text(row, "notes"), at.latitude(), at.longitude(), data)));
        }
        return places;
    }

    static String text(Row row, String field) {
        return row.type()
                .field(field)
                .flatMap(known -> Optional.ofNullable(known.text(row)))
                .orElse("");
    }
}
