package org.peerage.copies;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.SpreadsheetCell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registry as CSV (RFC 4180), a file for each type in one archive; the first line names the keys. */
final class CsvDownload {
    private CsvDownload() {}

    static void write(Path file, Snapshot now) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            OutputStreamWriter text = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
            CsvWriter csv = CsvWriter.builder().build(text);
            for (ObjectType type : ObjectTypes.ALL) {
                zip.putNextEntry(new ZipEntry(type.typeName() + ".csv"));
                write(csv, type, now);
                csv.flush();
                zip.closeEntry();
            }
        }
    }

    private static void write(CsvWriter csv, ObjectType type, Snapshot now) {
        List<String> names =
                CopyDownloads.columns(type).stream().map(JsonKey::name).toList();
        csv.writeRecord(names);
        PublicRows.<RuntimeException>forEach(now, type, (row, json, start, end) -> {
            if (row.status() == Status.OK) {
                JsonNode node = JsonMapper.shared().readTree(json, start, end - start);
                csv.writeRecord(
                        names.stream().map(name -> cell(node.path(name))).toList());
            }
        });
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return SpreadsheetCell.withoutFormula(value.isString() ? value.stringValue() : value.toString());
    }
}
