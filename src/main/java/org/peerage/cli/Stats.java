package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.Statistics;
import org.peerage.store.DayStatistics;
import org.peerage.store.Statistic;
import org.peerage.web.site.StatisticsFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stats}: how many objects and people there were on a day, or on all days (docs/spec/operations.md §3, {@code pdb_stats}). */
@Command(
        name = "stats",
        description = "Tell how many objects and people there were at the end of a day.",
        mixinStandardHelpOptions = true)
public final class Stats implements Callable<Integer> {
    /** How the answer is written. */
    enum Format {
        TEXT,
        JSON,
        CSV
    }

    @Option(names = "--date", paramLabel = "DAY", description = "A day such as 2026-11-30; else today, by now.")
    private @Nullable LocalDate date;

    @Option(names = "--all", description = "All days that were counted, and today.")
    private boolean all;

    @Option(names = "--format", defaultValue = "text", description = "text, json or csv (${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        try (OpenRegistry open = OpenRegistry.of(database)) {
            Clock clock = Clock.systemUTC();
            var source = open.database().source();
            Statistics statistics = new Statistics(
                    open::current,
                    open.store(),
                    new Accounts(new AccountStore(source, new Passwords(Ticker.systemTicker()), clock)),
                    new Transactions(source),
                    clock);
            LocalDate day = date == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : date;
            List<DayStatistics> days = all
                    ? statistics.all()
                    : List.of(statistics
                            .of(day)
                            .orElseThrow(() -> new CommandException("nothing is known of " + day, 1)));
            System.out.print(
                    switch (format) {
                        case JSON -> StatisticsFiles.json(days) + "\n";
                        case CSV -> StatisticsFiles.csv(days);
                        case TEXT -> text(days);
                    });
            return 0;
        }
    }

    private static String text(List<DayStatistics> days) {
        StringBuilder text = new StringBuilder();
        for (DayStatistics day : days) {
            text.append(day.day()).append(day.isEstimated() ? " (by the dates of rows)\n" : "\n");
            for (Statistic statistic : Statistic.values()) {
                day.count(statistic)
                        .ifPresent(count -> text.append("    ")
                                .append(statistic.key())
                                .append(": ")
                                .append(count)
                                .append('\n'));
            }
        }
        return text.toString();
    }
}
