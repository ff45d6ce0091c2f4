package org.peerage.accounts;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.OrganizationMerge;
import org.peerage.access.Rows;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.MergePlan;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import tools.jackson.databind.json.JsonMapper;

/** Makes several organizations one: what they own, their people and their keys, in one write. */
public final class OrganizationMerging {
    private final Editor editor;
    private final Accounts accounts;
    private final Clock clock;

    public OrganizationMerging(Editor editor, Accounts accounts, Clock clock) {
        this.editor = editor;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** What is wanted; see {@link OrganizationMerge} for the last two. */
    public record Wanted(List<Long> sources, long target, boolean keepsAdmins, boolean movesKeys) {
        public Wanted {
            sources = List.copyOf(sources);
        }
    }

    /** What came of it. */
    public sealed interface Outcome {
        record Merged(long version) implements Outcome {}

        record Refused(String why) implements Outcome {}
    }

    /**
     * Merges, all of it in one transaction.
     *
     * @param address from where it is asked for
     */
    public Outcome merge(Wanted wanted, Author author, String address) throws WriteLane.Unavailable {
        Request.Outcome outcome = editor.submit(Editor.Wish.of(
                        new Operation.Merge(wanted.sources, wanted.target),
                        author,
                        UUID.randomUUID().toString())
                .along(moment -> move(wanted, author, address, moment)));
        if (outcome.decided().last() instanceof Decision.Refused(Refusal refusal, var effects)) {
            return new Outcome.Refused(
                    refusal instanceof Refusal.Message(int status, String text) ? text : "You may not do that.");
        }
        accounts.showChange();
        return new Outcome.Merged(outcome.snapshot().version());
    }

    /** What the registry decided on is what moves: people and keys go where their objects go. */
    private void move(Wanted wanted, Author author, String address, Request.Moment moment) throws SQLException {
        MergePlan plan = MergePlan.of(wanted.sources, wanted.target, moment.before());
        boolean _ = AccountStore.changeWithin(moment.connection(), rows -> {
            OrganizationMerge.Moved moved = new OrganizationMerge(
                            places(plan, moment.before()), wanted.target, wanted.keepsAdmins, wanted.movesKeys)
                    .carryOut(rows);
            note(rows, wanted, plan, moved, moment.version(), author, address);
            return true;
        });
    }

    /** Where what moves is, below the organization that it leaves. */
    private static Map<Long, List<String>> places(MergePlan plan, Snapshot before) {
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
    private void note(
            Rows rows,
            Wanted wanted,
            MergePlan plan,
            OrganizationMerge.Moved moved,
            long version,
            Author author,
            String address)
            throws SQLException {
        Map<String, Object> undo = new LinkedHashMap<>();
        undo.put("version", version);
        undo.put("sources", wanted.sources);
        undo.put("target", wanted.target);
        undo.put(
                "objects",
                plan.moving().stream()
                        .map(row -> row.type().tag() + ":" + row.id())
                        .toList());
        undo.put("members", moved.members());
        undo.put("grants", moved.grants());
        undo.put("keys", moved.keys());
        String detail = JsonMapper.shared().writeValueAsString(undo);
        long now = clock.instant().getEpochSecond();
        Audit.note(
                rows,
                now,
                new Audit.Deed(author.actor(), "merge organizations", "org:" + wanted.target, detail, address));
        for (long source : wanted.sources) {
            Audit.note(
                    rows,
                    now,
                    new Audit.Deed(
                            author.actor(), "merged away", "org:" + source, "into org:" + wanted.target, address));
        }
    }
}
