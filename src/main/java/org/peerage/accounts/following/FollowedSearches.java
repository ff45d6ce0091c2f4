package org.peerage.accounts.following;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.store.Sql;

/** Searches that people follow: they are told what enters them, leaves them, and changes in them (docs/spec/record.md §3.1). */
public final class FollowedSearches {
    /** The most that a person follows. */
    public static final int MAX = 50;

    /** Characters of a query. */
    public static final int MAX_QUERY = 1_000;

    private static final String COLUMNS =
            "select id, user_id, type, query, events, fields, schedule, since_version from followed_search ";

    private final Transactions store;
    private final Clock clock;

    FollowedSearches(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** What a change of an object is to a search. */
    public enum SearchEvent {
        ENTERED,
        LEFT,
        CHANGED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<SearchEvent> parse(String text) {
            return Arrays.stream(values())
                    .filter(event -> event.text().equals(text))
                    .findFirst();
        }
    }

    /**
     * What a search looks for.
     *
     * @param type tag of a type
     * @param query the API's filters, as behind the question mark of an address
     * @param events those that are told
     * @param fields those whose changes are told of what stays in it; empty: all
     */
    public record Wanted(String type, String query, Set<SearchEvent> events, Set<String> fields) {
        public Wanted {
            events = Set.copyOf(events);
            fields = Set.copyOf(fields);
        }

        /** All that happens. */
        public static Wanted all(String type, String query) {
            return new Wanted(type, query, EnumSet.allOf(SearchEvent.class), Set.of());
        }

        /** Whether another one finds the same: a person follows it once, however they are told of it. */
        public boolean findsSameAs(Wanted other) {
            return type.equals(other.type) && query.equals(other.query);
        }

        /** In the order in which they are written. */
        public List<String> eventNames() {
            return events.stream().sorted().map(SearchEvent::text).toList();
        }

        public List<String> fieldNames() {
            return fields.stream().sorted().toList();
        }
    }

    /**
     * A search that somebody follows.
     *
     * @param since the version of the registry after which changes are told
     */
    public record FollowedSearch(long id, long user, Wanted wanted, Follows.Schedule schedule, long since) {
        /** Such as {@code search:12}. */
        public String name() {
            return "search:" + id;
        }
    }

    /** Those of a person, in the order in which they began. */
    public List<FollowedSearch> of(long user) {
        return store.withConnection(sql -> of(sql, user));
    }

    private static List<FollowedSearch> of(Sql sql, long user) throws SQLException {
        return sql.query(COLUMNS + "where user_id = ? order by id", FollowedSearches::read, user);
    }

    /** Those of all people. */
    List<FollowedSearch> all() {
        return store.withConnection(sql -> sql.query(COLUMNS + "order by id", FollowedSearches::read));
    }

    /**
     * Follows a search, or changes how one is told of it that has the same type and query; empty where it would be too much.
     *
     * @param version of the registry: older changes are not told
     */
    public Optional<FollowedSearch> follow(long user, Wanted wanted, Follows.Schedule schedule, long version) {
        return store.withLock(sql -> {
            List<FollowedSearch> before = of(sql, user);
            Optional<FollowedSearch> same = same(before, wanted);
            if (same.isEmpty() && before.size() >= MAX) {
                return Optional.empty();
            }
            String events = String.join(" ", wanted.eventNames());
            String fields = String.join(" ", wanted.fieldNames());
            if (same.isPresent()) {
                sql.update(
                        "update followed_search set events = ?, fields = ?, schedule = ? where id = ?",
                        events,
                        fields,
                        schedule.text(),
                        same.get().id);
            } else {
                sql.update(
                        "insert into followed_search (user_id, type, query, events, fields, schedule, since_version)"
                                + " values (?, ?, ?, ?, ?, ?, ?)",
                        user,
                        wanted.type,
                        wanted.query,
                        events,
                        fields,
                        schedule.text(),
                        version);
            }
            Follows.beginSchedule(sql, user, schedule, clock);
            return same(of(sql, user), wanted);
        });
    }

    private static Optional<FollowedSearch> same(List<FollowedSearch> searches, Wanted wanted) {
        return searches.stream()
                .filter(search -> search.wanted.findsSameAs(wanted))
                .findFirst();
    }

    /** Whether it was followed. */
    public boolean unfollow(long user, long id) {
        return store.withConnection(
                        sql -> sql.update("delete from followed_search where user_id = ? and id = ?", user, id))
                > 0;
    }

    private static FollowedSearch read(ResultSet row) throws SQLException {
        return new FollowedSearch(
                row.getLong(1),
                row.getLong(2),
                new Wanted(
                        row.getString(3),
                        row.getString(4),
                        words(row.getString(5)).stream()
                                .flatMap(word -> SearchEvent.parse(word).stream())
                                .collect(Collectors.toSet()),
                        words(row.getString(6))),
                Follows.Schedule.parse(row.getString(7)).orElse(Follows.Schedule.DAILY),
                row.getLong(8));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Ends all that a person is told of so often. */
    static void end(Sql sql, long user, Follows.Schedule schedule) throws SQLException {
        sql.update("delete from followed_search where user_id = ? and schedule = ?", user, schedule.text());
    }
}
