package org.peerage.accounts.following;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.Transactions;
import org.peerage.registry.ChangeIndexer;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.PastUnavailableException;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import org.peerage.store.StateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Notes whom changes of the log are for, each part together with how far it came, until mails tell of them. Who follows
 * objects and who follows searches are looked for apart: searches may have to wait for states of the past, and nobody
 * else waits for them.
 */
final class FollowQueue {
    private static final Logger LOG = LoggerFactory.getLogger(FollowQueue.class);

    /** A version, which every program since there are followers reads. */
    private static final String POSITION = "follow-position";
    /** A {@link SearchPosition}. */
    private static final String SEARCHES = "follow-searches";

    private static final int VERSIONS_AT_ONCE = 500;
    /** What searches may take of a round, each of them two states of the past. */
    private static final Duration SEARCHING = Duration.ofSeconds(10);

    private static final int IDS_AT_ONCE = 500;
    /** Both sides of each change are in memory. */
    private static final int CHANGES_AT_ONCE = 10_000;
    /** Who writes what others did. */
    private static final Set<String> COPIERS = Set.of("sync", "load");

    private final Transactions transactions;
    private final RegistryStore store;
    private final Supplier<Snapshot> registry;
    private final FollowedSearches searches;
    private final SearchReader reader;
    private final FollowMails.PastStates past;
    private final OwnObjectFollows.Keepers keepers;
    private final WaitingChanges waiting;
    private final Clock clock;
    private volatile @Nullable Snapshot last;

    FollowQueue(
            Transactions transactions,
            RegistryStore store,
            Supplier<Snapshot> registry,
            FollowedSearches searches,
            SearchReader reader,
            FollowMails.PastStates past,
            OwnObjectFollows.Keepers keepers,
            WaitingChanges waiting,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.registry = registry;
        this.searches = searches;
        this.reader = reader;
        this.past = past;
        this.keepers = keepers;
        this.waiting = waiting;
        this.clock = clock;
    }

    /**
     * How far searches were asked: all up to a version, and the first of them up to a later one.
     *
     * @param to the same as the version where nothing is half done
     * @param searched the last of those first searches
     */
    private record SearchPosition(long version, long to, long searched) {
        static SearchPosition after(long version) {
            return new SearchPosition(version, version, 0);
        }

