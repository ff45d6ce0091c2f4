package org.peerage.registry;

import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * States of the registry as it was, made when somebody asks for one (docs/spec/record.md §1.3). A state is laid onto the present,
 * or onto the nearest that is known, by what the log says lies between, so that it shares with it what is equal; what of it is
 * told follows the present ({@link PastMask}). Few are kept, and few are made at once. Safe for use by many threads.
 */
public final class Past {
    /** How many states are kept at most. */
    private static final int MAX_STATES = 8;

    /** What a page that is not the present's may come to: rows, JSON for each class of callers, compressed. */
    private static final int PAGE_BYTES = 48 * 1024;

    private static final int HEAP_PART = 5;
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final int MAX_BUILDERS = 2;
    private static final int MAX_WAITING = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What processes are behind one another, and a little more. */
    private static final Duration LAG = Duration.ofSeconds(1);

    /** Reading a file takes as long as reading so many versions of the log does. */
    private static final long FILE_COST = 200_000;

    private final RegistryStore store;
    private final Registry registry;
    private final Clock clock;
    private final Optional<PastAnchors> anchors;
    private final Optional<PastArchive> archive;
    private final RecentStates<KnownState> states;
    private final Semaphore builders = new Semaphore(MAX_BUILDERS, true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Long, BuildLock> building = new ConcurrentHashMap<>();
    private final Object refreshing = new Object();
    private volatile @Nullable Basis basis;

    /** What all states hang on: the present that they are masked by, which is not kept for it once it is over. */
    private record Basis(WeakReference<Snapshot> present, long version, RegistryStore.PastMarks marks, long touched) {}

    /** The same for one request. */
    private record View(Snapshot present, RegistryStore.PastMarks marks, long touched) {}

    /** Those who wait for one state. */
    private static final class BuildLock extends ReentrantLock {
        private static final long serialVersionUID = 1L;
    }

    public Past(RegistryStore store, Registry registry, Clock clock, Optional<PastAnchors> anchors) {
        this(store, registry, clock, anchors, Optional.empty());
    }

    /** The same with what was before the log. */
    public Past(
            RegistryStore store,
            Registry registry,
            Clock clock,
            Optional<PastAnchors> anchors,
            Optional<PastArchive> archive) {
        this(
                store,
                registry,
                clock,
                anchors,
                archive,
                MAX_STATES,
                Math.max(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / HEAP_PART));
    }

    /** Makes one that keeps as much as is said: for tests. */
    public Past(
            RegistryStore store,
            Registry registry,
            Clock clock,
            Optional<PastAnchors> anchors,
            int maxStates,
            long maxBytes) {
        this(store, registry, clock, anchors, Optional.empty(), maxStates, maxBytes);
    }

    private Past(
            RegistryStore store,
            Registry registry,
            Clock clock,
            Optional<PastAnchors> anchors,
            Optional<PastArchive> archive,
            int maxStates,
            long maxBytes) {
        this.archive = archive;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.anchors = anchors;
        states = new RecentStates<>(maxStates, maxBytes, UNUSED);
    }

    /** Which version a moment is. */
    public sealed interface Resolution {
        /**
         * One that there was.
         *
         * @param isSettled whether the moment will be that version for good; otherwise its time is not over
         */
        record Found(long version, boolean isSettled) implements Resolution {}

        /** It is yet to come. */
        record InFuture() implements Resolution {}

        /** There is no such version yet. */
        record AboveHead(long head) implements Resolution {}

        /** The log does not lead back so far. */
        record BeforeBeginning(long version, Instant time) implements Resolution {}
    }

    /** Finds the version of a moment. */
    public Resolution resolve(Moment moment) throws SQLException, PastUnavailableException {
        Instant now = clock.instant();
        RegistryStore.Head beginning = view().marks.beginning();
        long version =
                switch (moment) {
                    case Moment.Version(long number) -> number;
                    case Moment.Time time ->
                        time.time().isAfter(now) ? Long.MAX_VALUE : store.versionBefore(time.end());
                    case Moment.Day day -> {
                        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
                        if (day.day().isAfter(today)) {
                            yield Long.MAX_VALUE;
                        }
                        if (day.day().equals(today)) {
                            yield registry.current().version();
                        }
                        yield store.versionBefore(day.end());
                    }
                    case Moment.Archived(long number) -> 0;
                };
        if (version == Long.MAX_VALUE) {
            return new Resolution.InFuture();
        }
        if (version < beginning.version() || version == 0) {
            Optional<Resolution> archived = archive.isPresent() ? archive.get().resolve(moment) : Optional.empty();
            return archived.orElseGet(() -> new Resolution.BeforeBeginning(beginning.version(), beginning.changedAt()));
        }
        if (version > registry.current().version()) {
            long head = store.head().version();
            if (version > head) {
                return new Resolution.AboveHead(head);
            }
            if (!registry.await(version, PATIENCE)) {
                throw PastUnavailableException.notNow("this process has not heard of version " + version + " yet");
            }
        }
        return new Resolution.Found(version, isSettled(moment, now));
    }

    /** Whether nothing more can happen in it: its second is over, on other nodes too, whose clocks may differ a little. */
    private static boolean isSettled(Moment moment, Instant now) {
        return switch (moment) {
            case Moment.Version version -> true;
            case Moment.Archived version -> true;
            case Moment.Time(Instant time) -> time.isBefore(now.minus(PATIENCE));
            case Moment.Day day -> day.end().isBefore(now.minus(PATIENCE));
        };
    }

    /** Whether a state is there, so that it need not be made. */
    public boolean isReady(long version) {
        return version == registry.current().version() || states.get(version) != null;
    }

    /**
     * The state after a version that {@link #resolve} has found.
     *
     * @throws PastUnavailableException where others are being made, and it is not to be expected soon
     * @throws SQLException where the log cannot be read
     */
    public PastState at(long version) throws SQLException, PastUnavailableException {
        View now = view();
        if (version == now.present.version()) {
            return new PastState(now.present, now.touched);
        }
        KnownState known = known(version, now);
        return new PastState((known != null ? known : build(version, now)).told(now.present, store), now.touched);
    }

    /** The rows after a version as the log has them, which nobody is told: for those who keep them. */
    Snapshot raw(long version) throws SQLException, PastUnavailableException {
        View now = view();
        if (version == now.present.version()) {
            return now.present;
        }
        KnownState known = known(version, now);
        return (known != null ? known : build(version, now)).raw;
    }

    /** A state that is kept, unless something was taken out of the log since it was made. */
    private @Nullable KnownState known(long version, View now) {
        KnownState known = states.get(version);
        return known != null && known.marks.equals(now.marks) ? known : null;
    }

    /**
     * The present, of a version at least: what was taken out of the log until then is not in it.
     *
     * @throws PastUnavailableException where this process has not heard of that version
     */
    Snapshot present(long version) throws PastUnavailableException {
        if (!registry.await(version, LAG)) {
            throw PastUnavailableException.notNow("this process has not heard of version " + version + " yet");
        }
        return registry.current();
    }

    /** The present, and what hangs on it. Whatever was taken out of the log since is not in any state either. */
    private View view() throws SQLException {
        Snapshot present = registry.current();
        Basis known = basis;
        if (known == null || !known.present.refersTo(present)) {
            synchronized (refreshing) {
                present = registry.current();
                known = refreshed(basis, present);
                basis = known;
            }
        }
        return new View(present, known.marks, known.touched);
    }

    private Basis refreshed(@Nullable Basis known, Snapshot present) throws SQLException {
        if (known != null && known.present.refersTo(present)) {
            return known;
        }
        RegistryStore.PastMarks marks = store.pastMarks();
        boolean goesOn = known != null && known.marks.equals(marks) && known.version <= present.version();
        if (!goesOn) {
            states.clear();
        }
        Snapshot before = goesOn ? Objects.requireNonNull(known).present.get() : null;
        long touched =
                known == null || before == null || isTouched(before, present) ? present.version() : known.touched;
        return new Basis(new WeakReference<>(present), present.version(), marks, touched);
    }

    private static boolean isTouched(Snapshot before, Snapshot after) {
        boolean[] touched = {false};
        for (ObjectType type : ObjectTypes.ALL) {
            if (!touched[0]) {
                before.forEachDifference(after, type, (was, is) -> touched[0] |= PastMask.isTouchedBy(was, is));
            }
        }
        return touched[0];
    }

    private KnownState build(long version, View now) throws SQLException, PastUnavailableException {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw PastUnavailableException.notNow("too many wait for states of the past");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        BuildLock lock = building.computeIfAbsent(version, none -> new BuildLock());
        try {
            if (!lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw PastUnavailableException.notNow("this state of the past is still being made");
            }
            try {
                return build(version, now, deadline);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PastUnavailableException.notNow("interrupted");
        } finally {
            if (!lock.isLocked()) {
                building.remove(version, lock);
            }
            waiting.decrementAndGet();
        }
    }

    private KnownState build(long version, View now, long deadline)
            throws SQLException, PastUnavailableException, InterruptedException {
        KnownState made = known(version, now);
        if (made != null) {
            return made;
        }
        if (!builders.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw PastUnavailableException.notNow("other states of the past are being made");
        }
        try {
            KnownState state = new KnownState(raw(version, now), now.marks, redacted(version));
            int pages = state.told(now.present, store).pagesNotIn(now.present);
            states.put(version, state, (long) pages * PAGE_BYTES);
            return state;
        } finally {
            builders.release();
        }
    }

    /** What was redacted from the beginning of the log on was not before it either: the archive's own log may still have it. */
    private Map<ChangedObject, Set<Field<?>>> redacted(long version) throws SQLException {
        Map<ChangedObject, Set<Field<?>>> redacted = new HashMap<>();
        if (ArchivedVersion.isArchived(version)) {
            for (RedactedValues values : Redaction.all(store)) {
                Optional<ObjectType> type = ObjectTypes.byName(values.type());
                if (type.isPresent() && values.from() == 0) {
                    Set<Field<?>> fields = redacted.computeIfAbsent(
                            new ChangedObject(type.get(), values.id()), none -> new HashSet<>());
                    values.fields().forEach(name -> type.get().field(name).ifPresent(fields::add));
                }
            }
        }
        return redacted;
    }

    private Snapshot raw(long version, View now) throws SQLException, PastUnavailableException {
        if (ArchivedVersion.isArchived(version)) {
            return archive.orElseThrow(() -> PastUnavailableException.never("there is no archive"))
                    .raw(version, now.present);
        }
        Snapshot base = now.present;
        long cost = Math.abs(base.version() - version);
        for (KnownState state : states.all()) {
            long way = Math.abs(state.raw.version() - version);
            boolean isOfLog = !ArchivedVersion.isArchived(state.raw.version());
            if (isOfLog && way < cost && state.marks.equals(now.marks)) {
                base = state.raw;
                cost = way;
            }
        }
        if (anchors.isPresent() && cost > FILE_COST) {
            base = anchors.get()
                    .nearest(version, cost - FILE_COST, now.marks, now.present)
                    .orElse(base);
        }
        return walk(base, version);
    }

    /** Goes from one state to another by the log. */
    Snapshot walk(Snapshot from, long version) throws SQLException, PastUnavailableException {
        return CompactedChanges.walk(store, from, from.version(), version, version);
    }

    /** A state that was made, and what is told of it, which follows the present. */
    private static final class KnownState {
        private final Snapshot raw;
        private final RegistryStore.PastMarks marks;
        private final Map<ChangedObject, Set<Field<?>>> redacted;
        private @Nullable Told told;

        private record Told(Snapshot present, Snapshot snapshot) {}

        KnownState(Snapshot raw, RegistryStore.PastMarks marks, Map<ChangedObject, Set<Field<?>>> redacted) {
            this.raw = raw;
            this.marks = marks;
            this.redacted = redacted;
        }

        synchronized Snapshot told(Snapshot present, RegistryStore store) throws SQLException {
            Told known = told;
            if (known != null && (known.present == present || known.present.version() > present.version())) {
                return known.snapshot;
            }
            Snapshot from = known == null ? raw : known.snapshot;
            List<Differing> objects = new ArrayList<>();
            for (ObjectType type : ObjectTypes.ALL) {
                if (known == null) {
                    raw.forEachDifference(present, type, (then, now) -> objects.add(new Differing(then, then, now)));
                } else {
                    known.present.forEachDifference(present, type, (was, now) -> {
                        long id =
                                Objects.requireNonNull(was == null ? now : was).id();
                        objects.add(new Differing(raw.find(type, id), from.find(type, id), now));
                    });
                }
            }
            Snapshot next = masked(from, objects, store).judgedBy(present);
            told = new Told(present, next);
            return next;
        }

        /**
         * An object that is to be looked at.
         *
         * @param then how it was
         * @param told what was told of that until now
         * @param now how it is
         */
        private record Differing(
                @Nullable Row then,
                @Nullable Row told,
                @Nullable Row now) {}

        /** The state with these objects as they are told now. */
        private Snapshot masked(Snapshot from, List<Differing> objects, RegistryStore store) throws SQLException {
            Set<Row> unapproved = unapproved(objects, store);
            List<Row> others = new ArrayList<>();
            List<Row> gone = new ArrayList<>();
            for (Differing object : objects) {
                Row then = object.then;
                Row tell = then == null
                        ? null
                        : PastMask.told(
                                then,
                                object.now,
                                !unapproved.isEmpty() && unapproved.contains(then),
                                redacted.isEmpty()
                                        ? Set.of()
                                        : redacted.getOrDefault(new ChangedObject(then.type(), then.id()), Set.of()));
                if (tell == null && object.told != null) {
                    gone.add(object.told);
                } else if (tell != null && !tell.equals(object.told)) {
                    others.add(tell);
                }
            }
            return others.isEmpty() && gone.isEmpty() ? from : from.laidOver(raw.version(), raw.time(), others, gone);
        }

        /** Those that were deleted then and are others now, and had been pending until they were deleted. */
        private Set<Row> unapproved(List<Differing> objects, RegistryStore store) throws SQLException {
            Map<ObjectType, Set<Long>> deleted = new LinkedHashMap<>();
            for (Differing object : objects) {
                Row then = object.then;
                if (then != null && then.status() == Status.DELETED && !then.equals(object.now)) {
                    deleted.computeIfAbsent(then.type(), none -> new TreeSet<>())
                            .add(then.id());
                }
            }
            Set<Row> unapproved = new HashSet<>();
            for (Change mark : deleted.isEmpty() ? List.<Change>of() : store.pendingMarks(deleted)) {
                ObjectType type = ObjectTypes.byName(mark.type()).orElseThrow();
                Row row = raw.find(type, Objects.requireNonNull(mark.objectId()));
                if (row != null && mark.version() <= raw.version()) {
                    // The last mark decides, and marks come oldest first.
                    boolean ended = ChangeLog.read(mark.after())
                            .path("status")
                            .asString("")
                            .equals("deleted");
                    boolean _ = ended ? unapproved.add(row) : unapproved.remove(row);
                }
            }
            return unapproved;
        }
    }
}
