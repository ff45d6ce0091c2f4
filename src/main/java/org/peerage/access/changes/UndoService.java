package org.peerage.access.changes;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.registry.ChangeSubjects;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.Editor;
import org.peerage.registry.UndoCommand;
import org.peerage.registry.UndoOutcome;
import org.peerage.registry.UndoSelection;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/**
 * Undo by those who may edit (docs/spec/record.md §2.3): of the changes that are told to them, as the log of an object
 * tells them, those since the object is in the hands of its owner.
 */
public final class UndoService {
    /** So long after it was deleted an object is brought back by its owners; later only by superusers. */
    public static final Duration REVIVABLE = Duration.ofDays(90);

    private final RegistryStore store;
    private final Editor editor;
    private final ChangeVisibility visibility;

    public UndoService(RegistryStore store, Editor editor) {
        this.store = store;
        this.editor = editor;
        this.visibility = new ChangeVisibility(store);
    }

    /**
     * What somebody wants taken back.
     *
     * @param about only what is about that; null: all that the selection has
     * @param skip whether what cannot be taken back is left out
     */
    public record UndoRequest(
            UndoSelection selection, @Nullable ChangeSubject about, boolean skip, String comment, boolean dryRun) {
        public UndoRequest(UndoSelection selection, boolean dryRun) {
            this(selection, null, false, "", dryRun);
        }
    }

    /** What came of it. */
    public sealed interface UndoResult {
        /** Of none of these changes the caller is told, or there are none. */
        record NothingFound() implements UndoResult {}

        record TooMany() implements UndoResult {}

        record Decided(UndoOutcome outcome) implements UndoResult {}
    }

    /**
     * Takes changes back, or says what that would do.
     *
     * @throws SQLException where the log cannot be read
     * @throws WriteLane.WriteUnavailableException where nothing can be written now
     */
    public UndoResult undo(UndoRequest request, ChangeAudience audience, String requestId)
            throws SQLException, WriteLane.WriteUnavailableException {
        Snapshot snapshot = audience.snapshot();
        UndoSelection.FoundChanges selected = request.selection.find(store, snapshot);
        List<Change> found = selected.changes().stream()
                .filter(change -> request.about == null || isAbout(change, request.about, snapshot))
                .toList();
        Set<DisclosedRef> told = new HashSet<>();
        boolean namesOrigin = request.selection instanceof UndoSelection.OfActor
                || request.selection instanceof UndoSelection.OfCause;
        boolean anyOrigin = !namesOrigin || audience.caller().isSuperuser();
        visibility.history(found, audience).stream()
                .filter(DisclosedChange::disclosesFields)
                // Who did something could be guessed otherwise, name by name.
                .filter(change -> anyOrigin || change.origin().isPresent())
                .forEach(change -> told.add(new DisclosedRef(change.version(), change.type(), change.id())));
        List<Change> changes =
                found.stream().filter(change -> told.contains(ref(change))).toList();
        if (changes.stream().allMatch(change -> change.operation().equals("derive"))) {
            return new UndoResult.NothingFound();
        }
        // Of a part nobody knows what the rest is about. It is told to those alone who are told of changes in it.
        if (selected.cut()) {
            return new UndoResult.TooMany();
        }
        Caller caller = audience.caller();
        return new UndoResult.Decided(editor.undo(new UndoCommand(
                changes,
                request.skip,
                caller.isSuperuser() ? UndoCommand.Ownership.ALWAYS : ownership(changes, snapshot),
                caller.isSuperuser() ? UndoCommand.FOREVER : REVIVABLE,
                new CallerAuthor(caller),
                requestId,
                request.comment,
                request.dryRun)));
    }

    private UndoCommand.Ownership ownership(List<Change> changes, Snapshot snapshot) throws SQLException {
        Map<ChangedObject, Long> since = visibility.ownedSince(changes, snapshot);
        return object -> since.getOrDefault(object, Long.MAX_VALUE);
    }

    private record DisclosedRef(long version, ObjectType type, long id) {}

    private static DisclosedRef ref(Change change) {
        Long id = change.objectId();
        return new DisclosedRef(
                change.version(), ObjectTypes.byName(change.type()).orElseThrow(), id == null ? 0 : id);
    }

    private static boolean isAbout(Change change, ChangeSubject about, Snapshot snapshot) {
        ObjectType type = ObjectTypes.byName(change.type()).orElseThrow();
        Long id = change.objectId();
        Row row = id == null ? null : snapshot.find(type, id);
        return row != null
                && (about.equals(ChangeSubject.of(type, row.id()))
                        || ChangeSubjects.of(row, snapshot).contains(about));
    }
}
