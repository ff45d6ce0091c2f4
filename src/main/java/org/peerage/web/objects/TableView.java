package org.peerage.web.objects;

import java.util.List;

/**
 * What an object is linked to.
 *
 * @param note what it adds up to; may be empty
 * @param adds what the visitor may add to it; empty: nothing
 * @param edits whether rows end with what can be done to them
 */
public record TableView(
        String id,
        String title,
        int count,
        String note,
        List<String> columns,
        List<List<Cell>> rows,
        List<ObjectView.Action> adds,
        boolean edits) {

    /**
     * A cell of a table.
     *
     * @param link may be empty
     * @param sort what it is sorted by, where that is not its text
     * @param edit the address of the form for the row, in the last cell of rows that may be edited
     * @param delete likewise
     * @param posts what can be done to the row at once
     */
    public record Cell(String text, String link, String sort, String edit, String delete, List<Post> posts) {
        static Cell of(String text) {
            return new Cell(text, "", "", "", "", List.of());
        }

        static Cell to(String text, String link) {
            return new Cell(text, link, "", "", "", List.of());
        }

        static Cell number(String text, long value) {
            return new Cell(text, "", Long.toString(value), "", "", List.of());
        }

        static Cell doing(String name, String edit, String delete, List<Post> posts) {
            return new Cell(name, "", "", edit, delete, posts);
        }

        public boolean isPlain() {
            return edit.isEmpty() && delete.isEmpty() && posts.isEmpty();
        }
    }

    /** A button that does something at once. */
    public record Post(String text, String address, String name, String value) {}
}
