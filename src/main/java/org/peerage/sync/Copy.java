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
import org.peerage.registry.CopyWriter;
import org.peerage.registry.LoadReport;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Types;
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
public final class Copy {
    private static final String ACTOR = "sync";
    private static final long OVERLAP_SECONDS = 30;
    private static final int LEAST_TO_DOUBT = 20;
    private static final Duration FOLLOWING = Duration.ofSeconds(2);
    private static final Duration ASKING = Duration.ofSeconds(60);

    private final CopySettings settings;
    private final RegistryStore store;
    private final Registry registry;
    private final CopyWriter writer;
    private final Clock clock;
    private final Lists lists;
    private volatile boolean following;
    private final Feed feed;

    public Copy(
            CopySettings settings, RegistryStore store, Registry registry, WriteLane lane, Clock clock, Pause pause) {
        this.settings = settings;
        this.store = store;
        this.registry = registry;
        this.writer = new CopyWriter(store, registry, lane, clock);
        this.clock = clock;
        Remote remote = new Remote(settings, pause);
        this.lists = new Lists(remote);
        this.feed = new Feed(remote);
    }

    /**
     * Looks at the other registry once, and takes over what is new.
     *
     * @throws RemoteFailed where the other does not answer as it should; then nothing was changed
     * @throws SQLException where the database fails; then nothing was changed
     */
    public Round round() throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        long begun = System.nanoTime();
        Optional<CopyState> state = state();
        if (state.isEmpty()) {
            return full(begun);
        }
        CopyState known = state.get();
        boolean due = clock.instant().getEpochSecond() - known.compared()
                >= settings.compareEvery().toSeconds();
        if (due) {
            return full(begun);
        }
        following = settings.feed() && known.feed() >= 0;
        return following ? followed(known, begun) : since(known, begun);
    }

    /** The time between two looks. */
    Duration pace() {
        return settings.every().orElse(following ? FOLLOWING : ASKING);
    }

    /** Fetches and compares everything. */
    public Round compare() throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        Optional<CopyState> _ = state();
        return full(System.nanoTime());
    }

    private Optional<CopyState> state() throws SQLException, RemoteFailed {
        Optional<CopyState> state = store.state(CopyState.NAME).map(CopyState::read);
        boolean own = state.filter(known -> known.from().equals(settings.from().toString()))
                .isPresent();
        boolean empty = Types.ALL.stream().allMatch(type -> registry.current().size(type) == 0);
        if (!own && !empty && !settings.adopt()) {
            throw new RemoteFailed(
                    "this registry has rows that are not of " + settings.from()
                            + "; --adopt replaces them by those of the other",
                    null);
        }
        return own ? state : Optional.empty();
    }

    private Round full(long begun) throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        Feed.Position head = settings.feed() ? feed.head() : Feed.Position.NONE;
        following = head.version() >= 0;
        Snapshot base = registry.current();
        Fetched fetched = new Fetched(lists, base);
        Map<String, CopyState.Position> positions = new TreeMap<>();
        int vanished = 0;
        for (ObjectType type : Types.ALL) {
            Lists.Answer answer =
                    lists.since(type, 1, null, id -> base.find(type, id)).orElseThrow();
            fetched.add(type, answer);
            positions.put(type.tag(), new CopyState.Position(answer.newest(), null));
            vanished += markVanished(type, base, answer, fetched);
        }
        fetched.fetchMissingParents();
        CopyState next = new CopyState(
                settings.from().toString(),
                head.version(),
                head.session(),
                clock.instant().getEpochSecond(),
                positions,
                Map.of());
        CopyWriter.Taken taken = take(fetched, next);
        return verified(fetched, taken, vanished, begun);
    }

    private Round since(CopyState known, long begun)
            throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        Snapshot base = registry.current();
        Fetched fetched = new Fetched(lists, base);
        Map<String, CopyState.Position> positions = new TreeMap<>(known.types());
        for (ObjectType type : Types.ALL) {
            CopyState.Position position = positions.getOrDefault(type.tag(), new CopyState.Position(0, null));
            Optional<Lists.Answer> answer =
                    lists.since(type, position.since() - OVERLAP_SECONDS, position.etag(), id -> base.find(type, id));
            if (answer.isPresent()) {
                fetched.add(type, answer.get());
                long newest = Math.max(position.since(), answer.get().newest());
                // The tag is that of this question; another time asks another one.
                positions.put(
                        type.tag(),
                        new CopyState.Position(
                                newest,
                                newest == position.since() ? answer.get().etag() : null));
            }
        }
        if (fetched.isNews()) {
            fetched.fetchBystanders();
        }
        return finish(
                "since",
                fetched,
                with(known, new Feed.Position(known.feed(), known.session()), positions),
                known,
                0,
                begun);
    }

    private Round followed(CopyState known, long begun)
            throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        Feed.News news = feed.after(new Feed.Position(known.feed(), known.session()));
        if (news.everything()) {
            return full(begun);
        }
        Snapshot base = registry.current();
        Fetched fetched = new Fetched(lists, base);
        int vanished = 0;
        for (ObjectType type : Types.ALL) {
            Set<Long> ids = news.objects().getOrDefault(type, Set.of());
            for (long id : fetched.fetch(type, ids)) {
                vanished += markGone(base.find(type, id), fetched);
            }
        }
        if (fetched.isNews()) {
            fetched.fetchBystanders();
        }
        return finish(
                "feed",
                fetched,
                with(known, new Feed.Position(news.version(), news.session()), known.types()),
                known,
                vanished,
                begun);
    }

    private static CopyState with(CopyState known, Feed.Position feed, Map<String, CopyState.Position> positions) {
        return new CopyState(known.from(), feed.version(), feed.session(), known.compared(), positions, known.held());
    }

    private Round finish(String way, Fetched fetched, CopyState next, CopyState known, int vanished, long begun)
            throws RemoteFailed, InterruptedException, SQLException, WriteLane.Unavailable {
        if (!fetched.isNews()) {
            if (!next.equals(known)) {
                // Nothing but the position moved; what is held back stays held back.
                CopyWriter.Taken _ =
                        writer.take(Map.of(), ACTOR, new CopyWriter.Memory(CopyState.NAME, refused -> next.toJson()));
            }
            return round(way, new CopyWriter.Taken(0, fetched.unreadable()), 0, begun);
        }
        for (Map.Entry<String, List<Long>> held : known.held().entrySet()) {
            ObjectType type = Types.byTag(held.getKey()).orElseThrow();
            Set<Long> _ = fetched.fetch(type, held.getValue());
        }
        fetched.fetchMissingParents();
        return round(way, take(fetched, next), vanished, begun);
    }

    private CopyWriter.Taken take(Fetched fetched, CopyState next) throws SQLException, WriteLane.Unavailable {
        CopyWriter.Taken taken =
                writer.take(fetched.rows(), ACTOR, new CopyWriter.Memory(CopyState.NAME, refused -> next.holding(
                                joined(fetched.unreadable(), refused))
                        .toJson()));
        return new CopyWriter.Taken(taken.changed(), joined(fetched.unreadable(), taken.refused()));
    }

    private static Round round(String way, CopyWriter.Taken taken, int vanished, long begun) {
        return new Round(way, taken.changed(), vanished, taken.refused(), List.of(), Map.of(), seconds(begun));
    }

    /** Rows that are here, and that an answer with all rows does not have. */
    private int markVanished(ObjectType type, Snapshot base, Lists.Answer answer, Fetched fetched) throws RemoteFailed {
        Set<Long> unreadable = new HashSet<>();
        answer.unreadable().forEach(row -> unreadable.add(row.id()));
        List<Row> gone = new ArrayList<>();
        int[] active = {0};
        base.forEach(type, row -> {
            if (row.isOk()) {
                active[0]++;
                if (!answer.rows().containsKey(row.id()) && !unreadable.contains(row.id())) {
                    gone.add(row);
                }
            }
        });
        if (active[0] > LEAST_TO_DOUBT && gone.size() > active[0] / 2) {
            throw new RemoteFailed(
                    "the other shows none of " + gone.size() + " of " + active[0] + " rows of " + type
                            + " that are here; that is not believed. If it is true, begin with an empty registry",
                    null);
        }
        gone.forEach(row -> fetched.rows(type).put(row.id(), deleted(row)));
        return gone.size();
    }

    private int markGone(@Nullable Row here, Fetched fetched) throws RemoteFailed, InterruptedException {
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
            if (row.type().isBlankWhenDeleted(field) && field.type() == ValueType.TEXT) {
                gone.restore(field, "");
            }
        }
        return gone.build();
    }

    private Round verified(Fetched fetched, CopyWriter.Taken taken, int vanished, long begun) {
        Map<String, Set<Long>> refused = new HashMap<>();
        taken.refused().forEach(row -> refused.computeIfAbsent(row.tag(), tag -> new HashSet<>())
                .add(row.id()));
        Snapshot here = registry.current();
        List<String> different = new ArrayList<>();
        Map<String, Round.Verified> rows = new TreeMap<>();
        for (ObjectType type : Types.ALL) {
            Set<Long> leftOut = refused.getOrDefault(type.tag(), Set.of());
            List<Row> theirs = fetched.rows(type).values().stream()
                    .filter(row -> row.isOk() && !leftOut.contains(row.id()))
                    .toList();
            List<Row> ours = new ArrayList<>();
            here.forEach(type, row -> {
                if (row.isOk() && !leftOut.contains(row.id())) {
                    ours.add(row);
                }
            });
            Round.Verified mine = Digest.of(ours);
            rows.put(type.tag(), mine);
            if (!mine.equals(Digest.of(theirs))) {
                different.add(type.tag());
            }
        }
        return new Round("full", taken.changed(), vanished, taken.refused(), different, rows, seconds(begun));
    }

    private static List<LoadReport.Refused> joined(List<LoadReport.Refused> some, List<LoadReport.Refused> more) {
        List<LoadReport.Refused> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
