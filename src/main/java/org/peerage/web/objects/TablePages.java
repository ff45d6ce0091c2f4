package org.peerage.web.objects;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.web.export.ExcelFile;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.export.TableFile;
import org.peerage.web.objects.TableRow.TableCell;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/**
 * The tables of an object's page by themselves: {@code /ix/1/tables/peers}, all its rows for the script that shows them as
 * one scrolls; {@code peers.csv}, {@code peers.xlsx}, {@code peers.json}, files of what the same parameters show on the page.
 */
final class TablePages {
    PageResponse answer(PageRequest request, Row row, String name) {
        int dot = name.indexOf('.');
        String id = dot < 0 ? name : name.substring(0, dot);
        Optional<ObjectTable> found = new LinkTables(request)
                .of(row).stream().filter(table -> table.id().equals(id)).findFirst();
        if (found.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        ObjectTable table = found.get();
        if (dot < 0) {
            return PageResponse.TemplateResponse.of(
                    "objects/rows.jte", Map.of("rows", table.rows(), "csrf", request.csrfToken()));
        }
        ObjectTable asked = TableFilter.of(request, table).applyTo(table);
        String file = row.type().typeName() + "-" + row.id() + "-" + id;
        return switch (name.substring(dot + 1)) {
            case "csv" ->
                new PageResponse.Download(
                        SafeCsvWriter.TYPE, file + ".csv", out -> write(asked, SafeCsvWriter.withByteOrderMark(out)));
            case "xlsx" ->
                new PageResponse.Download(
                        ExcelFile.TYPE, file + ".xlsx", out -> write(asked, new ExcelFile(out, table.title())));
            case "json" ->
                new PageResponse.Download("application/json; charset=utf-8", file + ".json", out -> json(asked, out));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static void write(ObjectTable table, TableFile file) throws IOException {
        try (TableFile sheet = file) {
            sheet.line(table.columns().stream().map(TableColumn::fileLabel).toList());
            for (TableRow row : table.rows()) {
                List<Object> cells = new ArrayList<>();
                row.cells().forEach(cell -> cells.add(inSheets(cell)));
                sheet.line(cells);
            }
        }
    }

    /** Numbers are numbers; whatever else is as the page shows it, but a flag always says yes or no. */
    private static Object inSheets(TableCell cell) {
        return switch (cell.value()) {
            case Long number -> number;
            case Boolean truth -> Texts.text(truth ? "object.yes" : "object.no");
            default -> cell.text();
        };
    }

    /** A list of objects, whose keys are the columns' in addresses. */
    private static void json(ObjectTable table, OutputStream out) throws IOException {
        JsonBuffer json = new JsonBuffer(256 + table.rows().size() * 160).ascii("[");
        String separator = "\n";
        for (TableRow row : table.rows()) {
            json.ascii(separator).ascii("{");
            separator = ",\n";
            for (int i = 0; i < table.columns().size(); i++) {
                json.ascii(i == 0 ? "" : ", ")
                        .quoted(table.columns().get(i).key())
                        .ascii(": ");
                value(json, table.columns().get(i), row.cells().get(i).value());
            }
            json.ascii("}");
        }
        out.write(json.ascii("\n]\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An address or number that is not there is null, as at the API. */
    private static void value(JsonBuffer json, TableColumn column, Object value) {
        switch (value) {
            case String none when none.isEmpty() && column.kind() != TableColumn.Kind.TEXT -> json.ascii("null");
            case Long number -> json.number(number);
            case Boolean truth -> json.bool(truth);
            default -> json.quoted(value.toString());
        }
    }
}
