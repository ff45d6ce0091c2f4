package org.peerage.web.objects;

import java.util.List;

/**
 * What an object is linked to.
 *
 * @param summary what it adds up to; may be empty
 * @param addActions what the visitor may add to it; empty: nothing
 * @param edits whether rows end with what can be done to them
 */
public record TableView(
        String id,
        String title,
        int count,
        String summary,
        List<String> columns,
        List<List<TableCell>> rows,
        List<ObjectView.PageAction> addActions,
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
    public record TableCell(String text, String link, String sort, String edit, String delete, List<PostButton> posts) {
        static TableCell of(String text) {
            return new TableCell(text, "", "", "", "", List.of());
        }

        static TableCell linkTo(String text, String link) {
            return new TableCell(text, link, "", "", "", List.of());
        }

        static TableCell number(String text, long value) {
            return new TableCell(text, "", Long.toString(value), "", "", List.of());
        }

        static TableCell withActions(String name, String edit, String delete, List<PostButton> posts) {
            return new TableCell(name, "", "", edit, delete, posts);
        }

        public boolean isPlain() {
            return edit.isEmpty() && delete.isEmpty() && posts.isEmpty();
        }
    }

    /** A button that does something at once. */
    public record PostButton(String text, String url, String name, String value) {}
}
