package org.peerage.registry;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.IdempotencyRecord;
import org.peerage.store.OutboxEntry;
import org.peerage.store.RegistryStore;
import org.peerage.store.SqlErrors;
import org.peerage.trace.Span;
import org.peerage.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all writes of this process go through, one after the other: each is decided on the truth, which is the
 * database's head while it is locked, and acknowledged when it is durable. Those that wait at the same time are
 * committed together.
 */
public final class WriteLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);
    private static final int MAX_GROUP_SIZE = 64;
    private static final int MAX_WAITING = 1000;

    private final RegistryStore store;
    private final Registry registry;
    private final Clock clock;
    private final DependentData dependents;
    private final BlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>(MAX_WAITING);
    private final WriteHealth health = new WriteHealth();
    private final Thread thread;
    private volatile boolean closed;
    private volatile WriteObserver observer = WriteObserver.NOBODY;
    private volatile @Nullable String refusal;

    /** @param span what its being decided is a part of */
    private record PendingWrite(QueuedWrite request, CompletableFuture<QueuedWrite.WriteResult> done, Span span) {}

    /** A write cannot be carried out now, through nobody's fault. */
    public static final class WriteUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean certain;
        private final boolean lasting;

        WriteUnavailableException(String message, boolean certain, @Nullable Throwable cause) {
            super(message, cause);
            this.certain = certain;
            this.lasting = false;
        }

        private WriteUnavailableException(String message) {
            super(message);
            this.certain = true;
            this.lasting = true;
        }

        /** Whether nobody ever writes here, so that trying again is of no use. */
        public boolean isPermanent() {
            return lasting;
        }

        /** Whether it is sure that nothing was changed. */
        public boolean isCertain() {
            return certain;
        }
    }

    /** A lane of a registry on which nothing else in the database hangs. */
    public WriteLane(RegistryStore store, Registry registry, Clock clock) {
        this(store, registry, clock, DependentData.NONE);
    }

    public WriteLane(RegistryStore store, Registry registry, Clock clock, DependentData dependents) {
        this.dependents = dependents;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("writes").start(this::run);
    }

    /**
     * Waits until a request is decided and, if it changes something, durable.
     *
     * @throws WriteUnavailableException where the database does not answer, or too many writes wait
     */
    public QueuedWrite.WriteResult submit(QueuedWrite request) throws WriteUnavailableException {
        String reason = refusal;
        if (reason != null) {
            throw new WriteUnavailableException(reason);
        }
        long start = System.nanoTime();
        WriteObserver.WriteEnd end = WriteObserver.WriteEnd.UNAVAILABLE;
        try (Span span = Tracing.begin(Tracing.Kind.INTERNAL, "write")) {
            QueuedWrite.WriteResult result = await(new PendingWrite(request, new CompletableFuture<>(), span));
            end = result.decided().isApplied() ? WriteObserver.WriteEnd.APPLIED : WriteObserver.WriteEnd.REFUSED;
            span.set("peerage.write.outcome", end.name().toLowerCase(Locale.ROOT));
            return result;
        } finally {
            observer.ended(end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Who is told of writes from now on. */
    public void observe(WriteObserver who) {
        observer = who;
    }

    /** Writes that wait for their turn. */
    public int waiting() {
        return queue.size();
    }

    /** From now on nobody writes here, for that reason; what other processes write is still taken over. */
    public void refuse(String reason) {
        refusal = reason;
    }

    /** Takes over what other processes have written since, where no {@link ReplicaFollower} does. */
    public void catchUp() throws WriteUnavailableException {
        try {
            Registry.State from = registry.state();
            Optional<Registry.State> next =
                    ChangeLogReplay.replay(from, store.head(), (version, max) -> store.changesAfter(version - 1, max));
            registry.publish(from, next.isPresent() ? next.get() : Registry.State.of(store.readAll(ObjectTypes.ALL)));
        } catch (SQLException failure) {
            throw new WriteUnavailableException("the database cannot be read now", true, failure);
        }
    }

    /** Takes old values out of the log; the lock of the head keeps it apart from writes. No row changes by it, so a copy may do so, too. */
    Redaction.RedactionResult redact(
            Redaction.Target target, String preview, String actor, Redaction.RedactionNote note)
            throws WriteUnavailableException {
        Redaction.RedactionResult result;
        boolean committing = false;
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            result = Redaction.redact(transaction, target, preview, actor, now);
            if (result instanceof Redaction.RedactionResult.Redacted done) {
                note.write(transaction.connection(), done);
                transaction.prepareCommit();
                committing = true; // from here on a failure leaves open what came of it
                transaction.commit();
            }
        } catch (SQLException failure) {
            throw new WriteUnavailableException(
                    "the database cannot be written to now", !committing || SqlErrors.isRolledBack(failure), failure);
        }
        catchUp();
        return result;
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

    private QueuedWrite.WriteResult await(PendingWrite waiting) throws WriteUnavailableException {
        if (closed || !queue.offer(waiting)) {
            throw new WriteUnavailableException(
                    closed ? "the server stops" : "too many writes wait already", true, null);
        }
        try {
            return waiting.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriteUnavailableException("interrupted", false, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case WriteUnavailableException unavailable -> throw unavailable;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void run() {
        List<PendingWrite> group = new ArrayList<>();
        while (!closed) {
            try {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, MAX_GROUP_SIZE - 1);
                process(group);
            } catch (InterruptedException stop) {
                break;
            } catch (Error fatal) {
                LOG.error("a group of writes failed", fatal);
                finish(group, new WriteUnavailableException("the server is not well", false, fatal));
            }
        }
        group.clear();
        queue.drainTo(group);
        group.forEach(waiting ->
                waiting.done.completeExceptionally(new WriteUnavailableException("the server stops", true, null)));
    }

    private void process(List<PendingWrite> group) {
        long start = System.nanoTime();
        try (Span span = Tracing.beginUnder(group.getFirst().span, Tracing.Kind.INTERNAL, "write group")) {
            span.set("peerage.write.group_size", group.size());
            group.stream().skip(1).forEach(other -> span.linkTo(other.span));
            try (Span.Entered _ = span.enter()) {
                decide(group, true);
            }
        }
        observer.committed(group.size(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void decide(List<PendingWrite> group, boolean first) {
        CommitGroup work = null;
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            work = new CommitGroup(transaction);
            for (PendingWrite waiting : group) {
                work.add(waiting.request, waiting.done);
            }
            work.commit();
        } catch (SQLException failure) {
            if (work != null && work.committed) {
                LOG.warn("a connection was lost after a commit: {}", failure.toString());
            } else if (work != null && !work.committing && first && SqlErrors.isConnectionLost(failure)) {
                // Such as a process that had no time to go on while it held the lock: nothing was changed.
                LOG.warn("writes are tried a second time: {}", failure.toString());
                decide(group, false);
            } else {
                failed(group, failure, work != null && work.committing);
            }
            if (work == null && !SqlErrors.isBusy(failure)) {
                // Those who came meanwhile need not wait as long as these did.
                List<PendingWrite> others = new ArrayList<>();
                queue.drainTo(others);
                finish(others, new WriteUnavailableException("the database cannot be written to now", true, failure));
            }
        } catch (RuntimeException | StackOverflowError bug) {
            if (work != null && work.committing) {
                LOG.error("a commit failed; whether it took effect is not known", bug);
                finish(
                        group,
                        new WriteUnavailableException("the server failed while a change was made durable", false, bug));
            } else if (group.size() > 1) {
                commitEachAlone(group);
            } else {
                group.getFirst().done.completeExceptionally(bug);
            }
        }
    }

    private void failed(List<PendingWrite> group, SQLException failure, boolean committing) {
        if (!SqlErrors.isConflict(failure)) {
            health.failed(failure);
        }
        if (committing && !SqlErrors.isRolledBack(failure)) {
            LOG.error("a commit failed; whether it took effect is not known", failure);
            finish(
                    group,
                    new WriteUnavailableException(
                            "the database failed while it was asked to make a change durable", false, failure));
        } else if (group.size() > 1 && SqlErrors.isConflict(failure)) {
            commitEachAlone(
                    group); // one of them breaks a rule that only the database noticed; the others need not suffer
        } else if (SqlErrors.isConflict(failure)) {
            LOG.error("the database refuses what the rules allow", failure);
            finish(group, new IllegalStateException("the database refuses what the rules allow", failure));
        } else {
            LOG.warn("writes fail: {}", failure.toString());
            if (!SqlErrors.isBusy(failure)) {
                store.reconnect(); // the pool may hold connections to what was the primary
            }
            finish(group, new WriteUnavailableException("the database cannot be written to now", true, failure));
        }
    }

    private static void finish(List<PendingWrite> group, Exception why) {
        group.forEach(waiting -> waiting.done.completeExceptionally(why));
    }

    private void commitEachAlone(List<PendingWrite> group) {
        for (PendingWrite waiting : List.copyOf(group)) {
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
    DependentData dependents() {
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
    private final class CommitGroup {
        private final RegistryStore.Transaction transaction;
        private final Instant now;
        private final List<Runnable> acknowledgements = new ArrayList<>();
        private final List<OutboxEntry> outboxEntries = new ArrayList<>();
        private final RegistryStore.Head head;
        private final Registry.State from = registry.state();
        private Snapshot current;
        private String stamp;
        private boolean kept;
        /** Whether somebody is told that something is so: also what was there before may be on this machine's disk only. */
        private boolean told;

        private boolean followed;
        private boolean committing;
        private boolean committed;

        CommitGroup(RegistryStore.Transaction transaction) throws SQLException {
            this.transaction = transaction;
            this.head = transaction.lockHead();
            Registry.State state = caughtUp(transaction, head, from);
            this.current = state.snapshot();
            this.stamp = state.stamp();
            this.now = head.notBefore(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        }

        void add(QueuedWrite request, CompletableFuture<QueuedWrite.WriteResult> result) throws SQLException {
            Optional<IdempotencyRecord> before = request.idempotencyKey() == null
                    ? Optional.empty()
                    : transaction.findIdempotencyRecord(
                            request.author().actor(), request.idempotencyKey().key());
            if (before.isPresent()) {
                told = true;
                complete(result, new QueuedWrite.WriteDecisions(List.of(Decision.Applied.of(null))), current, before);
                return;
            }
            Snapshot base = current;
            WorkingCopy workingCopy = new WorkingCopy(current, now);
            QueuedWrite.WriteDecisions decided = decide(request, workingCopy);
            if (request.dryRun()) {
                Snapshot then = decided.isApplied() ? after(current.version(), workingCopy.changes()) : current;
                acknowledgements.add(
                        () -> result.complete(new QueuedWrite.WriteResult(decided, base, then, Optional.empty())));
                return;
            }
            if (decided.isApplied()) {
                told = true;
                write(request, workingCopy);
            }
            outboxEntries.addAll(outboxEntries(decided));
            if (request.idempotencyKey() != null && !(decided.last() instanceof Decision.NeedsAsnRecord)) {
                transaction.saveIdempotencyRecord(
                        request.author().actor(),
                        request.idempotencyKey().key(),
                        request.idempotencyKey()
                                .record()
                                .apply(decided, current)
                                .of(request.idempotencyKey().fingerprint()),
                        now);
                kept = true;
            }
            complete(result, decided, base, Optional.empty());
        }

        void commit() throws SQLException {
            if (!outboxEntries.isEmpty()) {
                transaction.enqueue(outboxEntries, now);
            }
            boolean changed = current.version() != head.version();
            if (changed) {
                transaction.setHead(new RegistryStore.Head(current.version(), now));
            }
            if (changed || kept || told || !outboxEntries.isEmpty()) {
                transaction.prepareCommit();
                committing = true; // from here on a failure leaves open what came of it
                transaction.commit();
                if (changed || kept || !outboxEntries.isEmpty()) {
                    health.succeeded();
                }
            }
            committed = true;
            if (followed) {
                tellDependents();
            }
            registry.publish(from, new Registry.State(current, stamp));
            acknowledgements.forEach(Runnable::run);
        }

        private void complete(
                CompletableFuture<QueuedWrite.WriteResult> result,
                QueuedWrite.WriteDecisions decided,
                Snapshot base,
                Optional<IdempotencyRecord> replayed) {
            Snapshot then = current;
            acknowledgements.add(() -> result.complete(new QueuedWrite.WriteResult(decided, base, then, replayed)));
        }

        private QueuedWrite.WriteDecisions decide(QueuedWrite request, WorkingCopy workingCopy) throws SQLException {
            QueuedWrite.WriteDecisions decided = request.decide().decide(workingCopy);
            return isOpenToConditions(decided, workingCopy) && isOutdated(request) ? outdated() : decided;
        }

        /**
         * Whether a precondition has a say (RFC 9110 §13.2.1): not where the object is not there, is gone already, or is not the
         * author's to change. Else anybody could ask by preconditions when a hidden object changed.
         */
        private static boolean isOpenToConditions(QueuedWrite.WriteDecisions decided, WorkingCopy workingCopy) {
            return decided.last() instanceof Decision.Rejected(Refusal refusal, var _)
                    ? !(refusal instanceof Refusal.NotPermitted
                            || refusal instanceof Refusal.Forbidden
                            || refusal instanceof Refusal.ObjectNotFound)
                    : !workingCopy.changes().isEmpty();
        }

        private boolean isOutdated(QueuedWrite request) throws SQLException {
            QueuedWrite.ExpectedVersion expected = request.expected();
            return expected != null
                    && (expected.version() > current.version()
                            || transaction.isChangedAfter(expected.type(), expected.id(), expected.version()));
        }

        private static QueuedWrite.WriteDecisions outdated() {
            return new QueuedWrite.WriteDecisions(List.of(Decision.Rejected.of(new Refusal.VersionMismatch())));
        }

        private Snapshot after(long version, List<WorkingCopy.RowChange> changes) {
            List<Row> changed = new ArrayList<>();
            List<Row> erased = new ArrayList<>();
            changes.forEach(change -> (change.isErasure() ? erased : changed).add(change.after()));
            return current.with(version, now, changed, erased);
        }

        private void write(QueuedWrite request, WorkingCopy workingCopy) throws SQLException {
            List<WorkingCopy.RowChange> touches = workingCopy.changes();
            if (touches.isEmpty()) {
                return;
            }
            long version = current.version() + 1;
            UniqueSafeOrder.put(transaction, touches);
            List<Change> changes =
                    ChangeLog.of(touches, version, now, request.author().actor(), request.id());
            transaction.log(changes);
            transaction.index(changes, ChangeSubjects.of(touches, current, workingCopy));
            if (!request.note().isEmpty()) {
                transaction.note(version, request.note());
            }
            outboxEntries.addAll(StaffTickets.close(touches, request.author().actor(), now, transaction));
            if (request.alongside() != null) {
                request.alongside().write(new QueuedWrite.OpenTransaction(transaction.connection(), current, version));
            }
            followed |= dependents.follow(new DependentData.DependentWrite(
                    transaction.connection(),
                    touches,
                    request.author().actor(),
                    now,
                    request.note().cause()));
            stamp = changes.getFirst().stamp();
            current = after(version, touches);
        }

        private static List<OutboxEntry> outboxEntries(QueuedWrite.WriteDecisions decided) {
            return decided.decisions().stream()
                    .flatMap(decision -> switch (decision) {
                        case Decision.Applied applied -> applied.outboxEntries().stream();
                        case Decision.Rejected refused -> refused.outboxEntries().stream();
                        case Decision.NeedsAsnRecord needs -> java.util.stream.Stream.empty();
                    })
                    .toList();
        }
    }

    /** The state at the head, which is locked: what other processes wrote is mostly here already, see {@link ReplicaFollower}. */
    private static Registry.State caughtUp(
            RegistryStore.Transaction transaction, RegistryStore.Head head, Registry.State from) throws SQLException {
        Optional<Registry.State> next = ChangeLogReplay.replay(from, head, transaction::changesFrom);
        return next.isPresent() ? next.get() : everything(transaction, head);
    }

    private static Registry.State everything(RegistryStore.Transaction transaction, RegistryStore.Head head)
            throws SQLException {
        transaction.takeTime();
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            List<Row> all = new ArrayList<>();
            transaction.read(type, all::add);
            rows.put(type, all);
        }
        return Registry.State.of(new RegistryStore.RegistryContents(
                head, rows, transaction.retiredIds(), transaction.hidden(ObjectTypes.ALL)));
    }
}
