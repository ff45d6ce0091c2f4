package org.peerage.web.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.peerage.api.ApiResponse;
import org.peerage.api.handlers.PageFilters;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/**
 * {@code /export/advanced-search/<tag>/<format>}: what the API's filters find, in the reference's columns (docs/spec/operations.md §7.1).
 * Rows and filters are those that the caller may see at the API.
 */
final class SearchExport {
    private static final String NAME = "advanced_search_export.";

    private SearchExport() {}

    static PageResponse answer(PageRequest request) {
        String typeName = request.pathSegment(2);
        String format = request.pathSegment(3).replace('_', '-');
        if (typeName.equals("asn_connectivity")) {
            return table(ConnectivityTable.of(request), format);
        }
        Optional<ObjectType> type = ObjectTypes.byName(typeName);
        Optional<Map<String, BiFunction<Row, Snapshot, Object>>> columns = type.flatMap(SearchColumns::of);
        if (columns.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (rows(request, type.get())) {
            case ParseResult.Problem<List<Row>>(String message) -> error(request, message);
            case ParseResult.Value<List<Row>>(List<Row> rows) -> file(request, rows, columns.get(), type.get(), format);
        };
    }

    private static ParseResult<List<Row>> rows(PageRequest request, ObjectType type) {
        return PageFilters.listed(
                request.snapshot(),
                request.search(),
                request.visibility(),
                request.caller().isVerified(),
                type,
                request.query());
    }

    /** Programs read JSON; people see a page. */
    private static PageResponse error(PageRequest request, String message) {
        if (!request.wantsJson()) {
            return PageRenderer.message(request, 400, Texts.text("export.badFilters"), message);
        }
        JsonBuffer json = new JsonBuffer(128)
                .ascii("{\"meta\": {\"error\": ")
                .quoted(message)
                .ascii("}}");
        return PageResponse.BytesResponse.of(400, ApiResponse.JSON, json.toString());
    }

    private static PageResponse file(
            PageRequest request,
            List<Row> rows,
            Map<String, BiFunction<Row, Snapshot, Object>> columns,
            ObjectType type,
            String format) {
        Snapshot snapshot = request.snapshot();
        if (format.equals("kmz")) {
            return type == Net.TYPE
                    ? new PageResponse.NotFoundResponse()
                    : new PageResponse.Download(
                            KmzFile.TYPE,
                            NAME + "kmz",
                            out -> KmzFile.write(out, type.title(), places(rows, columns, snapshot)));
        }
        Iterable<List<Object>> cells = () -> rows.stream()
                .map(row -> SearchColumns.cells(columns, row, snapshot))
                .iterator();
        return table(new ExportTable(List.copyOf(columns.keySet()), cells), format);
    }

    private static PageResponse table(ExportTable table, String format) {
        return switch (format) {
            case "json" -> new PageResponse.Download("application/json", NAME + "json", table::json);
            case "json-pretty" -> new PageResponse.Download("application/json", NAME + "json", table::prettyJson);
            case "csv" -> new PageResponse.Download(SafeCsvWriter.TYPE, NAME + "csv", table::csv);
            default -> new PageResponse.NotFoundResponse();
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
                            new Placemark(row.text("name"), row.text("notes"), at.latitude(), at.longitude(), data)));
        }
        return places;
    }
}
