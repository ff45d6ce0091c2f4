package org.peerage.sync;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.CopyFileReader;
import org.peerage.copies.CopyNotification;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.Registry;
import org.peerage.registry.ReplicaWriter;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/**
 * Keeps this registry a copy of another. The first round fetches everything; the ones after it what changed since, or what
 * the change feed names; from time to time everything is compared. Each round is one transaction.
 */
public final class Replicator {
    private static final String ACTOR = "sync";
    private static final long OVERLAP_SECONDS = 30;
    private static final int MIN_SUSPICIOUS_ROWS = 20;
    private static final int MAX_BACKOFF = 16;
    private static final Duration FOLLOWING = Duration.ofSeconds(2);
    private static final Duration LISTENING = Duration.ofSeconds(30);
    private static final Duration ASKING = Duration.ofSeconds(60);

    /** Digests are compared when both are at one version, which a busy registry is not at any time. */
    private static final Duration MAX_WAIT_FOR_DIGESTS = Duration.ofHours(1);

    /** So many objects are not asked for one by one where the other has files. */
    private static final int MANY_OBJECTS = 2000;

    private final SyncSettings settings;
    private final RegistryStore store;
    private final Registry registry;
    private final ReplicaWriter writer;
    private final Clock clock;
    private final ListFetcher lists;
    private final RemoteChangeFeed feed;
    private final FeedSignal signal;
    private final CopySource files;
    private final Instant started;
    private final DigestCheck digests;
    private volatile boolean following;
    private volatile RemoteChangeFeed.FeedPosition position = RemoteChangeFeed.FeedPosition.NONE;

    public Replicator(
            SyncSettings settings, RegistryStore store, Registry registry, WriteLane lane, Clock clock, Sleeper pause) {
        this.settings = settings;
        this.store = store;
        this.registry = registry;
        this.writer = new ReplicaWriter(store, registry, lane, clock);
        this.clock = clock;
        RemoteRegistry remote = new RemoteRegistry(settings, pause);
        this.lists = new ListFetcher(remote);
        this.feed = new RemoteChangeFeed(remote);
        this.started = clock.instant();
        this.signal = new FeedSignal(remote);
        this.files = new CopySource(remote, settings, clock);
        this.digests = new DigestCheck(files, clock);
    }

