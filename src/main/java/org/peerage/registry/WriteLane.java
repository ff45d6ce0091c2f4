package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.Effect;
import org.peerage.store.RegistryStore;
import org.peerage.store.StoreFailure;
import org.peerage.store.StoredAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all writes of this process go through, one after the other: each is decided on the truth, which is the
 * database's head while it is locked, and acknowledged when it is durable. Those that wait at the same time are
 * committed together.
 */
public final class WriteLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);
    private static final int GROUP = 64;
    private static final int WAITING = 1000;

    private final RegistryStore store;
    private final Registry registry;
    private final Clock clock;
    private final Dependents dependents;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING);
    private final WriteHealth health = new WriteHealth();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String refusal;

    private record Waiting(Request request, CompletableFuture<Request.Outcome> done) {}

    /** A write cannot be carried out now, through nobody's fault. */
    public static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean certain;
        private final boolean lasting;

        Unavailable(String message, boolean certain, @Nullable Throwable cause) {
            super(message, cause);
            this.certain = certain;
            this.lasting = false;
        }

        private Unavailable(String message) {
            super(message);
            this.certain = true;
            this.lasting = true;
        }

        /** Whether nobody ever writes here, so that trying again is of no use. */
        public boolean isLasting() {
            return lasting;
        }

        /** Whether it is sure that nothing was changed. */
        public boolean isCertain() {
            return certain;
        }
    }

    /** A lane of a registry on which nothing else in the database hangs. */
    public WriteLane(RegistryStore store, Registry registry, Clock clock) {
        this(store, registry, clock, Dependents.NONE);
    }

    public WriteLane(RegistryStore store, Registry registry, Clock clock, Dependents dependents) {
        this.dependents = dependents;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("writes").start(this::run);
    }

    /**
     * Waits until a request is decided and, if it changes something, durable.
     *
     * @throws Unavailable where the database does not answer, or too many writes wait
     */
    public Request.Outcome submit(Request request) throws Unavailable {
        String why = refusal;
        if (why != null) {
            throw new Unavailable(why);
        }
        return await(new Waiting(request, new CompletableFuture<>()));
    }

    /** From now on nobody writes here, for that reason; what other processes write is still taken over. */
    public void refuse(String reason) {
        refusal = reason;
    }

    /** Takes over what other processes have written since, where no {@link Follower} does. */
    public void catchUp() throws Unavailable {
        try {
            Registry.State from = registry.state();
            Optional<Registry.State> next =
                    Replay.lead(from, store.head(), (version, most) -> store.changesAfter(version - 1, most));
            registry.publish(from, next.isPresent() ? next.get() : Registry.State.of(store.readAll(Types.ALL)));
        } catch (SQLException failure) {
            throw new Unavailable("the database cannot be read now", true, failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Request.Outcome await(Waiting waiting) throws Unavailable {
        if (closed || !queue.offer(waiting)) {
            throw new Unavailable(closed ? "the server stops" : "too many writes wait already", true, null);
        }
        try {
            return waiting.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", false, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Unavailable unavailable -> throw unavailable;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void run() {
        List<Waiting> group = new ArrayList<>();
        while (!closed) {
            try {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, GROUP - 1);
                process(group);
            } catch (InterruptedException stop) {
                break;
            }
        }
        group.clear();
        queue.drainTo(group);
        group.forEach(waiting -> waiting.done.completeExceptionally(new Unavailable("the server stops", true, null)));
    }

    private void process(List<Waiting> group) {
        Group work = null;
        try (RegistryStore.Transaction transaction = store.begin()) {
            work = new Group(transaction);
            for (Waiting waiting : group) {
                work.add(waiting.request, waiting.done);
            }
            work.commit();
        } catch (SQLException failure) {
            if (work != null && work.committed) {
                LOG.warn("a connection was lost after a commit: {}", failure.toString());
            } else {
                failed(group, failure, work != null && work.committing);
            }
            if (work == null && !StoreFailure.isBusy(failure)) {
                // Those who came meanwhile need not wait as long as these did.
                List<Waiting> others = new ArrayList<>();
                queue.drainTo(others);
                finish(others, new Unavailable("the database cannot be written to now", true, failure));
            }
        } catch (RuntimeException | StackOverflowError bug) {
            if (group.size() > 1) {
                eachAlone(group);
            } else {
                group.getFirst().done.completeExceptionally(bug);
            }
        }
    }

    private void failed(List<Waiting> group, SQLException failure, boolean committing) {
        if (!StoreFailure.isConflict(failure)) {
            health.failed(failure);
        }
        if (committing) {
            LOG.error("a commit failed; whether it took effect is not known", failure);
            finish(
                    group,
                    new Unavailable("the database failed while it was asked to make a change durable", false, failure));
        } else if (group.size() > 1 && StoreFailure.isConflict(failure)) {
            eachAlone(group); // one of them breaks a rule that only the database noticed; the others need not suffer
        } else if (StoreFailure.isConflict(failure)) {
            LOG.error("the database refuses what the rules allow", failure);
            finish(group, new IllegalStateException("the database refuses what the rules allow", failure));
        } else {
            LOG.warn("writes fail: {}", failure.toString());
            if (!StoreFailure.isBusy(failure)) {
                store.reconnect(); // the pool may hold connections to what was the primary
            }
            finish(group, new Unavailable("the database cannot be written to now", true, failure));
        }
    }

    private static void finish(List<Waiting> group, Exception why) {
        group.forEach(waiting -> waiting.done.completeExceptionally(why));
    }

    private void eachAlone(List<Waiting> group) {
        for (Waiting waiting : List.copyOf(group)) {
            if (!waiting.done.isDone()) {
                process(List.of(waiting));
            }
        }
    }

    /** Whether writes become durable. */
    public WriteHealth health() {
        return health;
    }

    /** What hangs on the registry, for those who write to it by other ways. */
    Dependents dependents() {
        return dependents;
    }

    /** What is durable stays so, whatever they make of it. */
    void tellDependents() {
        try {
            dependents.committed();
        } catch (RuntimeException failure) {
            LOG.error("what hangs on the registry could not be told of a write", failure);
        }
    }

    /** Requests that are committed together. */
    private final class Group {
        private final RegistryStore.Transaction transaction;
        private final Instant now;
        private final List<Runnable> acknowledgements = new ArrayList<>();
        private final List<Effect> effects = new ArrayList<>();
        private final RegistryStore.Head head;
        private final Registry.State from = registry.state();
        private Snapshot current;
        private String stamp;
        private boolean kept;
        private boolean followed;
        private boolean committing;
        private boolean committed;

        Group(RegistryStore.Transaction transaction) throws SQLException {
            this.transaction = transaction;
            this.head = transaction.lockHead();
            Registry.State state = caughtUp(transaction, head, from);
            this.current = state.snapshot();
            this.stamp = state.stamp();
            Instant time = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            this.now = time.isBefore(head.changedAt()) ? head.changedAt() : time; // clocks may go back, the log may not
        }

        void add(Request request, CompletableFuture<Request.Outcome> done) throws SQLException {
            Optional<StoredAnswer> before = request.once() == null
                    ? Optional.empty()
                    : transaction.answer(
                            request.author().actor(), request.once().key());
            if (before.isPresent()) {
                answer(done, new Request.Decided(List.of(Decision.Applied.of(null))), before);
                return;
            }
            Work work = new Work(current, now);
            Request.Decided decided =
                    isOutdated(request) ? outdated() : request.decide().decide(work);
            if (request.trial()) {
                Snapshot then = decided.isApplied() ? after(current.version(), work.touches()) : current;
                acknowledgements.add(() -> done.complete(new Request.Outcome(decided, then, Optional.empty())));
                return;
            }
            if (decided.isApplied()) {
                write(request, work);
            }
            effects.addAll(effects(decided));
            if (request.once() != null && !(decided.last() instanceof Decision.Needs)) {
                transaction.keepAnswer(
                        request.author().actor(),
                        request.once().key(),
                        request.once()
                                .answer()
                                .apply(decided, current)
                                .of(request.once().fingerprint()),
                        now);
                kept = true;
            }
            answer(done, decided, Optional.empty());
        }

        void commit() throws SQLException {
            if (!effects.isEmpty()) {
                transaction.enqueue(effects, now);
            }
            boolean changed = current.version() != head.version();
            if (changed) {
                transaction.setHead(new RegistryStore.Head(current.version(), now));
            }
            if (changed || kept || !effects.isEmpty()) {
                committing = true; // from here on a failure leaves open what came of it
                transaction.commit();
                health.succeeded();
            }
            committed = true;
            if (followed) {
                tellDependents();
            }
            registry.publish(from, new Registry.State(current, stamp));
            acknowledgements.forEach(Runnable::run);
        }

        private void answer(
                CompletableFuture<Request.Outcome> done, Request.Decided decided, Optional<StoredAnswer> before) {
            Snapshot then = current;
            acknowledgements.add(() -> done.complete(new Request.Outcome(decided, then, before)));
        }

        private boolean isOutdated(Request request) throws SQLException {
            Request.Expected expected = request.expected();
            return expected != null
                    && (expected.version() > current.version()
                            || transaction.isChangedAfter(expected.type(), expected.id(), expected.version()));
        }

        private static Request.Decided outdated() {
            return new Request.Decided(List.of(Decision.Refused.of(new Refusal.Outdated())));
        }

        private Snapshot after(long version, List<Work.Touch> touches) {
            List<Row> changed = new ArrayList<>();
            List<Row> erased = new ArrayList<>();
            touches.forEach(touch -> (touch.isErasure() ? erased : changed).add(touch.after()));
            return current.with(version, now, changed, erased);
        }

        private void write(Request request, Work work) throws SQLException {
            List<Work.Touch> touches = work.touches();
            if (touches.isEmpty()) {
                return;
            }
            long version = current.version() + 1;
            Rearrangement.put(transaction, touches);
            List<Change> changes =
                    ChangeLog.of(touches, version, now, request.author().actor(), request.id());
            transaction.log(changes);
            effects.addAll(Tickets.close(touches, request.author().actor(), transaction));
            if (request.also() != null) {
                request.also().write(new Request.Moment(transaction.connection(), current, version));
            }
            followed |= dependents.follow(new Dependents.Write(
                    transaction.connection(), touches, request.author().actor(), now));
            stamp = changes.getFirst().stamp();
            current = after(version, touches);
        }

        private static List<Effect> effects(Request.Decided decided) {
            return decided.decisions().stream()
                    .flatMap(decision -> switch (decision) {
                        case Decision.Applied applied -> applied.effects().stream();
                        case Decision.Refused refused -> refused.effects().stream();
                        case Decision.Needs needs -> java.util.stream.Stream.empty();
                    })
                    .toList();
        }
    }

    /** The state at the head, which is locked: what other processes wrote is mostly here already, see {@link Follower}. */
    private static Registry.State caughtUp(
            RegistryStore.Transaction transaction, RegistryStore.Head head, Registry.State from) throws SQLException {
        Optional<Registry.State> next = Replay.lead(from, head, transaction::changesFrom);
        return next.isPresent() ? next.get() : everything(transaction, head);
    }

    private static Registry.State everything(RegistryStore.Transaction transaction, RegistryStore.Head head)
            throws SQLException {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : Types.ALL) {
            List<Row> all = new ArrayList<>();
            transaction.read(type, all::add);
            rows.put(type, all);
        }
        return Registry.State.of(
                new RegistryStore.Contents(head, rows, transaction.spentIds(), transaction.hidden(Types.ALL)));
    }
}
