package org.peerage.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds networks, exchanges, facilities, organizations, carriers and campuses (docs/spec/rest.md §6). The index is built in
 * the background; until then, all objects are looked through. It follows the registry by itself, and a search waits
 * for it a moment, so that one's own changes are found at once. Only what the snapshot has is ever found.
 */
public final class Search implements AutoCloseable {
    public static final List<ObjectType> TYPES = SearchFields.TYPES;

    private static final Logger LOG = LoggerFactory.getLogger(Search.class);
    private static final long FOLLOW_MILLIS = 250;
    private static final long TIMEOUT_MILLIS = 100;
    /** More than this is left to the background, where a search does not wait for it. */
    private static final int AT_ONCE = 2000;
    /** Fewer than this, and words with typos in them are looked for, too. */
    private static final int FEW_HITS = 3;

    private static final float WORTH_OF_TYPOS = 5;

    private final ReentrantLock withIndex = new ReentrantLock();
    private volatile @Nullable TextIndex index;
    private volatile @Nullable ScheduledExecutorService background;
    private volatile boolean isClosed;

    private Search() {}

    /** Without an index, until one is asked for: all objects are looked through. */
    public static Search withoutIndex() {
        return new Search();
    }

    /** With an index that follows the registry from now on. */
    public static Search withIndex(Supplier<Snapshot> current) {
        Search search = new Search();
        search.follow(current);
        return search;
    }

    /** Builds an index of the current snapshot, and lets it follow in the background from then on. */
    public void buildAndFollow(Supplier<Snapshot> current) {
        followUntilStopped(current);
        follow(current);
    }

    /** Builds an index in the background, if there is none, and lets it follow; nothing, once this is closed. */
    private synchronized void follow(Supplier<Snapshot> current) {
        if (isClosed) {
            return;
        }
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("search-index").factory());
        var _ = thread.scheduleWithFixedDelay(
                () -> followUntilStopped(current), 0, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
        background = thread;
    }

    /** Whether a text is nothing but an AS number or an address, however it was pasted: it means one thing. */
    public static boolean isIdentifier(String typed) {
        return Identifiers.bare(typed).filter(Identifiers::isOne).isPresent();
    }

    /** The one of {@link #TYPES} with that name. */
    public static Optional<ObjectType> type(String name) {
        return TYPES.stream().filter(type -> type.typeName().equals(name)).findFirst();
    }

    /** What a search names that there is not: types, countries, cities and other places. */
    public static List<UnknownTerm> unknownTerms(String typed, Snapshot snapshot) {
        Optional<String> place = PlaceQueryParser.unknownPlace(typed, snapshot);
        if (place.isPresent()) {
            return List.of(new UnknownTerm(UnknownTerm.TermKind.PLACE, place.get()));
        }
        return PlaceQueryParser.read(typed, snapshot).isPresent()
                ? List.of()
                : SearchQueryParser.parse(typed).stream()
                        .flatMap(query -> new UnknownTerms(snapshot).in(query).stream())
                        .toList();
    }

    /** Whether the index is there. */
    public boolean isIndexed() {
        return index != null;
    }

    /** The best of each type, the types in order of their best; those of which nothing fits are left out. */
    public List<TypeResults> find(String typed, Snapshot snapshot, int limit) {
        return all(typed, snapshot, limit).stream()
                .filter(group -> group.total > 0)
                .sorted(Comparator.comparingDouble((ScoredGroup group) -> -group.best()))
                .map(ScoredGroup::found)
                .toList();
    }

    /** The best of all types. */
    public List<SearchHit> best(String typed, Snapshot snapshot, int limit) {
        return all(typed, snapshot, limit).stream()
                .flatMap(group -> group.hits.stream())
                .sorted(Comparator.comparingDouble(scored -> -scored.score))
                .limit(limit)
                .map(ScoredHit::hit)
                .toList();
    }

    /** The best of one type; where nothing fits, what nearly does. */
    public List<Row> best(String typed, ObjectType type, Snapshot snapshot, int limit) {
        List<ObjectType> only = List.of(type);
        ScoredGroup group = groups(typed, only, snapshot, limit, false).getFirst();
        if (group.hits.isEmpty() && index != null) {
            group = groups(typed, only, snapshot, limit, true).getFirst();
        }
        return group.hits.stream().map(scored -> scored.hit.row()).limit(limit).toList();
    }

