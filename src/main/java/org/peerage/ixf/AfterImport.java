package org.peerage.ixf;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.peerage.net.Asn;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;

/**
 * What an import leaves besides changed connections: proposals, worked out anew, and notices of what is new about them. Written
 * in the transaction of the import (docs/spec/ixf.md §5, §6).
 */
final class AfterImport {
    /** Those who look after the registry hear of what has waited for so long. */
    static final Duration STAYS = Duration.ofDays(6);

    /** So many imports have to have failed in a row, and none been good for so long, before they hear of a list. */
    private static final long LOST_AFTER = 7;

    private static final Duration LOST_FOR = Duration.ofDays(7);

    private static final String LOST = "lost";
    private static final String FEED = "feed";
    private static final String FINDINGS = "findings";
    private static final String HELD = "held";
    private static final String FAMILY = "family";

    private final Lan lan;
    private final Snapshot snapshot;
    private final Instant now;
    private final boolean reminds;
    private final Map<Asn, Boolean> contacts = new HashMap<>();

    /** @param reminds whether networks are reminded of connections that the exchange no longer has */
    AfterImport(Lan lan, Snapshot snapshot, Instant now, boolean reminds) {
        this.lan = lan;
        this.snapshot = snapshot;
        this.now = now;
        this.reminds = reminds;
    }

    /** A step that a rule of the registry stood against. */
    record Refused(Step step, Map<String, String> errors) {}

    /**
     * Writes what a completed import leaves.
     *
     * @param done steps that were carried out
     * @param entries of the feed by pointer, for people
     * @param hash of the document
     */
    void completed(Sql sql, Plan plan, List<Step> done, List<Refused> refused, Map<String, String> entries, String hash)
            throws SQLException {
        Told told = new Told(sql, lan.row().id(), now);
        proposals(sql, told, plan, refused, entries);
        FeedSettingsStore.noteWaiting(sql, lan.row().id(), plan.claims(), now);
        for (Step step : done) {
            if (step instanceof Step.Delete delete && delete.reassigned() && hasContacts(delete.asn())) {
                told.tell(notice(
                        Notice.Audience.NETWORK,
                        delete.asn(),
                        Notice.Kind.REASSIGNED,
                        new NoticeTexts(lan).reassigned(delete)));
            }
        }
        families(told, plan);
        held(told, plan, hash);
        findings(told, plan);
    }

    /** Notes that a feed could not be used; in the words of §2. */
    void failed(Sql sql, String error, List<Finding> findings, String recipient) throws SQLException {
        Told told = new Told(sql, lan.row().id(), now);
        if (told.isNewOrLongAgo(0, FEED, signature(error, findings))) {
            told.tell(feedNotice(NoticeTexts.feed(error, findings, Importer.url(lan.row())), recipient));
        }
        if (isLost(sql) && told.isNew(0, LOST, "")) {
            told.tell(new Notice(
                    Notice.Audience.STAFF,
                    lan.row().id(),
                    0,
                    Notice.Kind.STAYS,
                    NoticeTexts.lost(error, Importer.url(lan.row()))));
        }
    }

    /** Whether the exchange does not do anything about it: imports have failed for days, and often. */
    private boolean isLost(Sql sql) throws SQLException {
        return !sql.query(
                        "select 1 from ixf_feed where ixlan_id = ? and failures >= ? and fetched_at < ?",
                        row -> true,
                        lan.row().id(),
                        LOST_AFTER,
                        now.minus(LOST_FOR).getEpochSecond())
                .isEmpty();
    }

