package org.peerage.registry;

import java.time.Duration;
import java.util.List;
import org.peerage.registry.rules.Author;
import org.peerage.store.Change;

/**
 * Changes that somebody wants taken back, all in one write (docs/spec/record.md §2.3).
 *
 * @param changes of the log, in any order
 * @param skip whether what cannot be taken back is left out; else nothing is done then
 * @param ownership since when the objects are the author's
 * @param revivable so long after it was deleted an object comes back
 * @param requestId for the log of changes
 * @param comment why, in the author's words; may be empty
 * @param dryRun whether only the decision is wanted
 */
public record UndoCommand(
        List<Change> changes,
        boolean skip,
        Ownership ownership,
        Duration revivable,
        Author author,
        String requestId,
        String comment,
        boolean dryRun) {
    /** The most changes that are taken back at once. */
    public static final int MAX_CHANGES = 5_000;

    /** However long ago it was deleted. */
    public static final Duration FOREVER = Duration.ofDays(Integer.MAX_VALUE);

    public UndoCommand {
        changes = List.copyOf(changes);
    }

    /** The same for those who may bring back what was deleted at any time. */
    public UndoCommand(
            List<Change> changes,
            boolean skip,
            Ownership ownership,
            Author author,
            String requestId,
            String comment,
            boolean dryRun) {
        this(changes, skip, ownership, FOREVER, author, requestId, comment, dryRun);
    }

    /** The version since which an object is in the hands of who owns it now. */
    @FunctionalInterface
    public interface Ownership {
        /** For those who may take back what was done in the hands of others, too. */
        Ownership ALWAYS = object -> 0;

        long since(ChangedObject object);
    }

    /** The version before which the registry was as it will be again. */
    long firstVersion() {
        return changes.stream().mapToLong(Change::version).min().orElse(0);
    }
}