    /** Ids of all objects of one type that fit. */
    public BitSet ids(String typed, ObjectType type, Snapshot snapshot) {
        List<ObjectType> only = List.of(type);
        ScoredGroup group =
                groups(typed, only, snapshot, Integer.MAX_VALUE, false).getFirst();
        if (group.total == 0) {
            group = groups(typed, only, snapshot, Integer.MAX_VALUE, true).getFirst();
        }
        BitSet ids = new BitSet();
        group.hits.forEach(scored -> ids.set((int) scored.hit.row().id()));
        return ids;
    }

    private record ScoredHit(SearchHit hit, float score) {}

    private record ScoredGroup(ObjectType type, List<ScoredHit> hits, int total) {
        float best() {
            return hits.isEmpty() ? 0 : hits.getFirst().score;
        }

        TypeResults found() {
            return new TypeResults(type, hits.stream().map(ScoredHit::hit).toList(), total);
        }
    }

    /** What fits, and with an exchange that was named the facilities that it is in. */
    private List<ScoredGroup> all(String typed, Snapshot snapshot, int limit) {
        List<ScoredGroup> groups = withTypos(typed, snapshot, limit);
        List<Row> exchanges = groups.stream()
                .flatMap(group -> group.hits.stream())
                .map(scored -> scored.hit.row())
                .filter(row -> row.type() == Ix.TYPE && SearchFields.isNamed(row, typed))
                .toList();
        return exchanges.isEmpty()
                ? groups
                : groups.stream()
                        .map(group ->
                                group.type == Fac.TYPE ? withFacilities(group, exchanges, snapshot, limit) : group)
                        .toList();
    }

    private static ScoredGroup withFacilities(
            ScoredGroup facilities, List<Row> exchanges, Snapshot snapshot, int limit) {
        Set<Long> known = new HashSet<>();
        facilities.hits.forEach(scored -> known.add(scored.hit.row().id()));
        List<ScoredHit> hits = new ArrayList<>(facilities.hits);
        for (Row exchange : exchanges) {
            snapshot.referring(IxFac.IX_ID, exchange.id()).stream()
                    .filter(Row::isActive)
                    .map(link -> Objects.requireNonNull(snapshot.find(Fac.TYPE, link.get(IxFac.FAC_ID))))
                    .filter(facility -> facility.isActive() && known.add(facility.id()))
                    .forEach(facility ->
                            hits.add(new ScoredHit(new SearchHit(facility, "has " + exchange.get(Ix.NAME), false), 0)));
        }
        int more = hits.size() - facilities.hits.size();
        return new ScoredGroup(facilities.type, hits.stream().limit(limit).toList(), facilities.total + more);
    }

