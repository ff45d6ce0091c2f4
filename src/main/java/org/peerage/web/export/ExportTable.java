package org.peerage.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.peerage.api.responses.PrettyJsonStream;
import org.peerage.schema.JsonBuffer;

/**
 * Columns with titles, and rows of numbers, texts and truth values, as JSON or CSV in the shape of the reference
 * (docs/spec/operations.md §7.1).
 */
record ExportTable(List<String> titles, Iterable<List<Object>> rows) {
    private static final int FLUSH_BYTES = 64 * 1024;

    ExportTable {
        titles = List.copyOf(titles);
    }

    void json(OutputStream out) throws IOException {
        JsonBuffer buffer = new JsonBuffer(FLUSH_BYTES + 8192).ascii("{\"results\": [");
        String separator = "";
        for (List<Object> row : rows) {
            buffer.ascii(separator).ascii("{");
            Iterator<Object> cells = row.iterator();
            String between = "";
            for (String title : titles) {
                buffer.ascii(between).ascii(AsciiJson.quoted(title)).ascii(": ").ascii(AsciiJson.of(cells.next()));
                between = ", ";
            }
            buffer.ascii("}");
            separator = ", ";
            if (buffer.length() > FLUSH_BYTES) {
                out.write(buffer.array(), 0, buffer.length());
                buffer.truncate(0);
            }
        }
        buffer.ascii("]}");
        out.write(buffer.array(), 0, buffer.length());
    }

    void prettyJson(OutputStream out) throws IOException {
        PrettyJsonStream pretty = new PrettyJsonStream(out);
        json(pretty);
        pretty.flush();
    }

    void csv(OutputStream out) throws IOException {
        try (SafeCsvWriter sheet = new SafeCsvWriter(out)) {
            sheet.line(titles);
            for (List<Object> row : rows) {
                sheet.line(row.stream().map(ExportTable::text).toList());
            }
        }
    }

    /** As the reference writes it: truth values in Python's words. */
    static String text(Object cell) {
        return cell instanceof Boolean truth ? (truth ? "True" : "False") : cell.toString();
    }
}