    private void proposals(Sql sql, Told told, Plan plan, List<Refused> refused, Map<String, String> entries)
            throws SQLException {
        ProposalStore.lock(sql, lan.row().id());
        Map<String, Proposal> before = new LinkedHashMap<>();
        ProposalStore.ofLan(sql, lan.row().id()).forEach(proposal -> before.put(key(proposal), proposal));
        Map<String, Proposal> after = new LinkedHashMap<>();
        Set<String> waiting = new HashSet<>();
        plan.steps().forEach(step -> {
            if (step instanceof Step.Propose propose) {
                put(after, propose, entries);
            } else if (step instanceof Step.Hold(Step.Propose propose, String reason)) {
                waiting.add(key(proposal(propose, entries)));
            }
        });
        refused.forEach(each -> proposed(each).ifPresent(propose -> put(after, propose, entries)));
        List<Proposal> stays = new ArrayList<>();
        for (Proposal proposal : after.values()) {
            Proposal old = before.remove(key(proposal));
            Proposal now = proposal;
            if (old != null && old.kind() == proposal.kind()) {
                now = proposal.after(old);
            } else if (old != null) {
                ProposalStore.delete(sql, old.id());
                now = proposal.with(0, proposal.memory().dismissedAs(old.memory()));
                old = null;
            }
            now = told(told, now);
            if (isStuck(now)) {
                stays.add(now);
                now = now.with(now.id(), now.memory().ticketed(this.now));
            }
            now = reminded(sql, told, now);
            if (old == null) {
                ProposalStore.insert(sql, now);
            } else if (proposal.isRestOf(old)) {
                ProposalStore.updateRest(sql, now);
            } else if (!now.equals(old)) {
                ProposalStore.update(sql, now);
            }
        }
        for (Map.Entry<String, Proposal> gone : before.entrySet()) {
            if (!waiting.contains(gone.getKey())
                    && !plan.unreadable().contains(gone.getValue().asn())) {
                ProposalStore.delete(sql, gone.getValue().id());
            }
        }
        ProposalStore.seen(sql, lan.row().id(), now);
        if (!stays.isEmpty()) {
            NoticeTexts texts = new NoticeTexts(lan);
            told.tell(new Notice(
                    Notice.Audience.STAFF,
                    lan.row().id(),
                    0,
                    Notice.Kind.STAYS,
                    stays.stream().map(texts::stays).collect(Collectors.joining("\n\n"))));
        }
    }

    private void put(Map<String, Proposal> after, Step.Propose propose, Map<String, String> entries) {
        Proposal proposal = proposal(propose, entries);
        after.put(key(proposal), proposal);
    }

    private Proposal proposal(Step.Propose propose, Map<String, String> entries) {
        return Proposal.of(
                lan.row().id(), propose, entries.getOrDefault(FeedExcerpts.connection(propose.pointer()), ""), now);
    }

    private static String key(Proposal proposal) {
        return proposal.asn() + " " + proposal.subject();
    }

    private static Optional<Step.Propose> proposed(Refused refused) {
        return Optional.ofNullable(
                switch (refused.step()) {
                    case Step.Add add -> add.proposed(refused.errors());
                    case Step.Modify modify -> modify.proposed(refused.errors());
                    case Step.Delete delete ->
                        new Step.Propose(
                                Step.Kind.DELETE,
                                delete.asn(),
                                delete.row(),
                                List.of(),
                                null,
                                List.of(),
                                delete.reason(),
                                refused.errors(),
                                "");
                    default -> null;
                });
    }

    /** Tells both sides of a proposal that is new to them (§6: who gets an item). */
    private Proposal told(Told told, Proposal proposal) throws SQLException {
        if (proposal.memory().told().equals(proposal.signature()) || proposal.isDismissed()) {
            return proposal;
        }
        boolean isNewcomer = proposal.kind() == Step.Kind.ADD
                && lan.rows().stream().noneMatch(row -> row.get(org.peerage.registry.types.NetIxLan.ASN)
                        .equals(proposal.asn()));
        // What a rule stands against is a conflict of both, where the network has left its connections to the exchange.
        boolean isConflict = !proposal.errors().isEmpty() && isAutomatic(proposal.asn());
        boolean exchange = !isNewcomer || isConflict || !proposal.isForNetwork();
        boolean network = proposal.isForNetwork() && (exchange || hasContacts(proposal.asn()));
        Notice.Kind kind =
                switch (proposal.kind()) {
                    case ADD -> Notice.Kind.ADD;
                    case MODIFY -> Notice.Kind.MODIFY;
                    case DELETE -> Notice.Kind.DELETE;
                };
        String text = new NoticeTexts(lan).proposal(proposal);
        if (network) {
            told.tell(notice(Notice.Audience.NETWORK, proposal.asn(), kind, text));
        }
        if (exchange) {
            told.tell(notice(Notice.Audience.EXCHANGE, proposal.asn(), kind, text));
        }
        return proposal.with(proposal.id(), proposal.memory().told(proposal.signature()));
    }

    private boolean isAutomatic(Asn asn) {
        return Network.find(snapshot, asn).filter(Network::automatic).isPresent();
    }

    private boolean isStuck(Proposal proposal) {
        Proposal.Memory memory = proposal.memory();
        return memory.ticket().equals(Instant.EPOCH)
                && !memory.created().plus(STAYS).isAfter(now)
                && !proposal.isWaiting()
                && (!proposal.errors().isEmpty() || !hasContacts(proposal.asn()));
    }

