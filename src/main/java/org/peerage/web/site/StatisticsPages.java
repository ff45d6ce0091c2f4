package org.peerage.web.site;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.peerage.store.DayStatistics;
import org.peerage.store.Statistic;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** How the registry grew: a plot for each kind of object, with the figures beside them, and all days as a file. */
public final class StatisticsPages {
    private static final int DAYS_OF_YEAR = 366;

    /** A row of the table: a day, and its counts in the order of {@link Statistic}; those that are not known are empty. */
    public record StatisticsRow(String day, boolean estimated, List<String> counts) {
        public StatisticsRow {
            counts = List.copyOf(counts);
        }
    }

    public PageResponse show(PageRequest request) {
        List<DayStatistics> all = request.services().statistics().all();
        switch (request.pathSegment(1)) {
            case "" -> {}
            case "days.csv" -> {
                return PageResponse.Download.of("statistics.csv", SafeCsvWriter.TYPE, StatisticsFiles.csv(all));
            }
            case "days.json" -> {
                return new PageResponse.JsonResponse(200, StatisticsFiles.json(all));
            }
            default -> {
                return new PageResponse.NotFoundResponse();
            }
        }
        boolean lastYear = request.value("period").equals("year");
        LocalDate first = all.getLast().day().minusDays(DAYS_OF_YEAR);
        List<DayStatistics> shown = lastYear
                ? all.stream().filter(day -> !day.day().isBefore(first)).toList()
                : all;
        List<LinePlot> plots = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            plots.add(LinePlot.of(statistic.key(), name(statistic), shown, statistic));
        }
        return PageResponse.TemplateResponse.of(
                "site/statistics.jte",
                Map.of(
                        "shell", request.frame(Texts.text("stats.title")),
                        "plots", plots,
                        "names",
                                Arrays.stream(Statistic.values())
                                        .map(StatisticsPages::name)
                                        .toList(),
                        "rows", rows(shown, lastYear),
                        "lastYear", lastYear,
                        "estimated",
                                shown.stream()
                                        .anyMatch(day -> day.isEstimated()
                                                && !day.day()
                                                        .equals(shown.getLast().day()))));
    }

    private static String number(OptionalLong count) {
        return count.isPresent() ? Texts.number(count.getAsLong()) : "";
    }

    private static String name(Statistic statistic) {
        return Texts.text("stats." + statistic.key());
    }

    /** The last day of each year, or of each month of the last one; the newest first. */
    private static List<StatisticsRow> rows(List<DayStatistics> days, boolean months) {
        Map<String, DayStatistics> last = new LinkedHashMap<>();
        for (DayStatistics day : days) {
            String period = day.day().toString().substring(0, months ? "2026-11".length() : "2026".length());
            last.put(period, day);
        }
        List<StatisticsRow> rows = new ArrayList<>();
        last.values()
                .forEach(day -> rows.add(new StatisticsRow(
                        day.day().toString(),
                        day.isEstimated() && !day.day().equals(days.getLast().day()),
                        Arrays.stream(Statistic.values())
                                .map(statistic -> number(day.count(statistic)))
                                .toList())));
        return rows.reversed();
    }
}
