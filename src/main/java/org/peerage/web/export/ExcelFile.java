package org.peerage.web.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** XLSX (ECMA-376): texts are texts in it, and never formulas. The first row is a head that stays in sight. */
public final class ExcelFile implements TableFile {
    public static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final int FLUSHED_ROWS = 500;
    /** What a cell can hold. */
    private static final int MAX_CELL_LENGTH = 32_767;

    private final Workbook book;
    private final Worksheet sheet;
    private int row;

    public ExcelFile(OutputStream out, String name) {
        book = new Workbook(out, "Peerage", "1.0");
        sheet = book.newWorksheet(name);
        sheet.freezePane(0, 1);
    }

    @Override
    public void line(List<?> cells) throws IOException {
        for (int column = 0; column < cells.size(); column++) {
            if (cells.get(column) instanceof Number number) {
                sheet.value(row, column, number);
            } else {
                sheet.value(row, column, allowed(cells.get(column).toString()));
            }
        }
        row++;
        if (row % FLUSHED_ROWS == 0) {
            sheet.flush();
        }
    }

    private static String allowed(String text) {
        String kept = KmzFile.allowed(text);
        return kept.length() > MAX_CELL_LENGTH ? kept.substring(0, MAX_CELL_LENGTH) : kept;
    }

    @Override
    public void close() throws IOException {
        book.finish();
    }
}
