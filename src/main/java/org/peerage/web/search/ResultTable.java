package org.peerage.web.search;

import java.util.List;

/** A page of the objects that an advanced search found. */
public record ResultTable(List<ResultColumn> columns, List<List<ResultCell>> rows) {
    public ResultTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A column.
     *
     * @param sorted {@code ascending}, {@code descending} or {@code none}
     * @param link the same search sorted by it
     */
    public record ResultColumn(String label, String sorted, String link, boolean number) {}

    /** A cell; {@code link} may be empty. */
    public record ResultCell(String text, String link, boolean number) {}
}
