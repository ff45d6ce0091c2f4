package org.peerage.ixf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.access.LoggedActor;
import org.peerage.net.Asn;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.WriteLane;
import org.peerage.registry.WritePiece;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;

/** What networks are asked about, and their answers (docs/spec/ixf.md §5.4). */
public final class Proposals {
    /** Fields of a new connection that a network may leave to their defaults. */
    public static final List<String> CHOSEN_OF_NEW = List.of("speed", "is_rs_peer", "operational");

    /** Why a version came to be, of what networks accept. */
    public static final String ACCEPTED = "Applied IX-F suggestion";

    private static final Author IMPORTER = new TrustedAuthor(LoggedActor.IMPORTER, false);

    private final Supplier<Snapshot> registry;
    private final Editor editor;
    private final ProposalStore store;
    private final ImportStore imports;

    public Proposals(Supplier<Snapshot> registry, Editor editor, ProposalStore store, ImportStore imports) {
        this.registry = registry;
        this.editor = editor;
        this.store = store;
        this.imports = imports;
    }

    public ProposalStore store() {
        return store;
    }

    /** What a network can decide now, dismissed or not: what is left of proposals of exchanges that import daily. */
    public List<Proposal> ofNetwork(Row network) {
        Snapshot snapshot = registry.get();
        return decidable(snapshot, store.ofNetwork(network.get(Net.ASN))).toList();
    }

    /** How many of them some networks have not dismissed; none: not in it. */
    public Map<Asn, Long> waiting(List<Row> networks) {
        Snapshot snapshot = registry.get();
        List<Asn> asns = networks.stream().map(row -> row.get(Net.ASN)).toList();
        return decidable(snapshot, store.ofNetworks(asns))
                .filter(proposal -> !proposal.isDismissed())
                .collect(Collectors.groupingBy(Proposal::asn, Collectors.counting()));
    }

    private static Stream<Proposal> decidable(Snapshot snapshot, List<Proposal> proposals) {
        return proposals.stream()
                .filter(proposal -> proposal.isImporting(snapshot) && proposal.isForNetwork())
                .flatMap(proposal -> proposal.now(snapshot).stream());
    }

    /** What is open between an exchange and networks. */
    public List<Proposal> ofLan(long lan) {
        Snapshot snapshot = registry.get();
        return store.ofLan(lan).stream()
                .flatMap(proposal -> proposal.now(snapshot).stream())
                .toList();
    }

    /**
     * A proposal that is accepted.
     *
     * @param fields of it that are taken over
     */
    public record Choice(Proposal proposal, Set<String> fields) {
        public Choice {
            fields = Set.copyOf(fields);
        }

        /** All of it. */
        public static Choice all(Proposal proposal) {
            return new Choice(
                    proposal, Set.copyOf(proposal.kind() == Step.Kind.ADD ? CHOSEN_OF_NEW : proposal.fields()));
        }

        boolean isWhole() {
            return proposal.kind() != Step.Kind.MODIFY || fields.containsAll(proposal.fields());
        }

        private boolean movesAddress() {
            return fields.contains("ipaddr4") || fields.contains("ipaddr6") || isWhole();
        }
    }

