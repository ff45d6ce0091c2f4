package org.peerage.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The counts of each day in the database. */
public final class StatisticTable {
    private static final String COLUMNS = "day, version, "
            + Arrays.stream(Statistic.values()).map(Statistic::key).collect(Collectors.joining(", "));

    /** The place of the first count in {@link #COLUMNS}. */
    private static final int FIRST_COUNT = 3;

    private StatisticTable() {}

    /** Adds days; one that is there already stays as it is. */
    public static void add(Sql sql, List<DayStatistics> days) throws SQLException {
        String places = COLUMNS.replaceAll("[a-z_]+", "?");
        try (PreparedStatement statement = sql.connection()
                .prepareStatement("insert into statistic_day (" + COLUMNS + ") values (" + places
                        + ") on conflict (day) do nothing")) {
            for (DayStatistics day : days) {
                statement.setLong(1, day.day().toEpochDay());
                statement.setLong(2, day.version());
                int column = FIRST_COUNT;
                for (Statistic statistic : Statistic.values()) {
                    @Nullable
                    Long count = statistic == Statistic.AUTOMATED_NETS
                            ? day.counts().get(statistic)
                            : Long.valueOf(day.counts().getOrDefault(statistic, 0L));
                    statement.setObject(column++, count, Types.BIGINT);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** All days, oldest first. */
    public static List<DayStatistics> all(Sql sql) throws SQLException {
        return sql.query("select " + COLUMNS + " from statistic_day order by day", StatisticTable::day);
    }

    /** The last day that is counted. */
    public static Optional<LocalDate> last(Sql sql) throws SQLException {
        return sql.query("select day from statistic_day order by day desc limit 1", row -> row.getLong(1)).stream()
                .map(LocalDate::ofEpochDay)
                .findFirst();
    }

    private static DayStatistics day(ResultSet row) throws SQLException {
        Map<Statistic, Long> counts = new EnumMap<>(Statistic.class);
        int column = FIRST_COUNT;
        for (Statistic statistic : Statistic.values()) {
            long count = row.getLong(column++);
            if (!row.wasNull()) {
                counts.put(statistic, count);
            }
        }
        return new DayStatistics(LocalDate.ofEpochDay(row.getLong(1)), row.getLong(2), counts);
    }
}
