package org.peerage.web.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.peerage.text.SpreadsheetCell;

/**
 * CSV (RFC 4180) that is safe to open in a spreadsheet: what somebody wrote into a name is never taken for a formula.
 */
public final class SafeCsvWriter implements TableFile {
    public static final String TYPE = "text/csv; charset=utf-8";

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final CsvWriter csv;

    public SafeCsvWriter(OutputStream out) {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        csv = CsvWriter.builder().build(text);
    }

    /** The same for people, whose spreadsheets take a file without a mark for one in an old encoding. */
    public static SafeCsvWriter withByteOrderMark(OutputStream out) throws IOException {
        out.write(BYTE_ORDER_MARK);
        return new SafeCsvWriter(out);
    }

    @Override
    public void line(List<?> cells) {
        csv.writeRecord(cells.stream()
                .map(cell -> SpreadsheetCell.withoutFormula(cell.toString()))
                .toList());
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
