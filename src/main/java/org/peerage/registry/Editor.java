package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.Facts;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Net;
import org.peerage.snapshot.Snapshot;

/**
 * Carries out what somebody wants done to the registry, whether they came by the API or by a page: finds out what has to
 * be known before, and hands it to the {@link WriteLane}.
 */
public final class Editor {
    private static final int TRIES = 3;
    private static final String PAUSED =
            "The registry is read-only for a while and takes no changes. Please try again later.";

    private final Registry registry;
    private final WriteLane lane;
    private final Writer writer;
    private final Function<Asn, Facts.AsnRecord> records;
    private final Clock clock;
    private final BooleanSupplier paused;

    /** Edits a registry that is never paused; see the other constructor. */
    public Editor(
            Registry registry, WriteLane lane, Writer writer, Function<Asn, Facts.AsnRecord> records, Clock clock) {
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
            Writer writer,
            Function<Asn, Facts.AsnRecord> records,
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
     * @param once makes it happen once; null: no such wish
     * @param trial whether only the decision is wanted; then all that is wrong is told, not what comes first
     * @param also what else happens with it, see {@link Request.Also}; null: nothing
     */
    public record Wish(
            List<Operation> operations,
            Author author,
            String requestId,
            Request.@Nullable Expected expected,
            Request.@Nullable Once once,
            boolean trial,
            Request.@Nullable Also also) {
        public Wish {
            operations = List.copyOf(operations);
        }

        public Wish(
                List<Operation> operations,
                Author author,
                String requestId,
                Request.@Nullable Expected expected,
                Request.@Nullable Once once,
                boolean trial) {
            this(operations, author, requestId, expected, once, trial, null);
        }

        /** One operation, done now. */
        public static Wish of(Operation operation, Author author, String requestId) {
            return new Wish(List.of(operation), author, requestId, null, null, false);
        }

        /** The same, if the object has not been saved since a version. */
        public Wish expecting(Request.@Nullable Expected known) {
            return new Wish(operations, author, requestId, known, once, trial, also);
        }

        /** The same, and with it something else in the same transaction. */
        public Wish along(Request.Also also) {
            return new Wish(operations, author, requestId, expected, once, trial, also);
        }

        /** The same, without doing it. */
        public Wish asTrial() {
            return new Wish(operations, author, requestId, expected, null, true);
        }
    }

    /**
     * Decides a wish and, unless it is a trial, makes it durable.
     *
     * @throws WriteLane.Unavailable where the database does not answer, or too many writes wait
     */
    public Request.Outcome submit(Wish wish) throws WriteLane.Unavailable {
        if (paused.getAsBoolean() && !wish.trial) {
            return new Request.Outcome(
                    new Request.Decided(List.of(Decision.Refused.of(new Refusal.Message(503, PAUSED)))),
                    registry.current(),
                    Optional.empty());
        }
        Map<Asn, Facts.AsnRecord> facts = new HashMap<>();
        look(wish, facts);
        for (int i = 0; i < TRIES; i++) {
            Facts known = new Facts(facts);
            Request.Outcome outcome = lane.submit(new Request(
                    wish.author,
                    wish.requestId,
                    work -> decide(wish, known, work, wish.trial),
                    wish.expected,
                    wish.trial ? null : wish.once,
                    wish.trial,
                    wish.also));
            if (outcome.kept().isEmpty() && outcome.decided().last() instanceof Decision.Needs(Asn asn)) {
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
        void write(Request.Moment moment, List<Optional<Refusal>> refusals) throws SQLException;
    }

    /**
     * Does several things in one write, each for itself: what is refused leaves no trace, and the others go on. For what
     * nothing has to be asked of the RIRs.
     *
     * @throws WriteLane.Unavailable where the database does not answer, or too many writes wait
     */
    public EachOutcome submitEach(List<WritePiece> pieces, Author author, String requestId, EachAlso also)
            throws WriteLane.Unavailable {
        if (paused.getAsBoolean()) {
            return new EachOutcome(
                    pieces.stream()
                            .map(piece -> Optional.<Refusal>of(new Refusal.Message(503, PAUSED)))
                            .toList(),
                    registry.current());
        }
        List<Optional<Refusal>> refusals = new ArrayList<>();
        Request.Outcome outcome = lane.submit(new Request(
                author,
                requestId,
                work -> {
                    refusals.clear(); // the lane may decide a write again
                    pieces.forEach(piece -> refusals.add(writer.decide(piece, author, work)));
                    Derivations.complete(work);
                    return new Request.Decided(List.of(Decision.Applied.of(null)));
                },
                null,
                null,
                false,
                moment -> also.write(moment, List.copyOf(refusals))));
        return new EachOutcome(refusals, outcome.snapshot());
    }

    /** Whether no change is taken at the moment. */
    public boolean isPaused() {
        return paused.getAsBoolean();
    }

    /** Asks the RIRs before the lane is entered, where it can be told already that they will be asked. */
    private void look(Wish wish, Map<Asn, Facts.AsnRecord> facts) {
        boolean mayNeed = wish.operations.stream()
                .anyMatch(operation -> operation instanceof Operation.Create(var type, var input) && type == Net.TYPE);
        int needed = mayNeed ? wish.operations.size() : 0;
        for (int i = 0; i < needed; i++) {
            Work work = new Work(registry.current(), clock.instant());
            if (decide(wish, new Facts(facts), work, false).last() instanceof Decision.Needs(Asn asn)) {
                facts.put(asn, records.apply(asn));
            } else {
                return;
            }
        }
    }

    private Request.Decided decide(Wish wish, Facts facts, Work work, boolean all) {
        List<Decision> decisions = new ArrayList<>();
        for (Operation operation : wish.operations) {
            Decision decision = writer.decide(operation, wish.author, facts, work, all);
            decisions.add(decision);
            if (!(decision instanceof Decision.Applied)) {
                return new Request.Decided(decisions);
            }
        }
        Derivations.complete(work);
        return new Request.Decided(decisions);
    }
}
