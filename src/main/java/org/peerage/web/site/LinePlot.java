package org.peerage.web.site;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.peerage.store.DayStatistics;
import org.peerage.store.Statistic;
import org.peerage.web.page.Texts;

/**
 * One count over the days, to be drawn as SVG of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param id tells it from the others of the page
 * @param current the last count; empty: it is not known
 * @param summary what the drawing shows, in words
 * @param path of the line; empty: nothing to draw
 */
public record LinePlot(
        String id,
        String name,
        String current,
        String summary,
        String path,
        List<PlotTick> horizontal,
        List<PlotTick> vertical) {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 220;

    private static final int LEFT = 70;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    private static final int MAX_POINTS = 320;
    private static final int MAX_LABELS = 8;
    private static final int DAYS_OF_MONTHS = 800;

    public LinePlot {
        horizontal = List.copyOf(horizontal);
        vertical = List.copyOf(vertical);
    }

    /** A line with its label, at a place of the axis. */
    public record PlotTick(String place, String label) {}

    private record PlotPoint(long day, long count) {}

    static LinePlot of(String id, String name, List<DayStatistics> days, Statistic statistic) {
        List<PlotPoint> points = new ArrayList<>();
        for (DayStatistics day : days) {
            day.count(statistic)
                    .ifPresent(count -> points.add(new PlotPoint(day.day().toEpochDay(), count)));
        }
        if (points.isEmpty()) {
            return new LinePlot(id, name, "", "", "", List.of(), List.of());
        }
        PlotPoint first = points.getFirst();
        PlotPoint last = points.getLast();
        String summary = Texts.text(
                "stats.summary",
                name,
                LocalDate.ofEpochDay(first.day).toString(),
                Texts.number(first.count),
                LocalDate.ofEpochDay(last.day).toString(),
                Texts.number(last.count));
        long top = roundUp(points.stream().mapToLong(PlotPoint::count).max().orElse(1));
        long begin = days.getFirst().day().toEpochDay();
        long length = Math.max(1, days.getLast().day().toEpochDay() - begin);
        StringBuilder path = new StringBuilder();
        for (PlotPoint point : thinned(points)) {
            path.append(path.isEmpty() ? "M" : " L")
                    .append(x(point.day - begin, length))
                    .append(' ')
                    .append(y(point.count, top));
        }
        if (points.size() == 1) {
            path.append(" h4");
        }
        return new LinePlot(
                id,
                name,
                Texts.number(last.count),
                summary,
                path.toString(),
                dates(begin, days.getLast().day().toEpochDay()),
                List.of(
                        new PlotTick(y(0, top), Texts.number(0)),
                        new PlotTick(y(top / 2, top), Texts.number(top / 2)),
                        new PlotTick(y(top, top), Texts.number(top))));
    }

    /** As many as a screen can show; the last one is among them. */
    private static List<PlotPoint> thinned(List<PlotPoint> points) {
        int step = points.size() / MAX_POINTS + 1;
        List<PlotPoint> some = new ArrayList<>();
        for (int i = points.size() - 1; i >= 0; i -= step) {
            some.add(points.get(i));
        }
        return some.reversed();
    }

    /** The next even number of one digit and noughts, such as 400. */
    private static long roundUp(long most) {
        long unit = 1;
        while (most > 10 * unit) {
            unit *= 10;
        }
        long steps = (most + unit - 1) / unit;
        return Math.max(2, unit == 1 ? steps + steps % 2 : steps * unit);
    }

    /** Where years begin, or months of short times; the first day where there is nothing of either. */
    private static List<PlotTick> dates(long begin, long end) {
        long length = Math.max(1, end - begin);
        boolean months = length < DAYS_OF_MONTHS;
        List<LocalDate> starts = new ArrayList<>();
        LocalDate first = LocalDate.ofEpochDay(begin);
        LocalDate day = months ? first.withDayOfMonth(1) : first.withDayOfYear(1);
        while (day.toEpochDay() <= end) {
            if (day.toEpochDay() >= begin) {
                starts.add(day);
            }
            day = months ? day.plusMonths(1) : day.plusYears(1);
        }
        if (starts.isEmpty()) {
            return List.of(new PlotTick(x(0, length), first.toString()));
        }
        int step = starts.size() / MAX_LABELS + 1;
        List<PlotTick> ticks = new ArrayList<>();
        for (int i = 0; i < starts.size(); i += step) {
            String label = starts.get(i).toString().substring(0, months ? "2026-11".length() : "2026".length());
            ticks.add(new PlotTick(x(starts.get(i).toEpochDay() - begin, length), label));
        }
        return ticks;
    }

    private static String x(long days, long length) {
        return coordinate(LEFT + (double) days / length * (WIDTH - LEFT - RIGHT));
    }

    private static String y(long count, long top) {
        return coordinate(HEIGHT - BOTTOM - (double) count / top * (HEIGHT - TOP - BOTTOM));
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