    /** Only what can reach somebody is a reminder. */
    private Proposal reminded(Sql sql, Told told, Proposal proposal) throws SQLException {
        if (!reminds
                || !StaleRows.isToRemind(proposal, now)
                || !hasContacts(proposal.asn())
                || isMuted(sql, proposal.asn())) {
            return proposal;
        }
        told.tell(notice(
                Notice.Audience.NETWORK, proposal.asn(), Notice.Kind.STALE, new NoticeTexts(lan).stale(proposal)));
        return proposal.with(proposal.id(), proposal.memory().reminded(now));
    }

    private boolean isMuted(Sql sql, Asn asn) throws SQLException {
        Optional<Row> network = Network.find(snapshot, asn).map(Network::row);
        if (network.isEmpty()) {
            return true;
        }
        Set<Long> mutes =
                Notices.mutes(sql, Notice.Audience.NETWORK, network.get().id());
        return mutes.contains(0L) || mutes.contains(lan.exchange().id());
    }

    private void families(Told told, Plan plan) throws SQLException {
        Set<Long> present = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Notice notice) {
                present.add(notice.asn().value());
                if (told.isNew(notice.asn().value(), FAMILY, "IPv" + notice.family())) {
                    String text = new NoticeTexts(lan).family(notice);
                    told.tell(notice(Notice.Audience.NETWORK, notice.asn(), Notice.Kind.FAMILY, text));
                    told.tell(notice(Notice.Audience.EXCHANGE, notice.asn(), Notice.Kind.FAMILY, text));
                }
            }
        }
        for (long asn : told.toldOf(FAMILY)) {
            if (!present.contains(asn)) {
                told.isOver(asn, FAMILY);
            }
        }
    }

    private void held(Told told, Plan plan, String hash) throws SQLException {
        Map<String, Integer> reasons = new TreeMap<>();
        plan.steps().forEach(step -> {
            if (step instanceof Step.Hold hold) {
                reasons.merge(hold.reason(), 1, Integer::sum);
            }
        });
        if (reasons.isEmpty()) {
            told.isOver(0, HELD);
        } else if (told.isNew(0, HELD, hash)) {
            String text = new NoticeTexts(lan).held(reasons);
            told.tell(new Notice(Notice.Audience.EXCHANGE, lan.row().id(), 0, Notice.Kind.HELD, text));
            told.tell(new Notice(Notice.Audience.STAFF, lan.row().id(), 0, Notice.Kind.HELD, text));
        }
    }

    /** What could not be read of a feed that was imported all the same. */
    private void findings(Told told, Plan plan) throws SQLException {
        List<Finding> errors = plan.findings().stream().filter(Finding::isError).toList();
        boolean wasBroken = told.isOver(0, FEED);
        boolean _ = told.isOver(0, LOST);
        if (errors.isEmpty()) {
            if (told.isOver(0, FINDINGS) || wasBroken) {
                told.tell(new Notice(
                        Notice.Audience.EXCHANGE,
                        lan.row().id(),
                        0,
                        Notice.Kind.FIXED,
                        "Your IX-F data can be read and was imported. Thank you.\n\nFeed: " + Importer.url(lan.row()),
                        plan.contact()));
            }
        } else if (told.isNewOrLongAgo(0, FINDINGS, signature("", errors))) {
            told.tell(feedNotice(NoticeTexts.feed("", errors, Importer.url(lan.row())), plan.contact()));
        }
    }

    private Notice feedNotice(String text, String recipient) {
        return new Notice(Notice.Audience.EXCHANGE, lan.row().id(), 0, Notice.Kind.FEED, text, recipient);
    }

    private Notice notice(Notice.Audience audience, Asn asn, Notice.Kind kind, String text) {
        return new Notice(audience, lan.row().id(), asn.value(), kind, text);
    }

    /** The same errors in another order, or further down in the file, are the same. */
    private static String signature(String error, List<Finding> findings) {
        return Importer.hash((error
                        + findings.stream()
                                .filter(Finding::isError)
                                .map(finding -> finding.asn() + finding.message() + finding.got())
                                .sorted()
                                .toList())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    boolean hasContacts(Asn asn) {
        return contacts.computeIfAbsent(asn, number -> Network.find(snapshot, number)
                .map(Network::row)
                .filter(Row::isActive)
                .map(row -> !Recipients.ofNetwork(snapshot, Objects.requireNonNull(row))
                        .isEmpty())
                .orElse(false));
    }
}
