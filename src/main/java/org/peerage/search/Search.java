package org.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds networks, exchanges, facilities, organizations, carriers and campuses (spec/rest.md §6). The index is built in
 * the background; until then, all objects are looked through. It follows the registry by itself, and a search waits
 * for it a moment, so that one's own changes are found at once. Only what the snapshot has is ever found.
 */
public final class Search implements AutoCloseable {
    public static final List<ObjectType> TYPES = Searched.TYPES;

    private static final Logger LOG = LoggerFactory.getLogger(Search.class);
    private static final long FOLLOW_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 100;
    /** More than this is left to the background, where a search does not wait for it. */
    private static final int AT_ONCE = 2000;
    /** Fewer than this, and words with typos in them are looked for, too. */
    private static final int FEW = 3;

    private final ReentrantLock following = new ReentrantLock();
    private volatile @Nullable TextIndex index;
    private @Nullable ScheduledExecutorService background;

    private Search() {}

    /** Without an index: all objects are looked through. */
    public static Search plain() {
        return new Search();
    }

    /** Begins to build an index of the current snapshot, and lets it follow. */
    public static Search following(Supplier<Snapshot> current) {
        Search search = new Search();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("search-index").factory());
        var _ = thread.scheduleWithFixedDelay(() -> search.keepUp(current), 0, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
        search.background = thread;
        return search;
    }

    /** Whether the index is there. */
    public boolean isIndexed() {
        return index != null;
    }

    /** The best of each type, the types in order of their best; those of which nothing fits are left out. */
    public List<Found> find(String typed, Snapshot snapshot, int limit) {
        List<Group> groups = new ArrayList<>();
        for (ObjectType type : TYPES) {
            Group group = group(typed, type, snapshot, limit, false);
            if (group.total > 0) {
                groups.add(group);
            }
        }
        if (groups.stream().mapToInt(group -> group.total).sum() < FEW) {
            addTypos(groups, typed, snapshot, limit);
        }
        groups.sort(Comparator.comparingDouble((Group group) -> -group.best()));
        return groups.stream().map(Group::found).toList();
    }

    /** The best of all types. */
    public List<Hit> best(String typed, Snapshot snapshot, int limit) {
        List<Group> groups = new ArrayList<>();
        for (ObjectType type : TYPES) {
            groups.add(group(typed, type, snapshot, limit, false));
        }
        if (groups.stream().mapToInt(group -> group.total).sum() < FEW) {
            addTypos(groups, typed, snapshot, limit);
        }
        return groups.stream()
                .flatMap(group -> group.hits.stream())
                .sorted(Comparator.comparingDouble(scored -> -scored.score))
                .limit(limit)
                .map(Scored::hit)
                .toList();
    }

    /** Ids of all objects of one type that fit. */
    public BitSet ids(String typed, ObjectType type, Snapshot snapshot) {
        Group group = group(typed, type, snapshot, Integer.MAX_VALUE, false);
        if (group.total == 0) {
            group = group(typed, type, snapshot, Integer.MAX_VALUE, true);
        }
        BitSet ids = new BitSet();
        group.hits.forEach(scored -> ids.set((int) scored.hit.row().id()));
        return ids;
    }

    private record Scored(Hit hit, float score) {}

    private record Group(ObjectType type, List<Scored> hits, int total) {
        float best() {
            return hits.isEmpty() ? 0 : hits.getFirst().score;
        }

        Found found() {
            return new Found(type, hits.stream().map(Scored::hit).toList(), total);
        }
    }

    /** What fits better stays before; what is there already is not added again. */
    private void addTypos(List<Group> groups, String typed, Snapshot snapshot, int limit) {
        for (ObjectType type : TYPES) {
            Group exact = groups.stream()
                    .filter(group -> group.type == type)
                    .findFirst()
                    .orElse(new Group(type, List.of(), 0));
            Group more = group(typed, type, snapshot, limit, true);
            if (more.total > exact.total) {
                List<Scored> hits = new ArrayList<>(exact.hits);
                more.hits.stream()
                        .filter(scored -> exact.hits.stream()
                                .noneMatch(has ->
                                        has.hit.row().id() == scored.hit.row().id()))
                        .map(scored -> new Scored(scored.hit, Math.min(scored.score, 5)))
                        .forEach(hits::add);
                groups.removeIf(group -> group.type == type);
                groups.add(new Group(type, hits.stream().limit(limit).toList(), Math.max(more.total, exact.total)));
            }
        }
    }

    private Group group(String typed, ObjectType type, Snapshot snapshot, int limit, boolean typos) {
        Optional<Wanted> wanted = QueryReader.read(typed);
        if (wanted.isEmpty()) {
            return new Group(type, List.of(), 0);
        }
        Map<String, String> owners =
                Addresses.isMeant(typed.strip()) ? new Addresses(snapshot).owners(typed.strip()) : Map.of();
        TextIndex ready = index;
        TextIndex.Ranked ranked = ready == null
                ? new PlainScan(snapshot).search(type, wanted.get(), limit)
                : upToDate(ready, snapshot).search(type, new Queries(snapshot, typos).of(wanted.get(), typed), limit);
        List<Scored> hits = new ArrayList<>();
        int gone = 0;
        for (TextIndex.Scored scored : ranked.rows()) {
            Row row = snapshot.find(type, scored.id());
            if (row == null || !row.isOk()) {
                gone++;
                continue;
            }
            String why = owners.getOrDefault(Searched.key(row), "");
            hits.add(new Scored(new Hit(row, why, isExact(row, typed, why)), scored.score()));
        }
        hits.sort(Comparator.comparingDouble((Scored scored) -> -scored.score)
                .thenComparing(scored -> Folding.key(Searched.text(scored.hit.row(), "name"))));
        return new Group(type, hits, ranked.total() - gone);
    }

    private static boolean isExact(Row row, String typed, String why) {
        String text = typed.strip();
        boolean peer = !why.isEmpty() && row.type().tag().equals("net");
        return peer
                || Asn.parse(text)
                        .filter(asn -> Searched.text(row, "asn").equals(asn.toString()))
                        .isPresent()
                || Folding.key(Searched.text(row, "name")).equals(Folding.key(text));
    }

    private TextIndex upToDate(TextIndex ready, Snapshot snapshot) {
        if (ready.version() < snapshot.version()) {
            try {
                if (following.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    try {
                        if (ready.version() < snapshot.version() && ready.distance(snapshot) <= AT_ONCE) {
                            ready.follow(snapshot);
                        }
                    } finally {
                        following.unlock();
                    }
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
            }
        }
        return ready;
    }

    private void keepUp(Supplier<Snapshot> current) {
        Snapshot snapshot = current.get();
        following.lock();
        try {
            TextIndex ready = index;
            if (ready == null) {
                TextIndex made = new TextIndex();
                made.follow(snapshot);
                index = made;
            } else if (ready.version() != snapshot.version()) {
                ready.follow(snapshot);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn("the search index stays behind and will be tried again: {}", failure.toString());
        } finally {
            following.unlock();
        }
    }

    @Override
    public void close() {
        ScheduledExecutorService thread = background;
        if (thread != null) {
            thread.shutdown();
        }
        following.lock();
        try {
            TextIndex ready = index;
            index = null;
            if (ready != null) {
                ready.close();
            }
        } catch (IOException inMemory) {
            LOG.debug("closing the search index: {}", Objects.toString(inMemory.getMessage()));
        } finally {
            following.unlock();
        }
    }
}