        static SearchPosition parse(String text) {
            String[] parts = text.split(" ", -1);
            long version = Long.parseLong(parts[0]);
            return parts.length < 3
                    ? after(version)
                    : new SearchPosition(version, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        String text() {
            return isWhole() ? Long.toString(version) : version + " " + to + " " + searched;
        }

        boolean isWhole() {
            return to == version;
        }
    }

    /** How many versions there are that some followers have not been looked for. */
    long untoldVersions() throws SQLException {
        long head = registry.get().version();
        Optional<String> objects = store.state(POSITION);
        Optional<String> asked = store.state(SEARCHES).or(() -> objects);
        return objects.isEmpty() || asked.isEmpty()
                ? 0
                : Math.max(
                        0, head - Math.min(objectPosition(objects.get()), SearchPosition.parse(asked.get()).version));
    }

    /** Programs of a time noted searches that were half done there, too. */
    private static long objectPosition(String text) {
        return SearchPosition.parse(text).to;
    }

    /** Notes whom the changes since the last round are for. */
    void fill() throws SQLException {
        long head = registry.get().version();
        Optional<String> objects = store.state(POSITION);
        if (objects.isEmpty() || isCutBack(objectPosition(objects.get()), head)) {
            begin(head);
            return;
        }
        if (store.state(SEARCHES).isEmpty()) {
            put(SEARCHES, SearchPosition.parse(objects.get()).text());
        }
        String number = Long.toString(objectPosition(objects.get()));
        if (!objects.get().equals(number)) {
            transactions.inTransaction(sql -> step(sql, POSITION, objects.get(), number));
        }
        noteFollowersOfObjects(number, head);
        noteFollowersOfSearches(SearchPosition.parse(store.state(SEARCHES).orElseThrow()), head);
    }

    private void begin(long head) {
        put(POSITION, Long.toString(head));
        put(SEARCHES, SearchPosition.after(head).text());
    }

    private void put(String name, String content) {
        transactions.inTransaction(sql -> {
            StateTable.put(sql.connection(), name, content);
            return content;
        });
    }

    /** Whether the log ends before it; this process may only not have heard of what others were told. */
    private boolean isCutBack(long position, long head) throws SQLException {
        return position > head && position > store.head().version();
    }

    /** Takes a step in a position, unless another process has been there. */
    private static boolean step(Sql sql, String name, String from, String to) throws SQLException {
        return sql.update("update peerage_state set content = ? where name = ? and content = ?", to, name, from) > 0;
    }

    private void noteFollowersOfObjects(String begin, long head) throws SQLException {
        String known = begin;
        for (long from = objectPosition(begin); from < head; ) {
            LogPart part = read(from, Math.min(head, from + VERSIONS_AT_ONCE));
            Map<ChangeSubject, List<Change>> about = bySubject(part.changes, stateForSubjects(part.to));
            Map<ChangeSubject, List<OwnObjectFollows.Keeper>> own = keepers.of(about.keySet(), registry.get());
            String place = known;
            String next = Long.toString(part.to);
            Readers readers = new Readers(keepers, registry.get());
            boolean isOurs = transactions.inTransaction(sql -> {
                if (!step(sql, POSITION, place, next)) {
                    return false;
                }
                Map<Recipient, SortedSet<LogPlace>> followed =
                        ofFollowers(followers(sql, about.keySet()), about, readers);
                waiting.add(sql, followed, false);
                waiting.add(sql, ofKeepers(own, about, followed), true);
                return true;
            });
            if (!isOurs) {
                return; // another process looks for them
            }
            known = next;
            from = part.to;
        }
    }

    /** Versions of the log that are looked at together. */
    private record LogPart(List<Change> changes, long to) {}

    /** Whole versions, as long as they are not too many changes. */
    private LogPart read(long from, long to) throws SQLException {
        List<Change> changes = store.extractAfter(from, (int) (to - from), CHANGES_AT_ONCE).changes().stream()
                .filter(change -> change.version() <= to)
                .toList();
        return new LogPart(
                changes,
                changes.size() < CHANGES_AT_ONCE ? to : changes.getLast().version());
    }

    /** Who is told of what: nobody of their own doing, nor of what they do not see, which would leave no place for the rest. */
    private static final class Readers {
        private final OwnObjectFollows.Keepers people;
        private final Snapshot snapshot;
        private final Map<Long, Optional<Reader>> known = new HashMap<>();

        Readers(OwnObjectFollows.Keepers people, Snapshot snapshot) {
            this.people = people;
            this.snapshot = snapshot;
        }

        private record Reader(Caller caller, Set<String> actors) {}

        boolean isTold(long user, Change change) {
            return known.computeIfAbsent(user, id -> people.authenticator()
                            .ofUser(id)
                            .map(caller -> new Reader(caller, OwnObjectFollows.actors(people.accounts(), id))))
                    .filter(reader -> !reader.actors.contains(change.actor()) && sees(reader.caller, change))
                    .isPresent();
        }

        private boolean sees(Caller caller, Change change) {
            return ChangedObject.of(change)
                    .map(object -> snapshot.find(object.type(), object.id()))
                    .filter(row -> caller.visibility().canSee(row, snapshot))
                    .isPresent();
        }
    }

    /** What hangs where hardly ever changes, so the present has to do where there is no better. */
    private Snapshot stateForSubjects(long version) throws SQLException {
        try {
            return state(version);
        } catch (PastUnavailableException gone) {
            LOG.debug("what changes up to {} are about is told by the present: {}", version, gone.toString());
            return registry.get();
        }
    }

    private static Map<ChangeSubject, List<Change>> bySubject(List<Change> changes, Snapshot after) {
        Map<ChangeSubject, List<Change>> about = new HashMap<>();
        List<Set<ChangeSubject>> subjects = ChangeIndexer.subjects(changes, after);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            subjects.get(i).forEach(subject -> about.computeIfAbsent(subject, none -> new ArrayList<>())
                    .add(change));
        }
        return about;
    }

    private static Map<Recipient, SortedSet<LogPlace>> ofFollowers(
            List<Follower> followers, Map<ChangeSubject, List<Change>> about, Readers readers) {
        Map<Recipient, SortedSet<LogPlace>> found = new TreeMap<>();
        for (Follower follower : followers) {
            for (Change change : about.getOrDefault(follower.subject, List.of())) {
                if (change.version() > follower.since && readers.isTold(follower.recipient.user(), change)) {
                    found.computeIfAbsent(follower.recipient, none -> new TreeSet<>())
                            .add(LogPlace.of(change));
                }
            }
        }
        return found;
    }

    /** Who follows the object as well is told as they wished there. What a copy or a load brings, nobody did. */
    private static Map<Recipient, SortedSet<LogPlace>> ofKeepers(
            Map<ChangeSubject, List<OwnObjectFollows.Keeper>> keepers,
            Map<ChangeSubject, List<Change>> about,
            Map<Recipient, SortedSet<LogPlace>> followed) {
        Map<Long, Set<LogPlace>> told = new HashMap<>();
        followed.forEach((recipient, places) ->
                told.computeIfAbsent(recipient.user(), none -> new HashSet<>()).addAll(places));
        Map<Recipient, SortedSet<LogPlace>> found = new TreeMap<>();
        keepers.forEach((subject, some) -> some.forEach(keeper -> about.getOrDefault(subject, List.of()).stream()
                .filter(change -> !keeper.actors().contains(change.actor()) && !COPIERS.contains(change.actor()))
                .map(LogPlace::of)
                .filter(place -> !told.getOrDefault(keeper.user(), Set.of()).contains(place))
                .forEach(place -> found.computeIfAbsent(
                                new Recipient(keeper.user(), keeper.schedule()), none -> new TreeSet<>())
                        .add(place))));
        return found;
    }

