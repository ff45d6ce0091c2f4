package org.peerage.store;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many of what there were at the end of a day.
 *
 * @param version of the registry then; 0: the log does not reach so far, and the dates of today's rows told the counts
 * @param counts what is not in it is not known
 */
public record DayStatistics(LocalDate day, long version, Map<Statistic, Long> counts) {
    public DayStatistics {
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    public OptionalLong count(Statistic statistic) {
        Long count = counts.get(statistic);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    public boolean isEstimated() {
        return version == 0;
    }
}
