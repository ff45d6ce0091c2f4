package org.peerage.web.objects;

import java.util.List;

/**
 * An object as its page shows it.
 *
 * @param kind such as Network
 * @param subtitle what stands under the name
 * @param notes HTML, made from Markdown and safe
 * @param panel the address of the organization's panel for its admins; empty for others
 */
public record ObjectView(
        String kind,
        String tag,
        long id,
        String name,
        String subtitle,
        String status,
        String organization,
        String organizationLink,
        List<Fact> facts,
        String notes,
        List<Table> tables,
        String panel) {

    /** A value with its label; {@code link} may be empty. */
    public record Fact(String label, String value, String link) {}

    /** What an object is linked to. */
    public record Table(String id, String title, List<String> columns, List<List<Cell>> rows) {}

    /**
     * A cell of a table.
     *
     * @param sort what it is sorted by, where that is not its text
     */
    public record Cell(String text, String link, String sort) {
        static Cell of(String text) {
            return new Cell(text, "", "");
        }

        static Cell to(String text, String link) {
            return new Cell(text, link, "");
        }

        static Cell number(String text, long value) {
            return new Cell(text, "", Long.toString(value));
        }
    }
}