    private record Follower(Recipient recipient, ChangeSubject subject, long since) {}

    /** Who follows one of these. The ids are numbers, so they can stand in the statement. */
    private static List<Follower> followers(Sql sql, Set<ChangeSubject> subjects) throws SQLException {
        Map<String, List<Long>> ids = subjects.stream()
                .sorted(Comparator.comparing(ChangeSubject::kind).thenComparingLong(ChangeSubject::id))
                .collect(Collectors.groupingBy(
                        ChangeSubject::kind, Collectors.mapping(ChangeSubject::id, Collectors.toList())));
        List<Follower> followers = new ArrayList<>();
        for (Map.Entry<String, List<Long>> kind : ids.entrySet()) {
            for (int from = 0; from < kind.getValue().size(); from += IDS_AT_ONCE) {
                String some =
                        kind.getValue().subList(from, Math.min(kind.getValue().size(), from + IDS_AT_ONCE)).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(","));
                followers.addAll(sql.query(
                        "select user_id, schedule, subject_id, since_version from follow where subject = ?"
                                + " and subject_id in (" + some + ")",
                        row -> new Follower(
                                Recipient.of(row.getLong(1), row.getString(2)),
                                Follows.subject(kind.getKey(), row.getLong(3)),
                                row.getLong(4)),
                        kind.getKey()));
            }
        }
        return followers;
    }

    private void noteFollowersOfSearches(SearchPosition begin, long head) throws SQLException {
        SearchPosition position = begin;
        Instant end = clock.instant().plus(SEARCHING);
        while (position.version < head && position.to <= head) {
            SearchPosition from = position;
            LogPart read =
                    read(from.version, from.isWhole() ? Math.min(head, from.version + VERSIONS_AT_ONCE) : from.to);
            SearchPosition part = from.isWhole() ? new SearchPosition(from.version, read.to, 0) : from;
            FoundChanges found = searched(part, read.changes, end);
            SearchPosition next = found.isComplete
                    ? SearchPosition.after(part.to)
                    : new SearchPosition(part.version, part.to, found.searched);
            boolean isOurs = next.equals(from)
                    || transactions.inTransaction(sql -> {
                        if (!step(sql, SEARCHES, from.text(), next.text())) {
                            return false;
                        }
                        waiting.add(sql, found.changes, false);
                        return true;
                    });
            if (!isOurs || !found.isComplete) {
                return; // another process asks them, or the next round goes on
            }
            position = next;
        }
    }

    /**
     * Changes that searches are told of.
     *
     * @param searched the last search that was looked for
     * @param isComplete whether it was the last of all
     */
    private record FoundChanges(Map<Recipient, SortedSet<LogPlace>> changes, long searched, boolean isComplete) {}

    /** Which changes of a part of the log the searches that are left are told of, as far as there is time. */
    private FoundChanges searched(SearchPosition part, List<Change> log, Instant end) throws SQLException {
        List<FollowedSearches.FollowedSearch> left = searches.all().stream()
                .filter(search -> search.id() > part.searched)
                .toList();
        Map<Recipient, SortedSet<LogPlace>> found = new TreeMap<>();
        if (left.isEmpty()) {
            return new FoundChanges(found, part.searched, true);
        }
        try {
            Snapshot after = state(part.to);
            SearchChanges changes = new SearchChanges(reader, state(part.version), after, log);
            Readers readers = new Readers(keepers, registry.get());
            for (FollowedSearches.FollowedSearch search : left) {
                for (Change change : changes.of(search)) {
                    if (readers.isTold(search.user(), change)) {
                        found.computeIfAbsent(new Recipient(search.user(), search.schedule()), none -> new TreeSet<>())
                                .add(LogPlace.of(change));
                    }
                }
                if (search.id() < left.getLast().id() && clock.instant().isAfter(end)) {
                    LOG.warn("searches after {} are told of version {} in the next round", search.name(), part.to);
                    return new FoundChanges(found, search.id(), false);
                }
            }
            last = after;
        } catch (PastUnavailableException gone) {
            String when = gone.isPassing() ? "in the next round" : "never";
            LOG.warn("searches are told {} of versions {} to {}: {}", when, part.version + 1, part.to, gone.toString());
            return new FoundChanges(new TreeMap<>(), part.searched, !gone.isPassing());
        }
        return new FoundChanges(found, left.getLast().id(), true);
    }

    private Snapshot state(long version) throws SQLException, PastUnavailableException {
        Snapshot known = last;
        Snapshot present = registry.get();
        if (present.version() == version) {
            return present;
        }
        if (known != null && known.version() == version) {
            return known;
        }
        try {
            return past.at(version);
        } catch (JacksonException damaged) {
            throw PastUnavailableException.never(damaged.toString());
        }
    }
}