    /** What fits as it was typed; if that is little, and nothing is just what was typed, also what nearly fits. */
    private List<ScoredGroup> withTypos(String typed, Snapshot snapshot, int limit) {
        List<ScoredGroup> groups = groups(typed, TYPES, snapshot, limit, false);
        int total = groups.stream().mapToInt(group -> group.total).sum();
        boolean exact = groups.stream().flatMap(group -> group.hits.stream()).anyMatch(scored -> scored.hit.exact());
        if (total >= FEW_HITS || exact || index == null) {
            return groups;
        }
        List<ScoredGroup> more = groups(typed, TYPES, snapshot, limit, true);
        List<ScoredGroup> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            all.add(joined(groups.get(i), more.get(i), limit));
        }
        return all;
    }

    /** What fits better stays before; what is there already is not added again. */
    private static ScoredGroup joined(ScoredGroup fitting, ScoredGroup nearly, int limit) {
        List<ScoredHit> hits = new ArrayList<>(fitting.hits);
        nearly.hits.stream()
                .filter(scored -> fitting.hits.stream()
                        .noneMatch(has -> has.hit.row().id() == scored.hit.row().id()))
                .map(scored -> new ScoredHit(scored.hit, Math.min(scored.score, WORTH_OF_TYPOS)))
                .forEach(hits::add);
        return new ScoredGroup(
                fitting.type, hits.stream().limit(limit).toList(), Math.max(fitting.total, nearly.total));
    }

    /** One group for each of the types. */
    private List<ScoredGroup> groups(
            String asTyped, List<ObjectType> types, Snapshot snapshot, int limit, boolean typos) {
        String typed = Identifiers.bare(asTyped).orElseGet(asTyped::strip);
        Optional<QueryNode> wanted = PlaceQueryParser.read(typed, snapshot).or(() -> SearchQueryParser.parse(typed));
        if (wanted.isEmpty()) {
            return types.stream()
                    .map(type -> new ScoredGroup(type, List.of(), 0))
                    .toList();
        }
        Map<String, String> owners = IpOwners.isIpAddress(typed) ? new IpOwners(snapshot).owners(typed) : Map.of();
        TextIndex ready = index;
        List<TextIndex.RankedIds> ranked;
        if (ready == null) {
            LinearSearch scan = new LinearSearch(snapshot);
            ranked = types.stream()
                    .map(type -> scan.search(type, wanted.get(), limit))
                    .toList();
        } else {
            ranked = upToDate(ready, snapshot)
                    .search(types, new LuceneQueries(snapshot, typos).of(wanted.get(), typed), limit);
        }
        List<ScoredGroup> groups = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            groups.add(group(types.get(i), ranked.get(i), typed, snapshot, owners));
        }
        return groups;
    }

    private static ScoredGroup group(
            ObjectType type, TextIndex.RankedIds ranked, String typed, Snapshot snapshot, Map<String, String> owners) {
        List<ScoredHit> hits = new ArrayList<>();
        int gone = 0;
        for (TextIndex.ScoredId scored : ranked.rows()) {
            Row row = snapshot.find(type, scored.id());
            if (row == null || !row.isActive()) {
                gone++;
                continue;
            }
            String reason = owners.getOrDefault(SearchFields.key(row), "");
            hits.add(new ScoredHit(new SearchHit(row, reason, isExact(row, typed, reason)), scored.score()));
        }
        hits.sort(Comparator.comparingDouble(scored -> -scored.score));
        return new ScoredGroup(type, hits, ranked.total() - gone);
    }

    private static boolean isExact(Row row, String typed, String reason) {
        String text = typed.strip();
        boolean peer = !reason.isEmpty() && row.type() == Net.TYPE;
        return peer
                || Identifiers.bare(text)
                        .flatMap(Asn::parse)
                        .filter(asn -> row.text("asn").equals(asn.toString()))
                        .isPresent()
                || Folding.key(row.text("name")).equals(Folding.key(text));
    }

    private TextIndex upToDate(TextIndex ready, Snapshot snapshot) {
        if (ready.version() < snapshot.version()) {
            try {
                if (withIndex.tryLock(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                    try {
                        if (ready.version() < snapshot.version() && ready.distance(snapshot) <= AT_ONCE) {
                            ready.follow(snapshot);
                        }
                    } finally {
                        withIndex.unlock();
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

    private void followUntilStopped(Supplier<Snapshot> current) {
        withIndex.lock();
        try {
            Snapshot snapshot = current.get();
            TextIndex ready = index;
            if (isClosed) {
                return;
            }
            if (ready == null) {
                TextIndex made = new TextIndex();
                made.follow(snapshot, () -> isClosed);
                index = made;
            } else if (ready.version() != snapshot.version()) {
                ready.follow(snapshot, () -> isClosed);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn("the search index stays behind and will be tried again: {}", failure.toString());
        } finally {
            if (isClosed) {
                closeIndex();
            }
            withIndex.unlock();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            ScheduledExecutorService thread = background;
            if (thread != null) {
                thread.shutdown();
            }
        }
        // Who is about the index closes it when they see this: a server that stops does not wait until it is made.
        if (withIndex.tryLock()) {
            try {
                closeIndex();
            } finally {
                withIndex.unlock();
            }
        }
    }

    private void closeIndex() {
        TextIndex ready = index;
        index = null;
        if (ready != null) {
            try {
                ready.close();
            } catch (IOException inMemory) {
                LOG.debug("closing the search index: {}", Objects.toString(inMemory.getMessage()));
            }
        }
    }
}
