package org.peerage.web.objects;

import java.util.List;
import org.peerage.web.objects.FormView.FieldDifference;

/**
 * One change of one object, on a page.
 *
 * @param at for machines, {@code time} for people
 * @param title what happened, in words
 * @param link to the object; empty where the page is its own
 * @param actor empty where the visitor is not told
 * @param cause why it was made, such as {@code ixf:26:7}; empty where there is none, or the visitor is not told
 * @param comment in the author's words; likewise
 * @param then the object's page as it was after the change; empty: it has none
 * @param undo where it can be taken back; empty where the visitor may not
 */
public record ChangeEntry(
        long version,
        String at,
        String time,
        String title,
        String link,
        String actor,
        String cause,
        String comment,
        List<FieldDifference> differences,
        String then,
        String undo) {
    public ChangeEntry {
        differences = List.copyOf(differences);
    }
}
