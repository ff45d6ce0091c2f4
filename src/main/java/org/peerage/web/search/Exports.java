package org.peerage.web.search;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.web.export.ExcelFile;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.export.TableFile;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Files beyond the reference's: all fields that an advanced search found as CSV and XLSX, and what a comparison shows. */
public final class Exports {
    private static final int MAX_ROWS = 50_000;

    public PageResponse answer(PageRequest request) {
        return switch (request.pathSegment(1)) {
            case "advanced-search" -> advanced(request, request.pathSegment(2), request.pathSegment(3));
            case "compare" -> comparison(request, request.pathSegment(2));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse advanced(PageRequest request, String typeName, String format) {
        Optional<ObjectType> type = Search.type(typeName);
        if (type.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (FilteredRows.of(request, type.get()).rows()) {
            case ParseResult.Problem<List<Row>>(String message) ->
                PageRenderer.message(request, 400, Texts.text("search.problem.title"), message);
            case ParseResult.Value<List<Row>>(List<Row> found) -> {
                List<Row> rows = found.subList(0, Math.min(MAX_ROWS, found.size()));
                yield file(request, type.get(), rows, format);
            }
        };
    }

    private static PageResponse file(PageRequest request, ObjectType type, List<Row> rows, String format) {
        Snapshot snapshot = request.snapshot();
        Visibility visibility = request.visibility();
        String name = "peerage-" + type.typeName();
        return switch (format) {
            case "csv-api" ->
                new PageResponse.Download(
                        SafeCsvWriter.TYPE,
                        name + ".csv",
                        out -> table(new SafeCsvWriter(out), type, rows, snapshot, visibility));
            case "xlsx" ->
                new PageResponse.Download(
                        ExcelFile.TYPE,
                        name + ".xlsx",
                        out -> table(new ExcelFile(out, Texts.plural(type)), type, rows, snapshot, visibility));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static void table(TableFile file, ObjectType type, List<Row> rows, Snapshot snapshot, Visibility visibility)
            throws IOException {
        List<Field<?>> columns = new ArrayList<>();
        for (JsonKey key : type.keys()) {
            if (key instanceof Field<?> field && field.type() != ValueType.SOCIAL_MEDIA) {
                columns.add(field);
            }
        }
        try (TableFile sheet = file) {
            List<String> names =
                    new ArrayList<>(columns.stream().map(Field::name).toList());
            boolean owned = type.field("org_id").isPresent();
            if (owned) {
                names.add("org_name");
            }
            sheet.line(names);
            for (Row row : rows) {
                List<Object> cells = new ArrayList<>();
                for (Field<?> column : columns) {
                    cells.add(visibility.showsKey(row, column, snapshot) ? cell(column, row, snapshot) : "");
                }
                if (owned) {
                    cells.add(Org.of(row, snapshot).map(Row::name).orElse(""));
                }
                sheet.line(cells);
            }
        }
    }

    private static <T> Object cell(Field<T> field, Row row, Snapshot snapshot) {
        T value = field.presented(row, snapshot);
        if (value == null) {
            return "";
        }
        return switch (field.type().kind()) {
            case BOOLEAN, TIME -> value.toString();
            case INTEGER, REFERENCE ->
                value instanceof Number ? value : field.type().text(value);
            default -> field.type().text(value);
        };
    }

    private static PageResponse comparison(PageRequest request, String format) {
        NetworkComparison comparison = NetworkComparison.of(ComparePages.networks(request), request.snapshot());
        return switch (format) {
            case "json" ->
                new PageResponse.Download(
                        "application/json; charset=utf-8",
                        "peerage-compare.json",
                        out -> out.write(json(comparison).getBytes(StandardCharsets.UTF_8)));
            case "csv" ->
                new PageResponse.Download(SafeCsvWriter.TYPE, "peerage-compare.csv", out -> csv(out, comparison));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static void csv(OutputStream out, NetworkComparison comparison) throws IOException {
        try (SafeCsvWriter sheet = new SafeCsvWriter(out)) {
            sheet.line(List.of(
                    "kind",
                    "id",
                    "name",
                    "city",
                    "country",
                    "networks_there",
                    "asn",
                    "network",
                    "ipaddr4",
                    "ipaddr6",
                    "speed",
                    "is_rs_peer",
                    "operational"));
            for (List<NetworkComparison.ComparedLocation> spots :
                    List.of(comparison.exchanges(), comparison.facilities())) {
                for (NetworkComparison.ComparedLocation spot : spots) {
                    for (int i = 0; i < spot.links().size(); i++) {
                        for (Row link : spot.links().get(i)) {
                            sheet.line(line(comparison, spot, i, link));
                        }
                    }
                }
            }
        }
    }

    private static List<String> line(
            NetworkComparison comparison, NetworkComparison.ComparedLocation spot, int network, Row link) {
        Row location = spot.row();
        List<String> cells = new ArrayList<>(List.of(
                location.type().typeName(),
                Long.toString(location.id()),
                location.name(),
                location.text("city"),
                location.text("country"),
                Long.toString(spot.count()),
                comparison.asn(network),
                comparison.networks().get(network).name()));
        boolean peering = link.type() == NetIxLan.TYPE;
        cells.add(peering ? link.text("ipaddr4") : "");
        cells.add(peering ? link.text("ipaddr6") : "");
        cells.add(peering ? link.get(NetIxLan.SPEED).toString() : "");
        cells.add(peering ? link.get(NetIxLan.IS_RS_PEER).toString() : "");
        cells.add(peering ? link.get(NetIxLan.OPERATIONAL).toString() : "");
        return cells;
    }

    private static String json(NetworkComparison comparison) {
        JsonBuffer json = new JsonBuffer(8192).ascii("{\"networks\": [");
        String separator = "";
        for (Row network : comparison.networks()) {
            Asn asn = network.get(Net.ASN);
            json.ascii(separator)
                    .ascii("{\"id\": ")
                    .number(network.id())
                    .ascii(", \"asn\": ")
                    .number(asn.value())
                    .ascii(", \"name\": ")
                    .quoted(network.name())
                    .ascii("}");
            separator = ", ";
        }
        json.ascii("], \"exchanges\": ");
        spots(json, comparison, comparison.exchanges());
        json.ascii(", \"facilities\": ");
        spots(json, comparison, comparison.facilities());
        return json.ascii("}\n").toString();
    }

    private static void spots(
            JsonBuffer json, NetworkComparison comparison, List<NetworkComparison.ComparedLocation> spots) {
        json.ascii("[");
        String separator = "";
        for (NetworkComparison.ComparedLocation spot : spots) {
            json.ascii(separator)
                    .ascii("{\"id\": ")
                    .number(spot.row().id())
                    .ascii(", \"name\": ")
                    .quoted(spot.row().name())
                    .ascii(", \"city\": ")
                    .quoted(spot.row().text("city"))
                    .ascii(", \"country\": ")
                    .quoted(spot.row().text("country"))
                    .ascii(", \"present\": [");
            separator = ", ";
            String between = "";
            for (int i = 0; i < spot.links().size(); i++) {
                for (Row link : spot.links().get(i)) {
                    json.ascii(between).ascii("{\"asn\": ").ascii(comparison.asn(i));
                    between = ", ";
                    if (link.type() == NetIxLan.TYPE) {
                        json.ascii(", \"ipaddr4\": ").quoted(link.text("ipaddr4"));
                        json.ascii(", \"ipaddr6\": ").quoted(link.text("ipaddr6"));
                        json.ascii(", \"speed\": ").number(link.get(NetIxLan.SPEED));
                        json.ascii(", \"is_rs_peer\": ").bool(link.get(NetIxLan.IS_RS_PEER));
                    }
                    json.ascii("}");
                }
            }
            json.ascii("]}");
        }
        json.ascii("]");
    }
}
