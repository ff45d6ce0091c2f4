package org.peerage.accounts;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.registry.DailyCounts;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.DayStatistics;
import org.peerage.store.RegistryStore;
import org.peerage.store.Statistic;
import org.peerage.store.StatisticTable;

/**
 * Statistics by day, as {@code pdb_stats} has them (docs/spec/operations.md §3). A job counts each day once, when it is over;
 * whoever asks is answered with what was counted.
 */
public final class Statistics {
    /** The first day of the oldest rows that anybody has. */
    private static final LocalDate BEGINNING = LocalDate.of(2000, 1, 1);

    /** Nodes' clocks may differ: what belongs to a day is written by then. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Supplier<Snapshot> snapshots;
    private final RegistryStore store;
    private final Accounts accounts;
    private final Transactions database;
    private final Clock clock;
    private volatile @Nullable KnownDays known;

    public Statistics(
            Supplier<Snapshot> snapshots, RegistryStore store, Accounts accounts, Transactions database, Clock clock) {
        this.snapshots = snapshots;
        this.store = store;
        this.accounts = accounts;
        this.database = database;
        this.clock = clock;
    }

    private record KnownDays(Instant readAt, List<DayStatistics> days) {}

    /** Whether a day is over that was not counted. */
    public boolean isDue() {
        return lastCounted().filter(day -> !day.isBefore(lastOver())).isEmpty();
    }

    /** Counts the days that are over and were not counted; how many. */
    public int countDays() throws SQLException {
        List<DayStatistics> days = uncounted();
        database.inTransaction(sql -> {
            StatisticTable.add(sql, days);
            return days;
        });
        known = null;
        return days.size();
    }

    /** How many days are over that were not counted. */
    public int daysToCount() throws SQLException {
        return uncounted().size();
    }

    private List<DayStatistics> uncounted() throws SQLException {
        return count(lastCounted().map(day -> day.plusDays(1)).orElse(BEGINNING), lastOver());
    }

    /** All days that were counted, oldest first, and today as it is by now. */
    public List<DayStatistics> all() {
        KnownDays last = known;
        Instant now = clock.instant();
        if (last == null || Duration.between(last.readAt, now).abs().compareTo(KEPT) > 0) {
            List<DayStatistics> days = new ArrayList<>(database.withConnection(StatisticTable::all));
            days.add(today());
            last = new KnownDays(now, Collections.unmodifiableList(days));
            known = last;
        }
        return last.days;
    }

    /** One day: as it was counted, or counted now; empty where there was no registry, or the day is yet to come. */
    public Optional<DayStatistics> of(LocalDate day) throws SQLException {
        Optional<DayStatistics> counted =
                all().stream().filter(one -> one.day().equals(day)).findFirst();
        return counted.isPresent() || day.isAfter(lastOver())
                ? counted
                : count(day, day).stream().findFirst();
    }

    private Optional<LocalDate> lastCounted() {
        return database.withConnection(StatisticTable::last);
    }

    private LocalDate lastOver() {
        return LocalDate.ofInstant(clock.instant().minus(GRACE), ZoneOffset.UTC).minusDays(1);
    }

    private DayStatistics today() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Snapshot snapshot = snapshots.get();
        return withUsers(new DayStatistics(today, snapshot.version(), DailyCounts.count(snapshot)), arrivals());
    }

    private List<DayStatistics> count(LocalDate first, LocalDate last) throws SQLException {
        long[] arrivals = arrivals();
        return DailyCounts.between(snapshots.get(), store, first, last).stream()
                .map(day -> withUsers(day, arrivals))
                .toList();
    }

    /** Since when the people are here who are here now, in order. */
    private long[] arrivals() {
        return accounts.current().users().stream()
                .filter(user -> user.active() && user.verified())
                .mapToLong(UserAccount::created)
                .sorted()
                .toArray();
    }

    /** People are not in the log: of those who are here now, it is known since when. */
    private static DayStatistics withUsers(DayStatistics day, long[] arrivals) {
        long end = day.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        int low = 0;
        int high = arrivals.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (arrivals[middle] < end) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Map<Statistic, Long> counts = new EnumMap<>(Statistic.class);
        counts.putAll(day.counts());
        counts.put(Statistic.USERS, (long) low);
        return new DayStatistics(day.day(), day.version(), counts);
    }
}
