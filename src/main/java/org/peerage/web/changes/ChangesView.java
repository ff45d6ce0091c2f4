package org.peerage.web.changes;

import java.util.List;
import org.peerage.web.objects.ChangeEntry;

/**
 * Changes, with the form that says which.
 *
 * @param above where the page belongs to; empty: nowhere
 * @param path of this page
 * @param filter as it was sent
 * @param feed the address of the Atom feed of the same
 * @param older the address of the page after; empty where this is the last
 * @param follow where visitors say that they want to be told; empty: nowhere
 */
public record ChangesView(
        String title,
        String above,
        String aboveName,
        String path,
        FilterValues filter,
        List<ChangeEntry> entries,
        String feed,
        String older,
        String follow) {
    public ChangesView {
        entries = List.copyOf(entries);
    }

    /** What of the changes is wanted; empty where all are. */
    public record FilterValues(
            String type,
            String operation,
            String field,
            String from,
            String to,
            String problem,
            List<Choice> types,
            List<Choice> operations) {
        public FilterValues {
            types = List.copyOf(types);
            operations = List.copyOf(operations);
        }
    }

    /** One of a list. */
    public record Choice(String value, String text) {}
}
