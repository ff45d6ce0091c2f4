package org.peerage.web.objects;

import java.util.List;

/**
 * An object as its page shows it.
 *
 * @param kind such as Network
 * @param chips short facts beside the name, such as the AS number
 * @param subtitle other names
 * @param status such as {@code ok}
 * @param logo the address of its logo; empty where there is none of our own
 * @param notice a message about what the visitor just did; empty where they come for something else
 * @param notes HTML, made from Markdown and safe
 * @param points where it is, as JSON for the map; empty where that is not known
 * @param actions what the visitor may do
 */
public record ObjectView(
        String kind,
        String typeName,
        long id,
        String name,
        List<String> chips,
        String subtitle,
        String status,
        String organization,
        String organizationLink,
        String logo,
        String notice,
        List<DetailGroup> details,
        String notes,
        String points,
        List<MapMarker> markers,
        List<TableView> tables,
        List<PageAction> actions,
        boolean editable) {

    /** Values under a common heading. */
    public record DetailGroup(String id, String title, List<DetailField> fields) {}

    /** A value, or several, under a label. */
    public record DetailField(String label, List<LinkedText> values) {}

    /** A value; {@code link} may be empty. */
    public record LinkedText(String text, String link) {}

    /** A place on the map. */
    public record MapMarker(String name, String link, double latitude, double longitude) {}

    /**
     * Something the visitor may do.
     *
     * @param inline whether a script may open its form in the page
     */
    public record PageAction(String text, String link, boolean inline) {}
}
