package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.FirstPrefix;
import org.peerage.registry.rules.MemberListReadable;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;

/**
 * Carries out what somebody wants done to the registry, whether they came by the API or by a page: finds out what has to
 * be known before, and hands it to the {@link WriteLane}.
 */
public final class Editor {
    private static final int MAX_TRIES = 3;
    /** As the reference says it (docs/spec/operations.md §9). */
    private static final Refusal WRITES_PAUSED = new Refusal.Message(
            503,
            "The site is currently in maintenance mode, during which this action is"
                    + " disabled, please try again in a few minutes");

    private final Registry registry;
    private final WriteLane lane;
    private final OperationHandler writer;
    private final Function<Asn, ExternalFacts.AsnRecord> records;
    private final FeedClaims claims;
    private final ExchangeVerifier verifier;
    private final Clock clock;
    private final BooleanSupplier paused;

    /** Edits a registry that is never paused; see the other constructor. */
    public Editor(
            Registry registry,
            WriteLane lane,
            OperationHandler writer,
            Function<Asn, ExternalFacts.AsnRecord> records,
            Clock clock) {
        this(registry, lane, writer, records, clock, () -> false);
    }

    /**
     * Edits a registry.
     *
     * @param records asks the RIRs about a number; may take seconds
     * @param paused whether no change is taken at the moment, from nobody
     */
    public Editor(
            Registry registry,
            WriteLane lane,
            OperationHandler writer,
            Function<Asn, ExternalFacts.AsnRecord> records,
            Clock clock,
            BooleanSupplier paused) {
        this(registry, lane, writer, records, FeedClaims.NONE, ExchangeVerifier.OFF, clock, paused);
    }

    /**
     * The same.
     *
     * @param claims whose addresses are by the member lists of exchanges
     * @param verifier whether exchanges that people make prove themselves
     */
    public Editor(
            Registry registry,
            WriteLane lane,
            OperationHandler writer,
            Function<Asn, ExternalFacts.AsnRecord> records,
            FeedClaims claims,
            ExchangeVerifier verifier,
            Clock clock,
            BooleanSupplier paused) {
        this.claims = claims;
        this.verifier = verifier;
        this.registry = registry;
        this.lane = lane;
        this.writer = writer;
        this.records = records;
        this.clock = clock;
        this.paused = paused;
    }

    /**
     * Something that is wanted.
     *
     * @param operations stand or fall together
     * @param requestId for the log of changes
     * @param expected what the author knows of the object; null: nothing
     * @param idempotencyKey makes it happen once; null: no such wish
     * @param dryRun whether only the decision is wanted; then all that is wrong is told, not what comes first
     * @param note why it is made, for those who read the log
     * @param alongside what else happens with it, see {@link QueuedWrite.InTransaction}; null: nothing
     * @param preview what it has to come to, see {@link PreviewDigest}, else nothing is done; empty: whatever it comes to
     */
    public record WriteCommand(
            List<Operation> operations,
            Author author,
            String requestId,
            QueuedWrite.@Nullable ExpectedVersion expected,
            QueuedWrite.@Nullable IdempotencyKey idempotencyKey,
            boolean dryRun,
            ChangeNote note,
            QueuedWrite.@Nullable InTransaction alongside,
            String preview) {
        public WriteCommand {
            operations = List.copyOf(operations);
        }

        public WriteCommand(
                List<Operation> operations,
                Author author,
                String requestId,
                QueuedWrite.@Nullable ExpectedVersion expected,
                QueuedWrite.@Nullable IdempotencyKey once,
                boolean trial,
                ChangeNote note,
                QueuedWrite.@Nullable InTransaction alongside) {
            this(operations, author, requestId, expected, once, trial, note, alongside, "");
        }

        public WriteCommand(
                List<Operation> operations,
                Author author,
                String requestId,
                QueuedWrite.@Nullable ExpectedVersion expected,
                QueuedWrite.@Nullable IdempotencyKey once,
                boolean trial) {
            this(operations, author, requestId, expected, once, trial, ChangeNote.NONE, null);
        }

        /** One operation, done now. */
        public static WriteCommand of(Operation operation, Author author, String requestId) {
            return new WriteCommand(List.of(operation), author, requestId, null, null, false);
        }

        /** The same, if the object has not been saved since a version. */
        public WriteCommand expecting(QueuedWrite.@Nullable ExpectedVersion known) {
            return new WriteCommand(
                    operations, author, requestId, known, idempotencyKey, dryRun, note, alongside, preview);
        }

        /** The same, and with it something else in the same transaction. */
        public WriteCommand withAlongside(QueuedWrite.InTransaction alongside) {
            return new WriteCommand(
                    operations, author, requestId, expected, idempotencyKey, dryRun, note, alongside, preview);
        }

        /** The same, with why it is made. */
        public WriteCommand withNote(ChangeNote reason) {
            return new WriteCommand(
                    operations, author, requestId, expected, idempotencyKey, dryRun, reason, alongside, preview);
        }

        /** The same, if it comes to what a preview showed. */
        public WriteCommand asPreviewed(String shown) {
            return new WriteCommand(
                    operations, author, requestId, expected, idempotencyKey, dryRun, note, alongside, shown);
        }

        /** The same, without doing it. */
        public WriteCommand asDryRun() {
            return new WriteCommand(operations, author, requestId, expected, null, true, note, null);
        }
    }

