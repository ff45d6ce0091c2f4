package org.peerage.ixf;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.registry.Editor;
import org.peerage.registry.UndoCommand;
import org.peerage.registry.UndoOutcome;
import org.peerage.registry.UndoSelection;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/** Takes back what an import did, in one write (docs/spec/ixf.md §9): what has been changed since is left out. */
public final class Rollback {
    private final Supplier<Snapshot> registry;
    private final Editor editor;
    private final RegistryStore store;

    public Rollback(Supplier<Snapshot> registry, Editor editor, RegistryStore store) {
        this.registry = registry;
        this.editor = editor;
        this.store = store;
    }

    /**
     * Takes an import back, or tells what that would do; empty where it changed too much or nothing.
     *
     * @param actor who wants it; whoever may look after the exchange may take back what its own list did
     */
    public Optional<UndoOutcome> undo(long exchange, long run, String actor, String requestId, boolean dryRun)
            throws SQLException, WriteLane.WriteUnavailableException {
        UndoSelection.FoundChanges found =
                new UndoSelection.OfCause("ixf:" + exchange + ":" + run).find(store, registry.get());
        List<Change> changes = found.changes();
        boolean isNothing =
                changes.stream().allMatch(change -> change.operation().equals("derive"));
        if (isNothing || found.cut()) {
            return Optional.empty();
        }
        return Optional.of(editor.undo(new UndoCommand(
                changes,
                true,
                UndoCommand.Ownership.ALWAYS,
                new TrustedAuthor(actor, false),
                requestId,
                "Import " + run + " of exchange " + exchange + " was taken back",
                dryRun)));
    }
}
