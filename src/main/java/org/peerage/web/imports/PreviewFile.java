package org.peerage.web.imports;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.peerage.ixf.Preview;
import org.peerage.net.Asn;
import org.peerage.registry.types.Ix;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.page.PageResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Previews as files, with the columns of the reference (docs/spec/ixf.md §7.1, §7.2). */
final class PreviewFile {
    private static final List<String> OF_EXCHANGE =
            List.of("action", "asn", "ipaddr4", "ipaddr6", "speed", "is_rs_peer", "reason");
    private static final List<String> OF_NETWORK =
            List.of("action", "ix_id", "ix_name", "ipaddr4", "ipaddr6", "speed", "is_rs_peer", "reason");

    private PreviewFile() {}

    static PageResponse of(Preview preview, String format) {
        String slug = preview.exchange()
                .get(Ix.NAME)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = "ixf-import-preview-"
                + (slug.isEmpty() ? "ixlan-" + preview.lan().id() : slug);
        return file(name, format, OF_EXCHANGE, preview.lines());
    }

    static PageResponse ofNetwork(List<Preview> previews, Asn asn, String format) {
        return file(
                "ixf-import-preview-as" + asn,
                format,
                OF_NETWORK,
                previews.stream().flatMap(preview -> preview.done().stream()).toList());
    }

    private static PageResponse file(String name, String format, List<String> columns, List<JsonNode> lines) {
        return switch (format) {
            case "csv" -> new PageResponse.Download(SafeCsvWriter.TYPE, name + ".csv", out -> csv(out, columns, lines));
            case "json" -> PageResponse.Download.of(name + ".json", "application/json", json(columns, lines));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static void csv(OutputStream out, List<String> columns, List<JsonNode> lines) throws java.io.IOException {
        try (SafeCsvWriter csv = new SafeCsvWriter(out)) {
            csv.line(columns);
            for (JsonNode line : lines) {
                csv.line(columns.stream()
                        .map(column -> cell(line, column).asString(""))
                        .toList());
            }
        }
    }

    private static String json(List<String> columns, List<JsonNode> lines) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = json.putArray("data");
        for (JsonNode line : lines) {
            ObjectNode row = rows.addObject();
            columns.forEach(column -> row.set(column, cell(line, column)));
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static JsonNode cell(JsonNode line, String column) {
        JsonNode own = line.path(column);
        JsonNode value = own.isMissingNode() ? line.path("peer").path(column) : own;
        return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
    }
}
