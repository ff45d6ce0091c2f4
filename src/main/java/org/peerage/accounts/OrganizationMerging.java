package org.peerage.accounts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.peerage.access.Accounts;
import org.peerage.access.OrganizationMerge;
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

/** Makes several organizations one: what they own in one write of the registry, then their people and keys. */
public final class OrganizationMerging {
    private final Editor editor;
    private final Accounts accounts;
    private final Audit audit;

    public OrganizationMerging(Editor editor, Accounts accounts, Audit audit) {
        this.editor = editor;
        this.accounts = accounts;
        this.audit = audit;
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
     * Merges.
     *
     * @param before the registry as it is
     * @param address from where it is asked for
     */
    public Outcome merge(Wanted wanted, Author author, Snapshot before, String address) throws WriteLane.Unavailable {
        MergePlan plan = MergePlan.of(wanted.sources, wanted.target, before);
        Request.Outcome outcome = editor.submit(Editor.Wish.of(
                new Operation.Merge(wanted.sources, wanted.target),
                author,
                UUID.randomUUID().toString()));
        if (outcome.decided().last() instanceof Decision.Refused(Refusal refusal, var effects)) {
            return new Outcome.Refused(
                    refusal instanceof Refusal.Message(int status, String text) ? text : "You may not do that.");
        }
        OrganizationMerge.Moved moved = accounts.change(store -> store.merge(
                new OrganizationMerge(places(plan, before), wanted.target, wanted.keepsAdmins, wanted.movesKeys)));
        note(wanted, plan, moved, outcome.snapshot().version(), author, address);
        return new Outcome.Merged(outcome.snapshot().version());
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
            Wanted wanted, MergePlan plan, OrganizationMerge.Moved moved, long version, Author author, String address) {
        Map<String, Object> undo = new java.util.LinkedHashMap<>();
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
        audit.note(author.actor(), "merge organizations", "org:" + wanted.target, detail, address);
        for (long source : wanted.sources) {
            audit.note(author.actor(), "merged away", "org:" + source, "into org:" + wanted.target, address);
        }
    }
}
