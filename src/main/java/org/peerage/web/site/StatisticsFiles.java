package org.peerage.web.site;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.store.DayStatistics;
import org.peerage.store.Statistic;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Statistics by day as files; the JSON is that of {@code pdb_stats} (docs/spec/operations.md §3). */
public final class StatisticsFiles {
    private StatisticsFiles() {}

    /** A line for each day (RFC 4180); what is not known is empty. */
    public static String csv(List<DayStatistics> days) {
        StringBuilder text = new StringBuilder("day,estimated,")
                .append(Arrays.stream(Statistic.values()).map(Statistic::key).collect(Collectors.joining(",")))
                .append("\r\n");
        for (DayStatistics day : days) {
            text.append(day.day()).append(',').append(day.isEstimated());
            for (Statistic statistic : Statistic.values()) {
                @Nullable Long count = day.counts().get(statistic);
                text.append(',').append(count == null ? "" : count.toString());
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    /** Days with their counts; what is not known is null. */
    public static String json(List<DayStatistics> days) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (DayStatistics day : days) {
            ObjectNode counts = all.putObject(day.day().toString());
            for (Statistic statistic : Statistic.values()) {
                counts.put(statistic.key(), day.counts().get(statistic));
            }
        }
        return all.toString();
    }
}
