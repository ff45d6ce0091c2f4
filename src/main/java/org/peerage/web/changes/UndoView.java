package org.peerage.web.changes;

import java.util.List;
import java.util.Map;
import org.peerage.web.objects.FormView.FieldDifference;

/**
 * What an undo would do.
 *
 * @param selection names and values by which the form says what is undone
 * @param back where to go without undoing
 * @param problem why it cannot be done; empty where it can
 * @param conflicted whether leaving out what cannot be undone would help
 */
public record UndoView(
        Map<String, String> selection,
        String back,
        List<UndoneEntry> undone,
        List<SkippedEntry> skipped,
        String problem,
        boolean conflicted,
        String comment) {
    public UndoView {
        undone = List.copyOf(undone);
        skipped = List.copyOf(skipped);
    }

    /** An object that goes back. */
    public record UndoneEntry(String title, String link, List<FieldDifference> differences) {
        public UndoneEntry {
            differences = List.copyOf(differences);
        }
    }

    /** A change that stays. */
    public record SkippedEntry(String title, String link, long version, String reason) {}
}
