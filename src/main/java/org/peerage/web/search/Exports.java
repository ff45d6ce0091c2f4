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
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.web.export.ExcelFile;
import org.peerage.web.export.Spreadsheet;
import org.peerage.web.export.TableFile;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Files beyond the reference's: all fields that an advanced search found as CSV and XLSX, and what a comparison shows. */
public final class Exports {
    private static final int MOST = 50_000;

    public Reply answer(Visit visit) {
        return switch (visit.part(1)) {
            case "advanced-search" -> advanced(visit, visit.part(2), visit.part(3));
            case "compare" -> comparison(visit, visit.part(2));
            default -> new Reply.NotFound();
        };
    }

    private static Reply advanced(Visit visit, String tag, String format) {
        Optional<ObjectType> type =
                Search.TYPES.stream().filter(known -> known.tag().equals(tag)).findFirst();
        if (type.isEmpty()) {
            return new Reply.NotFound();
        }
        return switch (Filtered.of(visit, type.get()).rows()) {
            case Parsed.Problem<List<Row>>(String message) ->
                Html.message(visit, 400, "These filters cannot be used", message);
            case Parsed.Value<List<Row>>(List<Row> found) -> {
                List<Row> rows = found.subList(0, Math.min(MOST, found.size()));
                yield file(visit, type.get(), rows, format);
            }
        };
    }

    private static Reply file(Visit visit, ObjectType type, List<Row> rows, String format) {
        Snapshot snapshot = visit.snapshot();
        Visibility visibility = visit.sight();
        String name = "peerage-" + type.tag();
        return switch (format) {
            case "csv-api" ->
                new Reply.Download(
                        "text/csv; charset=utf-8",
                        name + ".csv",
                        out -> table(new Spreadsheet(out), type, rows, snapshot, visibility));
            case "xlsx" ->
                new Reply.Download(
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        name + ".xlsx",
                        out -> table(new ExcelFile(out, Kinds.many(type)), type, rows, snapshot, visibility));
            default -> new Reply.NotFound();
        };
    }

    private static void table(TableFile file, ObjectType type, List<Row> rows, Snapshot snapshot, Visibility visibility)
            throws IOException {
        List<Field<?>> columns = new ArrayList<>();
        for (Key key : type.keys()) {
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
                    cells.add(Kinds.organization(row, snapshot).map(Kinds::name).orElse(""));
                }
                sheet.line(cells);
            }
        }
    }

    private static <T> Object cell(Field<T> field, Row row, Snapshot snapshot) {
        T value = field.shown(row, snapshot);
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

    private static Reply comparison(Visit visit, String format) {
        ComparePages.Asked asked = ComparePages.asked(visit.value("asn"), visit.snapshot());
        Comparison comparison = Comparison.of(asked.networks(), visit.snapshot());
        return switch (format) {
            case "json" ->
                new Reply.Download(
                        "application/json; charset=utf-8",
                        "peerage-compare.json",
                        out -> out.write(json(comparison).getBytes(StandardCharsets.UTF_8)));
            case "csv" ->
                new Reply.Download("text/csv; charset=utf-8", "peerage-compare.csv", out -> csv(out, comparison));
            default -> new Reply.NotFound();
        };
    }

    private static void csv(OutputStream out, Comparison comparison) throws IOException {
        try (Spreadsheet sheet = new Spreadsheet(out)) {
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
            for (List<Comparison.Spot> spots : List.of(comparison.exchanges(), comparison.facilities())) {
                for (Comparison.Spot spot : spots) {
                    for (int i = 0; i < spot.links().size(); i++) {
                        for (Row link : spot.links().get(i)) {
                            sheet.line(line(comparison, spot, i, link));
                        }
                    }
                }
            }
        }
    }

    private static List<String> line(Comparison comparison, Comparison.Spot spot, int network, Row link) {
        Row place = spot.row();
        List<String> cells = new ArrayList<>(List.of(
                place.type().tag(),
                Long.toString(place.id()),
                Kinds.name(place),
                Kinds.text(place, "city"),
                Kinds.text(place, "country"),
                Long.toString(spot.count()),
                comparison.asn(network),
                Kinds.name(comparison.networks().get(network))));
        boolean peering = link.type() == NetIxLan.TYPE;
        cells.add(peering ? Kinds.text(link, "ipaddr4") : "");
        cells.add(peering ? Kinds.text(link, "ipaddr6") : "");
        cells.add(peering ? link.get(NetIxLan.SPEED).toString() : "");
        cells.add(peering ? link.get(NetIxLan.IS_RS_PEER).toString() : "");
        cells.add(peering ? link.get(NetIxLan.OPERATIONAL).toString() : "");
        return cells;
    }

    private static String json(Comparison comparison) {
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
                    .quoted(Kinds.name(network))
                    .ascii("}");
            separator = ", ";
        }
        json.ascii("], \"exchanges\": ");
        spots(json, comparison, comparison.exchanges());
        json.ascii(", \"facilities\": ");
        spots(json, comparison, comparison.facilities());
        return json.ascii("}\n").toString();
    }

    private static void spots(JsonBuffer json, Comparison comparison, List<Comparison.Spot> spots) {
        json.ascii("[");
        String separator = "";
        for (Comparison.Spot spot : spots) {
            json.ascii(separator)
                    .ascii("{\"id\": ")
                    .number(spot.row().id())
                    .ascii(", \"name\": ")
                    .quoted(Kinds.name(spot.row()))
                    .ascii(", \"city\": ")
                    .quoted(Kinds.text(spot.row(), "city"))
                    .ascii(", \"country\": ")
                    .quoted(Kinds.text(spot.row(), "country"))
                    .ascii(", \"present\": [");
            separator = ", ";
            String between = "";
            for (int i = 0; i < spot.links().size(); i++) {
                for (Row link : spot.links().get(i)) {
                    json.ascii(between).ascii("{\"asn\": ").ascii(comparison.asn(i));
                    between = ", ";
                    if (link.type() == NetIxLan.TYPE) {
                        json.ascii(", \"ipaddr4\": ").quoted(Kinds.text(link, "ipaddr4"));
                        json.ascii(", \"ipaddr6\": ").quoted(Kinds.text(link, "ipaddr6"));
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