    /**
     * Decides a wish and, unless it is a trial, makes it durable.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer, or too many writes wait
     */
    public QueuedWrite.WriteResult submit(WriteCommand command) throws WriteLane.WriteUnavailableException {
        if (paused.getAsBoolean() && !command.dryRun) {
            return new QueuedWrite.WriteResult(
                    new QueuedWrite.WriteDecisions(List.of(Decision.Rejected.of(WRITES_PAUSED))),
                    registry.current(),
                    registry.current(),
                    Optional.empty());
        }
        Map<Asn, ExternalFacts.AsnRecord> facts = new HashMap<>();
        lookUp(command, facts);
        Set<ExternalFacts.FeedClaim> claimed = claimed(command.operations);
        ExternalFacts.ExchangeProof proof = proof(command);
        for (int i = 0; i < MAX_TRIES; i++) {
            ExternalFacts known = new ExternalFacts(facts, claimed, proof);
            QueuedWrite.WriteResult outcome = lane.submit(new QueuedWrite(
                    command.author,
                    command.requestId,
                    workingCopy -> decide(command, known, workingCopy, command.dryRun),
                    command.expected,
                    command.dryRun ? null : command.idempotencyKey,
                    command.dryRun,
                    command.note,
                    command.alongside));
            if (outcome.replayed().isEmpty() && outcome.decided().last() instanceof Decision.NeedsAsnRecord(Asn asn)) {
                facts.put(asn, records.apply(asn));
            } else {
                return outcome;
            }
        }
        throw new IllegalStateException("a decision asks for the same facts again");
    }

    /**
     * What came of several pieces.
     *
     * @param refusals by place of the piece; empty: it was done
     */
    public record EachOutcome(List<Optional<Refusal>> refusals, Snapshot snapshot) {
        public EachOutcome {
            refusals = List.copyOf(refusals);
        }
    }

    /** What else happens in the same transaction as several pieces, of which some may have been refused. */
    @FunctionalInterface
    public interface EachAlso {
        void write(QueuedWrite.OpenTransaction moment, List<Optional<Refusal>> refusals) throws SQLException;
    }