    /**
     * Looks at the other registry once, and takes over what is new.
     *
     * @throws RemoteRegistryException where the other does not answer as it should; then nothing was changed
     * @throws SQLException where the database fails; then nothing was changed
     */
    public SyncResult synchronize()
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        long begun = System.nanoTime();
        Optional<SyncState> state = state();
        if (state.isEmpty()) {
            Optional<SyncResult> copied = fromFiles(Optional.empty(), begun);
            return copied.isPresent() ? copied.get() : full(Optional.empty(), begun);
        }
        SyncState known = state.get();
        following = settings.feed() && known.feed() >= 0;
        if (isDue(known)) {
            return full(Optional.of(known), begun);
        }
        if (following) {
            return followed(known, begun);
        }
        Optional<SyncResult> copied = known.feed() >= 0 ? fromFiles(state, begun) : Optional.empty();
        return copied.isPresent() ? copied.get() : since(known, begun);
    }

    /** Whether everything is to be compared row by row; where digests can be compared, that is not needed. */
    private boolean isDue(SyncState known) {
        Instant now = clock.instant();
        boolean mayBeComparedSoon = !known.trust().keys().isEmpty() && now.isBefore(started.plus(MAX_WAIT_FOR_DIGESTS));
        return !mayBeComparedSoon
                && now.getEpochSecond() - compared(known)
                        >= settings.compareEvery().toSeconds();
    }

    private long compared(SyncState known) {
        return Math.max(known.compared(), digests.lastEqual().getEpochSecond());
    }

    /** Waits until there may be something new. */
    void awaitNews(int failures) throws InterruptedException {
        Duration pause = settings.every().orElse(following ? FOLLOWING : ASKING);
        if (failures > 0) {
            Thread.sleep(pause.multipliedBy(Math.min(MAX_BACKOFF, 1L << Math.min(failures, 4))));
        } else if (following && settings.every().isEmpty()) {
            signal.await(position, LISTENING, FOLLOWING);
        } else {
            Thread.sleep(pause);
        }
    }

    /** Stops listening. */
    void close() {
        signal.close();
    }

    /** Fetches and compares everything. */
    public SyncResult compare()
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        return full(state(), System.nanoTime());
    }

    private Optional<SyncState> state() throws SQLException, RemoteRegistryException {
        Optional<SyncState> state = store.state(SyncState.NAME).map(SyncState::read);
        boolean own = state.filter(known -> known.from().equals(settings.from().toString()))
                .isPresent();
        boolean empty =
                ObjectTypes.ALL.stream().allMatch(type -> registry.current().size(type) == 0);
        if (!own && !empty && !settings.adopt()) {
            throw new RemoteRegistryException(
                    "this registry has rows that are not of " + settings.from()
                            + "; --adopt replaces them by those of the other",
                    null);
        }
        return own ? state : Optional.empty();
    }

    /**
     * Takes over what files tell: what changed since, where they lead there, else everything. Empty where there are none, or
     * the other tells nothing by them that is not known.
     */
    private Optional<SyncResult> fromFiles(Optional<SyncState> known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        if (!settings.files()) {
            return Optional.empty();
        }
        SyncState.CopyTrust trust = known.map(this::trust).orElse(SyncState.CopyTrust.NONE);
        Optional<CopySource.VerifiedList> found = files.list(trust);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        CopyNotification list = found.get().list();
        boolean same = known.isPresent() && known.get().session().equals(list.session());
        if (same && known.get().feed() >= list.version()) {
            return following
                    ? Optional.empty()
                    : Optional.of(result("files", new ReplicaWriter.ReplicaResult(0, List.of()), 0, begun));
        }
        Optional<List<CopyNotification.DeltaEntry>> chain =
                same ? list.chainFrom(known.get().feed()) : Optional.empty();
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        if (chain.isPresent()) {
            read(chain.get(), list, fetched);
        } else {
            everything(list, fetched);
        }
        int vanished = withKey(fetched, chain.isEmpty());
        SyncState next = new SyncState(
                settings.from().toString(),
                list.version(),
                list.session(),
                clock.instant().getEpochSecond(),
                known.map(SyncState::types).orElse(Map.of()),
                Map.of(),
                found.get().trust(),
                settings.key().isPresent(),
                List.of());
        fetchHeld(known, fetched);
        fetched.fetchMissingParents();
        List<RedactedValues> redacted = redacted(known, list.session(), version -> redactionsAfter(version, list));
        ReplicaWriter.ReplicaResult taken = take(fetched, redacted, next);
        return Optional.of(checked("files", next, list, taken, vanished, begun));
    }

    /** With a key there may be some of rows that the files do not have. */
    private List<RedactedValues> redactionsAfter(long version, CopyNotification list)
            throws RemoteRegistryException, InterruptedException {
        return settings.key().isPresent()
                ? feed.redactionsAfter(version)
                : list.redactions().stream()
                        .filter(values -> values.version() > version)
                        .toList();
    }

    /** Tells what the other took out of its log after a version. */
    private interface RedactionSource {
        List<RedactedValues> after(long version) throws RemoteRegistryException, InterruptedException;
    }

    /**
     * Old values that are to be taken out of the log here: those that had to wait, and what the other took out since. Where a copy knows
     * how far it was, all that its log has is from before; else their time says what they are about.
     *
     * @param session the other's history now
     */
    private List<RedactedValues> redacted(Optional<SyncState> known, String session, RedactionSource source)
            throws RemoteRegistryException, InterruptedException {
        List<RedactedValues> redacted =
                new ArrayList<>(known.map(SyncState::redactions).orElse(List.of()));
        if (registry.current().version() > 0) {
            long after = known.filter(state -> state.session().equals(session))
                    .map(state -> Math.max(0, state.feed()))
                    .orElse(0L);
            source.after(after).forEach(values -> redacted.add(after == 0 ? values : values.withoutTime()));
        }
        return redacted;
    }

    private void everything(CopyNotification list, FetchedRows fetched)
            throws RemoteRegistryException, InterruptedException {
        CopyNotification.SnapshotEntry whole = list.snapshot();
        long rows = read(whole.gzip(), list, fetched);
        if (rows != whole.rows()) {
            throw new RemoteRegistryException(
                    whole.gzip().url() + " has " + rows + " rows, and " + whole.rows() + " were promised", null);
        }
        read(
                list.chainFrom(whole.version())
                        .orElseThrow(() -> new RemoteRegistryException(
                                "the files of " + settings.from() + " do not lead to version " + list.version(), null)),
                list,
                fetched);
    }

    private void read(List<CopyNotification.DeltaEntry> deltas, CopyNotification list, FetchedRows fetched)
            throws RemoteRegistryException, InterruptedException {
        for (CopyNotification.DeltaEntry delta : deltas) {
            long _ = read(delta.file(), list, fetched);
        }
    }

    private long read(CopyNotification.FileEntry file, CopyNotification list, FetchedRows fetched)
            throws RemoteRegistryException, InterruptedException {
        return files.read(file, (head, body) -> {
            try (CopyFileReader reader = new CopyFileReader(body, file)) {
                return new FileRows(file, list.session(), registry.current()).readInto(fetched, reader);
            }
        });
    }

    /** What the key shows beyond what everybody may see is in no file; and rows that are here and not there. */
    private int withKey(FetchedRows fetched, boolean whole) throws RemoteRegistryException, InterruptedException {
        Snapshot base = registry.current();
        int vanished = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            if (settings.key().isPresent() && DigestCheck.isRestricted(type)) {
                fetched.add(type, allRows(type, base));
            }
            if (whole) {
                vanished += withdrawVanished(type, base, fetched);
            }
        }
        return vanished;
    }

    /** Rows that are here, and that the other tells nobody of; what is pending or hidden there does not count. */
    private static int withdrawVanished(ObjectType type, Snapshot base, FetchedRows fetched)
            throws RemoteRegistryException {
        Set<Long> unreadable = new HashSet<>();
        fetched.unreadable().stream()
                .filter(row -> row.typeName().equals(type.typeName()))
                .forEach(row -> unreadable.add(row.id()));
        List<Row> gone = new ArrayList<>();
        int[] active = {0};
        base.forEach(type, row -> {
            active[0] += row.isActive() ? 1 : 0;
            if (row.status() != Status.PENDING
                    && !isHidden(row)
                    && !fetched.rows(type).containsKey(row.id())
                    && !unreadable.contains(row.id())) {
                gone.add(row);
            }
        });
        believe(type, active[0], gone.stream().filter(Row::isActive).count());
        gone.forEach(row -> fetched.withdraw(type, row.id()));
        return gone.size();
    }

    /** Whether nothing is left of a row that was withdrawn before. */
    private static boolean isHidden(Row row) {
        return row.type()
                .rowVisibility()
                .filter(rule ->
                        row.status() == Status.DELETED && row.get(rule.level()).equals("Private"))
                .isPresent();
    }

    private static void believe(ObjectType type, int active, long gone) throws RemoteRegistryException {
        if (active > MIN_SUSPICIOUS_ROWS && gone > active / 2) {
            throw new RemoteRegistryException(
                    "the other shows none of " + gone + " of " + active + " rows of " + type
                            + " that are here; that is not believed. If it is true, begin with an empty registry",
                    null);
        }
    }

    private void fetchHeld(Optional<SyncState> known, FetchedRows fetched)
            throws RemoteRegistryException, InterruptedException {
        for (Map.Entry<String, List<Long>> held :
                known.map(SyncState::held).orElse(Map.of()).entrySet()) {
            ObjectType type = ObjectTypes.byName(held.getKey()).orElseThrow();
            Set<Long> _ = fetched.fetch(type, held.getValue());
        }
    }

    /** What came of a round that ended at the version of a list; where digests differ, those types are compared row by row. */
    private SyncResult checked(
            String way,
            SyncState state,
            CopyNotification list,
            ReplicaWriter.ReplicaResult taken,
            int vanished,
            long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        position = new RemoteChangeFeed.FeedPosition(state.feed(), state.session());
        following = settings.feed();
        List<String> different =
                taken.refused().isEmpty() ? digests.differences(list, registry.current(), settings) : List.of();
        Map<String, SyncResult.VerifiedType> rows = new TreeMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            int[] active = {0};
            registry.current().forEach(type, row -> active[0] += row.isActive() ? 1 : 0);
            rows.put(
                    type.typeName(),
                    new SyncResult.VerifiedType(
                            active[0],
                            PublicRows.digest(registry.current(), type).toString()));
        }
        return new SyncResult(way, taken.changed(), vanished, taken.refused(), different, rows, seconds(begun));
    }

    private SyncResult full(Optional<SyncState> known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        RemoteChangeFeed.FeedPosition head = settings.feed() ? feed.head() : RemoteChangeFeed.FeedPosition.NONE;
        following = head.version() >= 0;
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        Map<String, SyncState.TypePosition> positions = new TreeMap<>();
        int vanished = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            ListFetcher.FetchedList response = allRows(type, base);
            fetched.add(type, response);
            positions.put(type.typeName(), new SyncState.TypePosition(response.newest(), null));
            vanished += markVanished(type, base, response, fetched);
        }
        fetched.fetchMissingParents();
        SyncState next = new SyncState(
                settings.from().toString(),
                head.version(),
                head.session(),
                clock.instant().getEpochSecond(),
                positions,
                Map.of(),
                known.map(this::trust).orElse(SyncState.CopyTrust.NONE),
                settings.key().isPresent(),
                List.of());
        position = head;
        List<RedactedValues> redacted =
                redacted(known, head.session(), version -> following ? feed.redactionsAfter(version) : List.of());
        ReplicaWriter.ReplicaResult taken = take(fetched, redacted, next);
        return verified(fetched, taken, vanished, begun);
    }

    private ListFetcher.FetchedList allRows(ObjectType type, Snapshot base)
            throws RemoteRegistryException, InterruptedException {
        return lists.since(type, 1, null, id -> base.find(type, id)).orElseThrow();
    }

    private SyncResult since(SyncState known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        Map<String, SyncState.TypePosition> positions = new TreeMap<>(known.types());
        for (ObjectType type : ObjectTypes.ALL) {
            SyncState.TypePosition position =
                    positions.getOrDefault(type.typeName(), new SyncState.TypePosition(0, null));
            Optional<ListFetcher.FetchedList> answer =
                    lists.since(type, position.since() - OVERLAP_SECONDS, position.etag(), id -> base.find(type, id));
            if (answer.isPresent()) {
                fetched.add(type, answer.get());
                long newest = Math.max(position.since(), answer.get().newest());
                // The tag is that of this question; another time asks another one.
                positions.put(
                        type.typeName(),
                        new SyncState.TypePosition(
                                newest,
                                newest == position.since() ? answer.get().etag() : null));
            }
        }
        if (fetched.isNews()) {
            fetched.fetchAffectedRows();
        }
        return finish(
                "since",
                fetched,
                with(known, new RemoteChangeFeed.FeedPosition(known.feed(), known.session()), positions),
                known,
                List.of(),
                0,
                begun);
    }

    private SyncResult followed(SyncState known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        RemoteChangeFeed.RemoteChanges news =
                feed.after(new RemoteChangeFeed.FeedPosition(known.feed(), known.session()));
        int objects = news.objects().values().stream().mapToInt(Set::size).sum();
        if (news.everything() || objects > MANY_OBJECTS) {
            Optional<SyncResult> copied = fromFiles(Optional.of(known), begun);
            if (copied.isPresent()) {
                return copied.get();
            }
        }
        if (news.everything()) {
            return full(Optional.of(known), begun);
        }
        position = new RemoteChangeFeed.FeedPosition(news.version(), news.session());
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        int vanished = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Long> ids = news.objects().getOrDefault(type, Set.of());
            for (long id : fetched.fetch(type, ids)) {
                vanished += markGone(base.find(type, id), fetched);
            }
        }
        if (fetched.isNews()) {
            fetched.fetchAffectedRows();
        }
        if (!fetched.isNews() && news.version() == known.feed() && known.held().isEmpty()) {
            Optional<SyncResult> repaired = compareDigests(known, begun);
            if (repaired.isPresent()) {
                return repaired.get();
            }
        } else if (settings.files() && digests.isDue()) {
            digests.look(known); // where there is always news, too, somebody has to hear of the key that signs next
        }
        return finish(
                "feed",
                fetched,
                with(known, new RemoteChangeFeed.FeedPosition(news.version(), news.session()), known.types()),
                known,
                news.redactions(),
                vanished,
                begun);
    }

    /** Each minute, where nothing is new: whether this is what the other has; what differs is fetched row by row. */
    private Optional<SyncResult> compareDigests(SyncState known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        if (!settings.files() || !digests.isDue()) {
            return Optional.empty();
        }
        List<String> different = digests.differences(known, registry.current(), settings);
        if (different.isEmpty()) {
            return Optional.empty();
        }
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        int vanished = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            if (different.contains(type.typeName())) {
                fetched.add(type, allRows(type, base));
                vanished += withdrawVanished(type, base, fetched);
            }
        }
        fetched.fetchMissingParents();
        ReplicaWriter.ReplicaResult taken = take(fetched, known.redactions(), known);
        List<String> left = digests.differences(known, registry.current(), settings);
        digests.giveUpFor(left);
        return Optional.of(
                new SyncResult("digests", taken.changed(), vanished, taken.refused(), left, Map.of(), seconds(begun)));
    }

    /** Who signs the files: only other keys are worth saving, not each time that a list was seen. */
    private SyncState.CopyTrust trust(SyncState known) {
        SyncState.CopyTrust latest = digests.latest(known.trust());
        return latest.keys().equals(known.trust().keys()) ? known.trust() : latest;
    }

    private SyncState with(
            SyncState known, RemoteChangeFeed.FeedPosition feed, Map<String, SyncState.TypePosition> positions) {
        return new SyncState(
                known.from(),
                feed.version(),
                feed.session(),
                compared(known),
                positions,
                known.held(),
                trust(known),
                known.withKey() || settings.key().isPresent(),
                known.redactions());
    }

    private SyncResult finish(
            String way,
            FetchedRows fetched,
            SyncState next,
            SyncState known,
            List<RedactedValues> redactions,
            int vanished,
            long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        if (!fetched.isNews() && redactions.isEmpty()) {
            if (!next.equals(known)) {
                // Nothing but the position moved; what is held back stays held back.
                ReplicaWriter.ReplicaResult _ = writer.write(
                        Map.of(), ACTOR, new ReplicaWriter.SavedState(SyncState.NAME, refused -> next.toJson()));
            }
            return result(way, new ReplicaWriter.ReplicaResult(0, fetched.unreadable()), 0, begun);
        }
        fetchHeld(Optional.of(known), fetched);
        fetched.fetchMissingParents();
        List<RedactedValues> redacted = new ArrayList<>(known.redactions());
        redacted.addAll(redactions);
        return result(way, take(fetched, redacted, next), vanished, begun);
    }

    private ReplicaWriter.ReplicaResult take(FetchedRows fetched, List<RedactedValues> redacted, SyncState next)
            throws SQLException, WriteLane.WriteUnavailableException {
        List<RedactedValues> readable = redacted.stream()
                .filter(values -> fetched.unreadable().stream().noneMatch(values::isOf))
                .toList();
        ReplicaWriter.ReplicaResult taken = writer.write(
                fetched.rows(),
                new ReplicaWriter.TakenOut(fetched.withdrawn(), readable),
                ACTOR,
                new ReplicaWriter.SavedState(
                        SyncState.NAME, refused -> next.holding(joined(fetched.unreadable(), refused), redacted)
                                .toJson()));
        return new ReplicaWriter.ReplicaResult(taken.changed(), joined(fetched.unreadable(), taken.refused()));
    }

    private static SyncResult result(String way, ReplicaWriter.ReplicaResult taken, int vanished, long begun) {
        return new SyncResult(way, taken.changed(), vanished, taken.refused(), List.of(), Map.of(), seconds(begun));
    }

    /** Rows that are here, and that an answer with all rows does not have. */
    private int markVanished(ObjectType type, Snapshot base, ListFetcher.FetchedList response, FetchedRows fetched)
            throws RemoteRegistryException {
        Set<Long> unreadable = new HashSet<>();
        response.unreadable().forEach(row -> unreadable.add(row.id()));
        boolean mayHide = type.rowVisibility().isPresent();
        List<Row> gone = new ArrayList<>();
        List<Row> erased = new ArrayList<>();
        int[] active = {0};
        base.forEach(type, row -> {
            boolean isMissing = !response.rows().containsKey(row.id()) && !unreadable.contains(row.id());
            if (row.isActive()) {
                active[0]++;
                if (isMissing) {
                    gone.add(row);
                }
            } else if (mayHide && isMissing && row.status() == Status.DELETED && !isHidden(row)) {
                erased.add(row);
            }
        });
        believe(type, active[0], gone.size());
        if (mayHide) {
            // Hidden or erased there: what the log here says of somebody goes as well.
            gone.forEach(row -> fetched.withdraw(type, row.id()));
            erased.forEach(row -> fetched.withdraw(type, row.id()));
        } else {
            gone.forEach(row -> fetched.rows(type).put(row.id(), deleted(row)));
        }
        return gone.size();
    }

    private int markGone(@Nullable Row here, FetchedRows fetched) throws RemoteRegistryException, InterruptedException {
        if (here == null) {
            return 0;
        }
        if (here.status() == Status.PENDING) {
            // In no list, but it can be asked for.
            fetched.add(here.type(), lists.single(here.type(), here.id(), id -> here));
            if (fetched.rows(here.type()).containsKey(here.id())) {
                return 0;
            }
        }
        fetched.withdraw(here.type(), here.id());
        return here.isActive() ? 1 : 0;
    }

    /** What the other no longer shows may be private now: the texts that deleted rows hide are not kept. */
    private Row deleted(Row row) {
        return ReplicaWriter.withoutTexts(row, clock.instant());
    }

    private SyncResult verified(FetchedRows fetched, ReplicaWriter.ReplicaResult taken, int vanished, long begun) {
        Map<String, Set<Long>> refused = new HashMap<>();
        taken.refused().forEach(row -> refused.computeIfAbsent(row.typeName(), typeName -> new HashSet<>())
                .add(row.id()));
        Snapshot local = registry.current();
        List<String> different = new ArrayList<>();
        Map<String, SyncResult.VerifiedType> rows = new TreeMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            Set<Long> leftOut = refused.getOrDefault(type.typeName(), Set.of());
            List<Row> theirs = fetched.rows(type).values().stream()
                    .filter(row -> row.isActive() && !leftOut.contains(row.id()))
                    .toList();
            List<Row> ours = new ArrayList<>();
            local.forEach(type, row -> {
                if (row.isActive() && !leftOut.contains(row.id())) {
                    ours.add(row);
                }
            });
            SyncResult.VerifiedType mine = RowDigest.of(ours);
            rows.put(type.typeName(), mine);
            if (!mine.equals(RowDigest.of(theirs))) {
                different.add(type.typeName());
            }
        }
        return new SyncResult("full", taken.changed(), vanished, taken.refused(), different, rows, seconds(begun));
    }

    private static List<LoadReport.RejectedRow> joined(
            List<LoadReport.RejectedRow> some, List<LoadReport.RejectedRow> more) {
        List<LoadReport.RejectedRow> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
