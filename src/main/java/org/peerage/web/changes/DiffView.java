package org.peerage.web.changes;

import java.util.List;
import org.peerage.web.objects.FormView;

/**
 * What differs of an object, and of what hangs on it, between two moments.
 *
 * @param above the object's page
 * @param path of this page
 * @param at the moments as they were asked for
 * @param between the moments as they were found; empty where they were not
 * @param problem why nothing is shown; empty where something is
 * @param more how many objects are left out
 */
public record DiffView(
        String title,
        String above,
        String aboveName,
        String path,
        String at,
        String diff,
        String between,
        String problem,
        List<DiffSection> sections,
        int more) {
    public DiffView {
        sections = List.copyOf(sections);
    }

    /** Objects of which the same became. */
    public record DiffSection(String title, List<DiffEntry> entries) {
        public DiffSection {
            entries = List.copyOf(entries);
        }
    }

    /** One of them; the link is empty where it is gone. */
    public record DiffEntry(String name, String link, List<FormView.FieldDifference> differences) {
        public DiffEntry {
            differences = List.copyOf(differences);
        }
    }
}