    /**
     * Does several things in one write, each for itself: what is refused leaves no trace, and the others go on. For what
     * nothing has to be asked of the RIRs.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer, or too many writes wait
     */
    public EachOutcome submitEach(List<WritePiece> pieces, Author author, String requestId, EachAlso also)
            throws WriteLane.WriteUnavailableException {
        if (paused.getAsBoolean()) {
            return new EachOutcome(
                    pieces.stream().map(piece -> Optional.of(WRITES_PAUSED)).toList(), registry.current());
        }
        // Programs take no address off somebody else so: imports have rules of their own for that (docs/spec/ixf.md
        // §4.3, §4.7).
        ExternalFacts facts = author.isPerson()
                ? new ExternalFacts(
                        Map.of(),
                        claimed(pieces.stream()
                                .flatMap(piece -> piece.operations().stream())
                                .toList()),
                        new ExternalFacts.ExchangeProof.Unproved())
                : ExternalFacts.NONE;
        List<Optional<Refusal>> refusals = new ArrayList<>();
        QueuedWrite.WriteResult outcome = lane.submit(new QueuedWrite(
                author,
                requestId,
                workingCopy -> {
                    refusals.clear(); // the lane may decide a write again
                    pieces.forEach(piece -> refusals.add(writer.decide(piece, author, facts, workingCopy)));
                    Derivations.complete(workingCopy);
                    return new QueuedWrite.WriteDecisions(List.of(Decision.Applied.of(null)));
                },
                null,
                null,
                false,
                ChangeNote.NONE,
                moment -> also.write(moment, List.copyOf(refusals))));
        return new EachOutcome(refusals, outcome.snapshot());
    }

    /**
     * Takes changes back in one write, see {@link UndoCommand}.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer, or too many writes wait
     */
    public UndoOutcome undo(UndoCommand command) throws WriteLane.WriteUnavailableException {
        if (paused.getAsBoolean() && !command.dryRun()) {
            return new UndoOutcome(Optional.of(WRITES_PAUSED), List.of(), List.of(), 0);
        }
        AtomicReference<UndoOutcome> decided = new AtomicReference<>();
        QueuedWrite.WriteResult written = lane.submit(new QueuedWrite(
                command.author(),
                command.requestId(),
                workingCopy -> {
                    UndoOutcome outcome = writer.undo(command, workingCopy);
                    decided.set(outcome); // the lane may decide a write again
                    if (outcome.refusal().isPresent()) {
                        return new QueuedWrite.WriteDecisions(
                                List.of(Decision.Rejected.of(outcome.refusal().get())));
                    }
                    Derivations.complete(workingCopy);
                    return new QueuedWrite.WriteDecisions(List.of(Decision.Applied.of(null)));
                },
                null,
                null,
                command.dryRun(),
                new ChangeNote("undo:" + command.firstVersion(), command.comment()),
                null));
        UndoOutcome outcome = Objects.requireNonNull(decided.get());
        return new UndoOutcome(
                outcome.refusal(),
                outcome.undone(),
                outcome.skipped(),
                written.snapshot().version());
    }

    /**
     * Takes old values out of the log, see {@link Redaction}; empty while no change is taken.
     *
     * @param preview what it has to take, else nothing is done
     * @throws WriteLane.WriteUnavailableException where the database does not answer
     */
    public Optional<Redaction.RedactionResult> redact(
            Redaction.Target target, String preview, String actor, Redaction.RedactionNote note)
            throws WriteLane.WriteUnavailableException {
        return paused.getAsBoolean() ? Optional.empty() : Optional.of(lane.redact(target, preview, actor, note));
    }

    /** What the rules of writing have against the rows of a type, as they are now. */
    public List<LoadReport.LoadNote> audit(ObjectType type) {
        return RuleAudit.of(registry.current(), type, writer.rules(), clock.instant());
    }

    /** Whether no change is taken at the moment. */
    public boolean isPaused() {
        return paused.getAsBoolean();
    }

    /** Asks the RIRs before the lane is entered, where it can be told already that they will be asked. */
    private void lookUp(WriteCommand command, Map<Asn, ExternalFacts.AsnRecord> facts) {
        boolean mayNeed = command.operations.stream()
                .anyMatch(operation -> operation instanceof Operation.Create(var type, var input) && type == Net.TYPE);
        int needed = mayNeed ? command.operations.size() : 0;
        for (int i = 0; i < needed; i++) {
            WorkingCopy workingCopy = new WorkingCopy(registry.current(), clock.instant());
            if (decide(command, new ExternalFacts(facts), workingCopy, false).last()
                    instanceof Decision.NeedsAsnRecord(Asn asn)) {
                facts.put(asn, records.apply(asn));
            } else {
                return;
            }
        }
    }

