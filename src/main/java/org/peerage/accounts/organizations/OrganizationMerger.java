package org.peerage.accounts.organizations;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.peerage.access.AccountMerge;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.accounts.AuditLog;
import org.peerage.i18n.Messages;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.MergePlan;
import org.peerage.registry.Operation;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;
import tools.jackson.databind.json.JsonMapper;

/** Makes several organizations one: what they own, their people and their keys, in one write. */
public final class OrganizationMerger {
    private static final char SEPARATOR = '.';

    private final Editor editor;
    private final Accounts accounts;
    private final Clock clock;

    public OrganizationMerger(Editor editor, Accounts accounts, Clock clock) {
        this.editor = editor;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** What is wanted; see {@link AccountMerge} for the last two. */
    public record MergeRequest(List<Long> sources, long target, boolean keepsAdmins, boolean movesKeys) {
        public MergeRequest {
            sources = List.copyOf(sources);
        }
    }

    /** What came of it. */
    public sealed interface MergeResult {
        record Merged(long version) implements MergeResult {}

        record MergeRefused(String reason) implements MergeResult {}
    }

    /**
     * What a merge would come to now, objects, people and keys, in a few letters; empty where it cannot be done.
     *
     * @param wanted what is to be chosen yet, of admins and keys, does not matter
     */
    public Optional<String> preview(MergeRequest wanted, Author author) throws WriteLane.WriteUnavailableException {
        QueuedWrite.WriteResult trial = editor.submit(command(wanted, author).asDryRun());
        return trial.decided().last() instanceof Decision.Applied
                ? Optional.of(PreviewDigest.of(trial.difference()) + SEPARATOR + people(wanted))
                : Optional.empty();
    }

    /**
     * Merges, all of it in one transaction.
     *
     * @param preview what it has to come to, see {@link #preview}; empty: whatever it comes to
     * @param ipAddress from where it is asked for
     */
    public MergeResult merge(MergeRequest wanted, Author author, String preview, String ipAddress)
            throws WriteLane.WriteUnavailableException {
        accounts.showChange();
        int separator = preview.indexOf(SEPARATOR);
        if (!preview.isEmpty() && !preview.substring(separator + 1).equals(people(wanted))) {
            return new MergeResult.MergeRefused(Messages.current().text("staff.changed"));
        }
        QueuedWrite.WriteResult outcome = editor.submit(command(wanted, author)
                .asPreviewed(preview.substring(0, Math.max(0, separator)))
                .withAlongside(moment -> move(wanted, author, ipAddress, moment)));
        if (outcome.decided().last() instanceof Decision.Rejected(Refusal refusal, var entries)) {
            return new MergeResult.MergeRefused(
                    switch (refusal) {
                        case Refusal.Message(int status, String text) -> text;
                        case Refusal.VersionMismatch none -> Messages.current().text("staff.changed");
                        default -> Messages.current().text("staff.notPermitted");
                    });
        }
        accounts.showChange();
        return new MergeResult.Merged(outcome.snapshot().version());
    }

    private static Editor.WriteCommand command(MergeRequest wanted, Author author) {
        return Editor.WriteCommand.of(
                new Operation.Merge(wanted.sources, wanted.target),
                author,
                UUID.randomUUID().toString());
    }

    /** Who belongs to what goes, and which keys it has. */
    private String people(MergeRequest wanted) {
        List<String> lines = new ArrayList<>();
        for (long source : wanted.sources) {
            for (UserAccount user : accounts.current().membersOf(source)) {
                lines.add("user " + user.id() + " " + user.organizations().get(source) + " " + source);
            }
            accounts.current()
                    .keysOf(new StoredKey.Owner.OrganizationOwner(source))
                    .forEach(key -> lines.add("key " + key.prefix() + " " + key.status() + " " + source));
        }
        return PreviewDigest.ofLines(lines);
    }

    /** What the registry decided on is what moves: people and keys go where their objects go. */
    private void move(MergeRequest wanted, Author author, String ipAddress, QueuedWrite.OpenTransaction moment)
            throws SQLException {
        MergePlan plan = MergePlan.of(wanted.sources, wanted.target, moment.before());
        boolean _ = AccountStore.changeWithin(moment.connection(), sql -> {
            AccountMerge.MovedAccounts moved = new AccountMerge(
                            namespaces(plan, moment.before()), wanted.target, wanted.keepsAdmins, wanted.movesKeys)
                    .execute(sql);
            audit(sql, wanted, plan, moved, moment.version(), author, ipAddress);
            return true;
        });
    }

    /** Where what moves is, below the organization that it leaves. */
    private static Map<Long, List<String>> namespaces(MergePlan plan, Snapshot before) {
        Map<Long, List<String>> places = new HashMap<>();
        for (Row source : plan.sources()) {
            String root = source.type().namespace(source, before) + ".";
            places.put(
                    source.id(),
                    plan.moving().stream()
                            .map(row -> row.type().namespace(row, before))
                            .filter(namespace -> namespace.startsWith(root))
                            .map(namespace -> namespace.substring(root.length()))
                            .toList());
        }
        return places;
    }

    /** With all that it takes to undo it. */
    private void audit(
            Sql sql,
            MergeRequest wanted,
            MergePlan plan,
            AccountMerge.MovedAccounts moved,
            long version,
            Author author,
            String ipAddress)
            throws SQLException {
        Map<String, Object> undo = new LinkedHashMap<>();
        undo.put("version", version);
        undo.put("sources", wanted.sources);
        undo.put("target", wanted.target);
        undo.put("objects", plan.moving().stream().map(Row::reference).toList());
        undo.put("members", moved.members());
        undo.put("grants", moved.grants());
        undo.put("keys", moved.keys());
        undo.put("changes", moved.changes());
        String detail = JsonMapper.shared().writeValueAsString(undo);
        long now = clock.instant().getEpochSecond();
        AuditLog.record(
                sql,
                now,
                new AuditLog.AuditEvent(
                        author.actor(), "merge organizations", Org.TYPE.reference(wanted.target), detail, ipAddress));
        for (long source : wanted.sources) {
            AuditLog.record(
                    sql,
                    now,
                    new AuditLog.AuditEvent(
                            author.actor(),
                            "merged away",
                            Org.TYPE.reference(source),
                            "into " + Org.TYPE.reference(wanted.target),
                            ipAddress));
        }
    }
}
