package org.peerage.accounts.organizations;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountUndo;
import org.peerage.access.Accounts;
import org.peerage.accounts.AuditLog;
import org.peerage.i18n.Messages;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.StatesDiff;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import org.peerage.store.ChangeNote;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a merge of organizations back (docs/spec/operations.md §6.2): they come back with what they owned, and their people, grants,
 * keys and applications, as far as nobody changed those since. What it did is in the log of changes and in the audit.
 */
public final class OrganizationMergeUndo {
    /** Begins the note of such a write. */
    static final String CAUSE = "undo-merge:";

    private static final String MERGE = "merge organizations";

    private final Editor editor;
    private final RegistryStore store;
    private final Accounts accounts;
    private final AuditLog auditLog;
    private final Clock clock;

    public OrganizationMergeUndo(
            Editor editor, RegistryStore store, Accounts accounts, AuditLog auditLog, Clock clock) {
        this.editor = editor;
        this.store = store;
        this.accounts = accounts;
        this.auditLog = auditLog;
        this.clock = clock;
    }

    /**
     * A merge that was done.
     *
     * @param version of the registry that it made
     * @param changes what it did with people and keys
     */
    public record PastMerge(
            long version,
            Instant at,
            String actor,
            List<Long> sources,
            long target,
            List<AccountUndo.AccountChange> changes) {
        public PastMerge {
            sources = List.copyOf(sources);
            changes = List.copyOf(changes);
        }
    }

    /** What came of a wish to undo one. */
    public sealed interface UndoResult {
        /**
         * It is done, or would be.
         *
         * @param difference what it does to the registry
         * @param left what of people and keys was changed since, and stays; after a trial: not known yet
         */
        record Undone(StatesDiff difference, List<AccountUndo.AccountChange> left) implements UndoResult {
            public Undone {
                left = List.copyOf(left);
            }
        }

        record UndoRefused(String reason) implements UndoResult {}
    }

    /** The last merges, the newest first. */
    public List<PastMerge> list(int limit) {
        return auditLog.find(new AuditLog.AuditFilter("", "", MERGE, null, null), limit, 0).stream()
                .filter(entry -> entry.action().equals(MERGE))
                .map(OrganizationMergeUndo::read)
                .toList();
    }

    /** Whether it is as it was done: its organizations are gone by it, and were not brought back since. */
    public boolean isStanding(PastMerge merge) {
        try {
            for (long source : merge.sources) {
                List<Change> last = store.changesOf(Org.TYPE, source, 1);
                if (last.isEmpty() || last.getFirst().version() != merge.version) {
                    return false;
                }
            }
            return true;
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static PastMerge read(AuditLog.AuditEntry entry) {
        JsonNode detail = JsonMapper.shared().readTree(entry.detail());
        List<Long> sources = new ArrayList<>();
        detail.path("sources").forEach(id -> sources.add(id.asLong()));
        List<AccountUndo.AccountChange> changes = new ArrayList<>();
        detail.path("changes")
                .forEach(change -> changes.add(new AccountUndo.AccountChange(
                        change.path("what").asString(""),
                        change.path("before").asString(""),
                        change.path("after").asString(""))));
        return new PastMerge(
                detail.path("version").asLong(0),
                entry.at(),
                entry.actor(),
                sources,
                detail.path("target").asLong(0),
                changes);
    }

    /** What would come of it for the registry. */
    public UndoResult preview(PastMerge merge, Author author) throws WriteLane.WriteUnavailableException, SQLException {
        return submit(command(merge, author).asDryRun(), List.of());
    }

    /**
     * Undoes a merge, all of it in one transaction.
     *
     * @param preview what it has to come to; empty: whatever it comes to
     * @param ipAddress from where it is asked for
     */
    public UndoResult undo(PastMerge merge, Author author, String preview, String ipAddress)
            throws WriteLane.WriteUnavailableException, SQLException {
        List<AccountUndo.AccountChange> left = new ArrayList<>();
        UndoResult result = submit(
                command(merge, author)
                        .asPreviewed(preview)
                        .withAlongside(moment -> restore(merge, author, ipAddress, moment, left)),
                left);
        accounts.showChange();
        return result;
    }

    private Editor.WriteCommand command(PastMerge merge, Author author) throws SQLException {
        return Editor.WriteCommand.of(
                        operation(merge), author, UUID.randomUUID().toString())
                .expecting(new QueuedWrite.ExpectedVersion(Org.TYPE, merge.sources.getFirst(), merge.version))
                .withNote(new ChangeNote(CAUSE + merge.version, ""));
    }

    private UndoResult submit(Editor.WriteCommand command, List<AccountUndo.AccountChange> left)
            throws WriteLane.WriteUnavailableException {
        QueuedWrite.WriteResult outcome = editor.submit(command);
        if (outcome.decided().last() instanceof Decision.Rejected(Refusal refusal, var entries)) {
            return new UndoResult.UndoRefused(
                    switch (refusal) {
                        case Refusal.Message(int status, String text) -> text;
                        case Refusal.ObjectNotFound none -> Messages.current().text("merge.undo.notGone");
                        case Refusal.VersionMismatch none -> Messages.current().text("staff.changed");
                        default -> Messages.current().text("staff.notPermitted");
                    });
        }
        return new UndoResult.Undone(outcome.difference(), left);
    }

    private void restore(
            PastMerge merge,
            Author author,
            String ipAddress,
            QueuedWrite.OpenTransaction moment,
            List<AccountUndo.AccountChange> left)
            throws SQLException {
        TreeSet<Long> organizations = new TreeSet<>(merge.sources);
        organizations.add(merge.target);
        boolean _ = AccountStore.changeWithin(moment.connection(), sql -> {
            left.clear(); // the lane may decide a write again
            left.addAll(AccountUndo.undo(sql, organizations, merge.changes));
            AuditLog.record(
                    sql,
                    clock.instant().getEpochSecond(),
                    new AuditLog.AuditEvent(
                            author.actor(),
                            "undo merge",
                            Org.TYPE.reference(merge.target),
                            JsonMapper.shared()
                                    .writeValueAsString(
                                            Map.of("version", merge.version, "sources", merge.sources, "left", left)),
                            ipAddress));
            return true;
        });
    }

    /** What each had is in the log of changes. */
    private Operation operation(PastMerge merge) throws SQLException {
        Map<Long, Map<ObjectType, List<Long>>> owned = new HashMap<>();
        Map<Long, Status> statuses = new HashMap<>();
        for (Change change : store.changesIn(List.of(merge.version), Integer.MAX_VALUE)) {
            Optional<ObjectType> type = ObjectTypes.byName(change.type());
            long id = Objects.requireNonNullElse(change.objectId(), 0L);
            JsonNode before = ChangeLog.read(change.before());
            if (type.isEmpty()) {
                continue;
            }
            if (type.get() == Org.TYPE) {
                Status.parse(before.path(Org.STATUS.name()).asString("")).ifPresent(was -> statuses.put(id, was));
            }
            Optional<? extends Field<?>> owner = type.get().field("org_id");
            long from = before.path("org_id").asLong(0);
            if (owner.isPresent() && merge.sources.contains(from)) {
                owned.computeIfAbsent(from, none -> new HashMap<>())
                        .computeIfAbsent(type.get(), none -> new ArrayList<>())
                        .add(id);
            }
        }
        return new Operation.UndoMerge(
                merge.target,
                merge.sources.stream()
                        .map(id -> new Operation.Unmerged(
                                id, statuses.getOrDefault(id, Status.OK), owned.getOrDefault(id, Map.of())))
                        .toList());
    }
}