    /** Whether an exchange that a person makes proves itself; keys never can (docs/spec/objects.md §3.2). */
    private ExternalFacts.ExchangeProof proof(WriteCommand command) {
        boolean makesExchange = command.operations.size() == 1
                && command.operations.getFirst() instanceof Operation.Create(ObjectType type, RequestFields input)
                && type == Ix.TYPE;
        if (!makesExchange || command.dryRun || !command.author.isPerson()) {
            return new ExternalFacts.ExchangeProof.Unproved();
        }
        RequestFields input = ((Operation.Create) command.operations.getFirst()).input();
        Optional<IpPrefix> prefix = FirstPrefix.of(input);
        WorkingCopy trial = new WorkingCopy(registry.current(), clock.instant());
        // What is refused anyhow is not worth asking others.
        boolean isFit = prefix.isPresent()
                && decide(command, ExternalFacts.NONE, trial, false).last() instanceof Decision.Applied;
        if (!isFit) {
            return new ExternalFacts.ExchangeProof.Unproved();
        }
        long organization = input.find("org_id").map(sent -> sent.asLong(0)).orElse(0L);
        return verifier.verify(
                prefix.get(),
                MemberListReadable.of(input).orElse(""),
                command.author.emails(),
                registry.current().referring(Net.ORG_ID, organization).stream()
                        .filter(row -> row.status() != Status.DELETED)
                        .map(row -> row.get(Net.ASN))
                        .collect(Collectors.toSet()));
    }

    /** Whose addresses are by the exchange's list, where somebody else's connection has them. */
    private Set<ExternalFacts.FeedClaim> claimed(List<Operation> operations)
            throws WriteLane.WriteUnavailableException {
        try {
            return claimedNow(operations);
        } catch (FeedClaims.BusyException busy) {
            throw new WriteLane.WriteUnavailableException(String.valueOf(busy.getMessage()), true, busy);
        }
    }

    private Set<ExternalFacts.FeedClaim> claimedNow(List<Operation> operations) {
        Set<ExternalFacts.FeedClaim> found = new HashSet<>();
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Create(ObjectType type, RequestFields sent)
                when type == NetIxLan.TYPE -> claimed(sent, 0, found);
                case Operation.Update(ObjectType type, long id, RequestFields sent)
                when type == NetIxLan.TYPE -> claimed(sent, id, found);
                default -> {}
            }
        }
        return found;
    }

    private void claimed(RequestFields input, long own, Set<ExternalFacts.FeedClaim> found) {
        claimed(input, NetIxLan.IPADDR4, own, found);
        claimed(input, NetIxLan.IPADDR6, own, found);
    }

    /** @param own the connection that is changed, which need not ask for what it has */
    private void claimed(RequestFields input, Field<IpAddress> field, long own, Set<ExternalFacts.FeedClaim> found) {
        Optional<IpAddress> address =
                input.find(field.name()).map(sent -> sent.asString("")).flatMap(IpAddress::parse);
        if (address.isPresent()) {
            registry.current().rowsWhere(field, address.get()).stream()
                    .filter(row -> row.isActive() && row.id() != own)
                    .map(row -> row.get(NetIxLan.IXLAN_ID))
                    .distinct()
                    .forEach(lan -> claims.of(lan, address.get())
                            .forEach(asn -> found.add(new ExternalFacts.FeedClaim(lan, address.get(), asn))));
        }
    }

    private QueuedWrite.WriteDecisions decide(
            WriteCommand command, ExternalFacts externalFacts, WorkingCopy workingCopy, boolean all) {
        List<Decision> decisions = new ArrayList<>();
        for (Operation operation : command.operations) {
            Decision decision = writer.decide(operation, command.author, externalFacts, workingCopy, all);
            decisions.add(decision);
            if (!(decision instanceof Decision.Applied)) {
                return new QueuedWrite.WriteDecisions(decisions);
            }
        }
        Derivations.complete(workingCopy);
        if (!command.preview.isEmpty() && !command.preview.equals(PreviewDigest.of(workingCopy))) {
            decisions.add(Decision.Rejected.of(new Refusal.VersionMismatch()));
        }
        return new QueuedWrite.WriteDecisions(decisions);
    }
}