    /**
     * Does what is accepted, in one write; each for itself, so that one that breaks a rule does not stop the others.
     *
     * @return by the proposal's id, why it was not done
     */
    public Map<Long, Refusal> accept(List<Choice> choices, Author author, String requestId, String comment)
            throws WriteLane.WriteUnavailableException {
        Snapshot snapshot = registry.get();
        // What is given up comes first, so that it can be taken.
        List<Choice> order = choices.stream()
                .sorted(Comparator.comparing((Choice choice) -> choice.proposal.kind(), Comparator.reverseOrder()))
                .toList();
        List<WritePiece> pieces =
                order.stream().map(choice -> piece(snapshot, choice)).toList();
        Editor.EachOutcome outcome = editor.submitEach(pieces, author, requestId, (moment, refusals) -> {
            Sql sql = new Sql(moment.connection());
            sql.update(
                    "insert into change_note (version, cause, comment) values (?, ?, ?)",
                    moment.version(),
                    requestId,
                    comment);
            for (long lan : order.stream()
                    .map(choice -> choice.proposal.lan())
                    .collect(Collectors.toCollection(TreeSet::new))) {
                ProposalStore.lock(sql, lan);
            }
            for (int i = 0; i < order.size(); i++) {
                if (refusals.get(i).isEmpty()) {
                    resolve(sql, order.get(i));
                }
            }
        });
        Map<Long, Refusal> refused = new LinkedHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            Optional<Refusal> refusal = outcome.refusals().get(i);
            if (refusal.isPresent()) {
                refused.put(order.get(i).proposal.id(), refusal.get());
            }
        }
        return refused;
    }

    /** What was taken in part is known to both sides: nobody is told of the rest as if it were new. */
    private static void resolve(Sql sql, Choice choice) throws java.sql.SQLException {
        if (choice.isWhole()) {
            ProposalStore.delete(sql, choice.proposal.id());
        } else {
            Proposal left = choice.proposal.without(choice.fields, choice.movesAddress());
            ProposalStore.updateRest(sql, left.with(left.id(), left.memory().told(left.signature())));
        }
    }

    private static WritePiece piece(Snapshot snapshot, Choice choice) {
        Proposal proposal = choice.proposal;
        Row row = proposal.row() == 0 ? null : snapshot.find(NetIxLan.TYPE, proposal.row());
        return switch (proposal.kind()) {
            case DELETE -> new WritePiece(List.of(known(row)), List.of(PlanWrite.deletion(known(row))));
            case ADD -> new WritePiece(List.of(), PlanWrite.addition(added(choice), proposal.lan()));
            case MODIFY -> {
                List<Operation> operations = new ArrayList<>();
                List<Row> expected = new ArrayList<>(List.of(known(row)));
                if (choice.movesAddress()) {
                    for (long id : proposal.merged()) {
                        Row other = known(snapshot.find(NetIxLan.TYPE, id));
                        expected.add(other);
                        operations.add(PlanWrite.deletion(other));
                    }
                }
                operations.add(new Operation.Update(
                        NetIxLan.TYPE, proposal.row(), PlanWrite.input(modified(choice, known(row)), proposal.lan())));
                yield new WritePiece(expected, operations);
            }
        };
    }

    private static Row known(@Nullable Row row) {
        return Objects.requireNonNull(row);
    }

    /** The exchange's own facility is set by its next import: it is not the network's to say. */
    private static Peering added(Choice choice) {
        Peering wanted = Objects.requireNonNull(choice.proposal.wanted());
        return new Peering(
                wanted.network(),
                wanted.asn(),
                wanted.ipv4(),
                wanted.ipv6(),
                choice.fields.contains("speed") ? wanted.speed() : 0,
                choice.fields.contains("is_rs_peer") && Boolean.TRUE.equals(wanted.routeServer()),
                !choice.fields.contains("operational") || wanted.operational(),
                null);
    }

    private static Peering modified(Choice choice, Row row) {
        Peering wanted = Objects.requireNonNull(choice.proposal.wanted());
        Set<String> taken = new HashSet<>(choice.fields);
        taken.retainAll(choice.proposal.fields());
        return new Peering(
                row.get(NetIxLan.NET_ID),
                wanted.asn(),
                taken.contains("ipaddr4") ? wanted.ipv4() : row.find(NetIxLan.IPADDR4),
                taken.contains("ipaddr6") ? wanted.ipv6() : row.find(NetIxLan.IPADDR6),
                taken.contains("speed") ? wanted.speed() : row.get(NetIxLan.SPEED),
                taken.contains("is_rs_peer") ? wanted.routeServer() : row.get(NetIxLan.IS_RS_PEER),
                taken.contains("operational") ? wanted.operational() : row.get(NetIxLan.OPERATIONAL),
                null);
    }

    /** Does all that is proposed to networks that have let exchanges change their connections since (§1). */
    public void applySwitched() throws WriteLane.WriteUnavailableException {
        for (long id : store.switched()) {
            Row network = registry.get().find(Net.TYPE, id);
            if (network != null && network.isActive() && network.get(Net.ALLOW_IXP_UPDATE)) {
                apply(network.get(Net.ASN));
            }
            store.switchedDone(id);
        }
    }

    private void apply(Asn asn) throws WriteLane.WriteUnavailableException {
        Snapshot snapshot = registry.get();
        List<Choice> choices = store.ofNetwork(asn).stream()
                .filter(proposal -> proposal.isImporting(snapshot)
                        && imports.countingFeed(proposal.lan()).isPresent())
                .flatMap(proposal -> proposal.now(snapshot).stream())
                .filter(proposal -> !proposal.isWaiting()) // taking an address early is for people
                .map(Choice::all)
                .toList();
        if (!choices.isEmpty()) {
            var _ = accept(choices, IMPORTER, "ixf-switched", "Network enabled automatic IX-F updates");
        }
    }

    /** The networks that wait for {@link #applySwitched}. */
    public List<Long> switched() {
        return store.switched();
    }

    /** Whether a network waits for {@link #applySwitched}. */
    public boolean isAnySwitched() {
        return !editor.isPaused() && !store.switched().isEmpty();
    }
}
