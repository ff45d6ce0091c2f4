package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a table.
 *
 * @param cells one for each column
 * @param actions what the visitor may do to it
 * @param style how it stands out; empty: not at all
 */
public record TableRow(List<TableCell> cells, CellActions actions, String style) {
    static final String DOWN = "down";
    static final String OWN = "own";

    static TableRow of(List<TableCell> cells) {
        return new TableRow(List.copyOf(cells), CellActions.NONE, "");
    }

    /** With a further cell before that of a column. */
    TableRow with(int column, TableCell cell) {
        List<TableCell> more = new ArrayList<>(cells);
        more.add(column, cell);
        return new TableRow(List.copyOf(more), actions, style);
    }

    TableRow with(CellActions other) {
        return new TableRow(cells, other, style);
    }

    TableRow styled(String other) {
        return new TableRow(cells, actions, other);
    }

    /**
     * A cell.
     *
     * @param text as the page shows it
     * @param link may be empty
     * @param mark a word beside the text; may be empty
     * @param value as files have it, and what it is sorted by: a text, a number, an address or a truth
     */
    public record TableCell(String text, String link, String mark, Object value) {
        static final TableCell EMPTY = new TableCell("", "", "", "");

        static TableCell of(String text) {
            return new TableCell(text, "", "", text);
        }

        static TableCell linkTo(String text, String link) {
            return new TableCell(text, link, "", text);
        }

        static TableCell of(String text, Object value) {
            return new TableCell(text, "", "", value);
        }

        TableCell marked(String other) {
            return new TableCell(text, link, other, value);
        }

        /** What scripts sort and filter by where that is not the text; null: it is. */
        public @org.jspecify.annotations.Nullable String sort() {
            return switch (value) {
                case Boolean truth -> truth ? "yes" : "no";
                case Long number when !text.endsWith(number.toString()) -> number.toString();
                case String other when !other.equals(text) -> other;
                default -> null;
            };
        }

        /** Whether it is a truth that is not given, which is worth a look. */
        public boolean isWarning() {
            return value.equals(false) && !text.isEmpty();
        }
    }

    /**
     * What can be done to a row.
     *
     * @param name of what the row is about
     * @param edit the address of its form; empty: it may not be edited
     * @param delete likewise
     * @param posts what can be done at once
     */
    public record CellActions(String name, String edit, String delete, List<PostButton> posts) {
        public static final CellActions NONE = new CellActions("", "", "", List.of());
    }

    /** A button that does something at once. */
    public record PostButton(String text, String url, String name, String value) {}
}
