package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Types;
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
    private static final int VERSIONS_AT_ONCE = 10_000;

    private final RegistryStore store;
    private final Registry registry;
    private final Clock clock;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread thread;
    private volatile boolean closed;

    /** A request in the queue; without one it is only about catching up with other processes. */
    private record Waiting(@Nullable Request request, CompletableFuture<Request.Outcome> done) {}

    /** A write cannot be carried out now, through nobody's fault. */
    public static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean certain;

        Unavailable(String message, boolean certain, @Nullable Throwable cause) {
            super(message, cause);
            this.certain = certain;
        }

        /** Whether it is sure that nothing was changed. */
        public boolean isCertain() {
            return certain;
        }
    }

    public WriteLane(RegistryStore store, Registry registry, Clock clock) {
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
        return await(new Waiting(request, new CompletableFuture<>()));
    }

    /** Takes over what other processes have written since. */
    public void catchUp() throws Unavailable {
        await(new Waiting(null, new CompletableFuture<>()));
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
        boolean committing = false;
        try (RegistryStore.Transaction transaction = store.begin()) {
            Group work = new Group(transaction);
            for (Waiting waiting : group) {
                if (waiting.request != null) {
                    work.add(waiting.request, waiting.done);
                }
            }
            committing = true;
            work.commit();
            committing = false;
            for (Waiting waiting : group) {
                if (waiting.request == null) {
                    waiting.done.complete(new Request.Outcome(
                            new Request.Decided(List.of(Decision.Applied.of(null))),
                            registry.current(),
                            Optional.empty()));
                }
            }
        } catch (SQLException failure) {
            failed(group, failure, committing);
        } catch (RuntimeException | StackOverflowError bug) {
            if (group.size() > 1) {
                eachAlone(group);
            } else {
                group.getFirst().done.completeExceptionally(bug);
            }
        }
    }

    private void failed(List<Waiting> group, SQLException failure, boolean committing) {
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

    /** Requests that are committed together. */
    private final class Group {
        private final RegistryStore.Transaction transaction;
        private final Instant now;
        private final List<Runnable> acknowledgements = new ArrayList<>();
        private final List<Effect> effects = new ArrayList<>();
        private final RegistryStore.Head head;
        private Snapshot current;
        private boolean kept;

        Group(RegistryStore.Transaction transaction) throws SQLException {
            this.transaction = transaction;
            this.head = transaction.lockHead();
            this.current = caughtUp(transaction, head);
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
                transaction.commit();
            }
            registry.publish(current);
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
            transaction.log(ChangeLog.of(touches, version, now, request.author().actor(), request.id()));
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

    /** The current version, after those of other processes; its rows are published with the group's. */
    private Snapshot caughtUp(RegistryStore.Transaction transaction, RegistryStore.Head head) throws SQLException {
        Snapshot current = registry.current();
        while (current.version() < head.version()) {
            List<Change> changes = transaction.changesAfter(current.version(), VERSIONS_AT_ONCE);
            Optional<Snapshot> next = changes.isEmpty() ? Optional.empty() : ChangeLog.replay(current, changes);
            if (next.isEmpty()) {
                return everything(transaction, head);
            }
            current = next.get();
        }
        if (current.version() > head.version()) {
            return everything(transaction, head); // the database was replaced by an older one
        }
        return current;
    }

    private static Snapshot everything(RegistryStore.Transaction transaction, RegistryStore.Head head)
            throws SQLException {
        java.util.Map<org.peerage.schema.ObjectType, List<Row>> rows = new java.util.HashMap<>();
        for (var type : Types.ALL) {
            List<Row> all = new ArrayList<>();
            transaction.read(type, all::add);
            rows.put(type, all);
        }
        return Snapshot.of(head.version(), head.changedAt(), rows)
                .withSpentIds(SpentIds.byType(transaction.spentIds()));
    }
}
