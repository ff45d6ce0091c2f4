package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Net;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;

/**
 * Carries out what somebody wants done to the registry, whether they came by the API or by a page: finds out what has to
 * be known before, and hands it to the {@link WriteLane}.
 */
public final class Editor {
    private static final int MAX_TRIES = 3;
    private static final String WRITES_PAUSED =
            "The registry is read-only for a while and takes no changes. Please try again later.";

    private final Registry registry;
    private final WriteLane lane;
    private final OperationHandler writer;
    private final Function<Asn, ExternalFacts.AsnRecord> records;
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
     */
    public record WriteCommand(
            List<Operation> operations,
            Author author,
            String requestId,
            QueuedWrite.@Nullable ExpectedVersion expected,
            QueuedWrite.@Nullable IdempotencyKey idempotencyKey,
            boolean dryRun,
            ChangeNote note,
            QueuedWrite.@Nullable InTransaction alongside) {
        public WriteCommand {
            operations = List.copyOf(operations);
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
            return new WriteCommand(operations, author, requestId, known, idempotencyKey, dryRun, note, alongside);
        }

        /** The same, and with it something else in the same transaction. */
        public WriteCommand withAlongside(QueuedWrite.InTransaction alongside) {
            return new WriteCommand(operations, author, requestId, expected, idempotencyKey, dryRun, note, alongside);
        }

        /** The same, with why it is made. */
        public WriteCommand withNote(ChangeNote reason) {
            return new WriteCommand(operations, author, requestId, expected, idempotencyKey, dryRun, reason, alongside);
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
                    new QueuedWrite.WriteDecisions(
                            List.of(Decision.Rejected.of(new Refusal.Message(503, WRITES_PAUSED)))),
                    registry.current(),
                    Optional.empty());
        }
        Map<Asn, ExternalFacts.AsnRecord> facts = new HashMap<>();
        lookUp(command, facts);
        for (int i = 0; i < MAX_TRIES; i++) {
            ExternalFacts known = new ExternalFacts(facts);
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
                    pieces.stream()
                            .map(piece -> Optional.<Refusal>of(new Refusal.Message(503, WRITES_PAUSED)))
                            .toList(),
                    registry.current());
        }
        List<Optional<Refusal>> refusals = new ArrayList<>();
        QueuedWrite.WriteResult outcome = lane.submit(new QueuedWrite(
                author,
                requestId,
                workingCopy -> {
                    refusals.clear(); // the lane may decide a write again
                    pieces.forEach(piece -> refusals.add(writer.decide(piece, author, workingCopy)));
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
            return new UndoOutcome(Optional.of(new Refusal.Message(503, WRITES_PAUSED)), List.of(), List.of(), 0);
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
        return new QueuedWrite.WriteDecisions(decisions);
    }
}
