package org.peerage.web.objects;

import gg.jte.Content;
import java.util.List;

/**
 * An object as its page shows it.
 *
 * @param kind such as Network
 * @param headline what one looks for first, such as the ASN
 * @param subtitle other names
 * @param status such as {@code ok}
 * @param logo the address of its logo; empty where there is none of our own
 * @param notice a message about what the visitor just did; empty where they come for something else
 * @param warnings what those who look after it have to see to
 * @param notes HTML, made from Markdown and safe
 * @param actions what the visitor may do
 */
public record ObjectView(
        String kind,
        String typeName,
        long id,
        String name,
        List<HeadFact> headline,
        String subtitle,
        String status,
        String organization,
        String organizationLink,
        String logo,
        String notice,
        List<String> warnings,
        List<DetailGroup> details,
        String notes,
        MapView map,
        List<TableView> tables,
        List<PageAction> actions,
        boolean editable) {

    /** The notes for a template, which writes them as they are. */
    public Content notesHtml() {
        return out -> out.writeContent(notes);
    }

    /** Values under a common heading. */
    public record DetailGroup(String id, String title, List<DetailField> fields) {}

    /** A value, or several, under a label. */
    public record DetailField(String label, List<LinkedText> values) {}

    /** A value; {@code link} may be empty. */
    public record LinkedText(String text, String link) {}

    /**
     * A short fact beside the name.
     *
     * @param link may be empty
     * @param copied whether one wants it elsewhere: it comes with a button that copies it
     */
    public record HeadFact(String label, String text, String link, boolean copied) {
        static HeadFact of(String label, String text) {
            return new HeadFact(label, text, "", false);
        }
    }

    /**
     * Something the visitor may do.
     *
     * @param kind such as {@code edit}
     * @param inline whether a script may open its form in the page
     */
    public record PageAction(String kind, String text, String link, boolean inline) {}
}
