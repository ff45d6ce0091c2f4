package org.peerage.sync;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.LoadReport;
import org.peerage.registry.Registry;
import org.peerage.registry.ReplicaWriter;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;
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
    private static final Duration FOLLOWING = Duration.ofSeconds(2);
    private static final Duration ASKING = Duration.ofSeconds(60);

    private final SyncSettings settings;
    private final RegistryStore store;
    private final Registry registry;
    private final ReplicaWriter writer;
    private final Clock clock;
    private final ListFetcher lists;
    private volatile boolean following;
    private final RemoteChangeFeed feed;

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
            return full(begun);
        }
        SyncState known = state.get();
        boolean due = clock.instant().getEpochSecond() - known.compared()
                >= settings.compareEvery().toSeconds();
        if (due) {
            return full(begun);
        }
        following = settings.feed() && known.feed() >= 0;
        return following ? followed(known, begun) : since(known, begun);
    }

    /** The time between two looks. */
    Duration interval() {
        return settings.every().orElse(following ? FOLLOWING : ASKING);
    }

    /** Fetches and compares everything. */
    public SyncResult compare()
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        Optional<SyncState> _ = state();
        return full(System.nanoTime());
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

    private SyncResult full(long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        RemoteChangeFeed.FeedPosition head = settings.feed() ? feed.head() : RemoteChangeFeed.FeedPosition.NONE;
        following = head.version() >= 0;
        Snapshot base = registry.current();
        FetchedRows fetched = new FetchedRows(lists, base);
        Map<String, SyncState.TypePosition> positions = new TreeMap<>();
        int vanished = 0;
        for (ObjectType type : ObjectTypes.ALL) {
            ListFetcher.FetchedList response =
                    lists.since(type, 1, null, id -> base.find(type, id)).orElseThrow();
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
                Map.of());
        ReplicaWriter.ReplicaResult taken = take(fetched, next);
        return verified(fetched, taken, vanished, begun);
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
                0,
                begun);
    }

    private SyncResult followed(SyncState known, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        RemoteChangeFeed.RemoteChanges news =
                feed.after(new RemoteChangeFeed.FeedPosition(known.feed(), known.session()));
        if (news.everything()) {
            return full(begun);
        }
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
        return finish(
                "feed",
                fetched,
                with(known, new RemoteChangeFeed.FeedPosition(news.version(), news.session()), known.types()),
                known,
                vanished,
                begun);
    }

    private static SyncState with(
            SyncState known, RemoteChangeFeed.FeedPosition feed, Map<String, SyncState.TypePosition> positions) {
        return new SyncState(known.from(), feed.version(), feed.session(), known.compared(), positions, known.held());
    }

    private SyncResult finish(
            String way, FetchedRows fetched, SyncState next, SyncState known, int vanished, long begun)
            throws RemoteRegistryException, InterruptedException, SQLException, WriteLane.WriteUnavailableException {
        if (!fetched.isNews()) {
            if (!next.equals(known)) {
                // Nothing but the position moved; what is held back stays held back.
                ReplicaWriter.ReplicaResult _ = writer.write(
                        Map.of(), ACTOR, new ReplicaWriter.SavedState(SyncState.NAME, refused -> next.toJson()));
            }
            return result(way, new ReplicaWriter.ReplicaResult(0, fetched.unreadable()), 0, begun);
        }
        for (Map.Entry<String, List<Long>> held : known.held().entrySet()) {
            ObjectType type = ObjectTypes.byName(held.getKey()).orElseThrow();
            Set<Long> _ = fetched.fetch(type, held.getValue());
        }
        fetched.fetchMissingParents();
        return result(way, take(fetched, next), vanished, begun);
    }

    private ReplicaWriter.ReplicaResult take(FetchedRows fetched, SyncState next)
            throws SQLException, WriteLane.WriteUnavailableException {
        ReplicaWriter.ReplicaResult taken = writer.write(
                fetched.rows(), ACTOR, new ReplicaWriter.SavedState(SyncState.NAME, refused -> next.holding(
                                joined(fetched.unreadable(), refused))
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
        List<Row> gone = new ArrayList<>();
        int[] active = {0};
        base.forEach(type, row -> {
            if (row.isActive()) {
                active[0]++;
                if (!response.rows().containsKey(row.id()) && !unreadable.contains(row.id())) {
                    gone.add(row);
                }
            }
        });
        if (active[0] > MIN_SUSPICIOUS_ROWS && gone.size() > active[0] / 2) {
            throw new RemoteRegistryException(
                    "the other shows none of " + gone.size() + " of " + active[0] + " rows of " + type
                            + " that are here; that is not believed. If it is true, begin with an empty registry",
                    null);
        }
        gone.forEach(row -> fetched.rows(type).put(row.id(), deleted(row)));
        return gone.size();
    }

    private int markGone(@Nullable Row here, FetchedRows fetched) throws RemoteRegistryException, InterruptedException {
        if (here == null || here.status() == Status.DELETED) {
            return 0;
        }
        if (here.status() == Status.PENDING) {
            // In no list, but it can be asked for.
            fetched.add(here.type(), lists.single(here.type(), here.id(), id -> here));
            if (fetched.rows(here.type()).containsKey(here.id())) {
                return 0;
            }
        }
        fetched.rows(here.type()).put(here.id(), deleted(here));
        return 1;
    }

    /** What the other no longer shows may be private now: the texts that deleted rows hide are not kept. */
    private Row deleted(Row row) {
        Row.Builder gone = row.toBuilder()
                .set(row.type().status(), Status.DELETED)
                .set(row.type().updated(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        for (Field<?> field : row.type().fields()) {
            if (row.type().isClearedWhenDeleted(field) && field.type() == ValueType.TEXT) {
                gone.setStored(field, "");
            }
        }
        return gone.build();
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
