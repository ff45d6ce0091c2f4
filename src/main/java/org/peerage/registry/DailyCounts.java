package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.DayStatistics;
import org.peerage.store.RegistryStore;
import org.peerage.store.Statistic;
import tools.jackson.databind.JsonNode;

/**
 * How many active objects there were at the end of days that are over: from the present state back, change by change, as far
 * as the log leads. Of days before everything was loaded, the dates of the rows tell it: when they were made, and
 * when those were deleted that are deleted now. Counts only what everybody sees (docs/spec/record.md §0, rule P).
 */
public final class DailyCounts {
    private static final int VERSIONS_AT_ONCE = 5000;

    private static final Map<ObjectType, Statistic> COUNTED = Map.of(
            Fac.TYPE, Statistic.FAC,
            Ix.TYPE, Statistic.IX,
            Net.TYPE, Statistic.NET,
            Org.TYPE, Statistic.ORG,
            Carrier.TYPE, Statistic.CARRIER,
            Campus.TYPE, Statistic.CAMPUS,
            NetIxLan.TYPE, Statistic.NETIXLAN,
            NetFac.TYPE, Statistic.NETFAC);

    /** As the log has them; inside of values, quotes have a stroke before them. */
    private static final List<String> COUNTED_FIELDS =
            List.of("\"status\":", "\"" + Net.ALLOW_IXP_UPDATE.name() + "\":");

    private final Snapshot present;
    private final RegistryStore store;
    private final Map<Statistic, Long> counts;
    private final Map<ChangedObject, RowState> touched = new HashMap<>();
    private long version;

    private DailyCounts(Snapshot present, RegistryStore store) {
        this.present = present;
        this.store = store;
        this.counts = new EnumMap<>(count(present));
        this.version = present.version();
    }

    /** What of a row is counted. */
    private record RowState(boolean active, boolean automated) {
        static final RowState ABSENT = new RowState(false, false);
    }

    /** How many there are now. */
    public static Map<Statistic, Long> count(Snapshot snapshot) {
        Map<Statistic, Long> counts = new EnumMap<>(Statistic.class);
        COUNTED.forEach((type, statistic) -> {
            long[] found = new long[2];
            snapshot.forEach(type, row -> {
                if (row.isActive()) {
                    found[0]++;
                    found[1] += isAutomated(row) ? 1 : 0;
                }
            });
            counts.put(statistic, found[0]);
            if (type == Net.TYPE) {
                counts.put(Statistic.AUTOMATED_NETS, found[1]);
            }
        });
        return counts;
    }

    private static boolean isAutomated(Row row) {
        return row.type() == Net.TYPE && row.get(Net.ALLOW_IXP_UPDATE);
    }

    /**
     * The counts at the end of each of these days, of which the last is over, newest first. Ends where there was no registry yet,
     * and is empty while the present state lacks changes of those days.
     */
    public static List<DayStatistics> between(Snapshot present, RegistryStore store, LocalDate first, LocalDate last)
            throws SQLException {
        if (last.isBefore(first) || store.versionBefore(endOf(last)) > present.version()) {
            return List.of();
        }
        DailyCounts counts = new DailyCounts(present, store);
        List<DayStatistics> days = new ArrayList<>();
        for (LocalDate day = last; !day.isBefore(first); day = day.minusDays(1)) {
            long then = store.versionBefore(endOf(day));
            if (!counts.rewindTo(then)) {
                days.addAll(estimated(present, first, day));
                break;
            }
            if (then == 0) {
                break;
            }
            days.add(new DayStatistics(day, then, counts.counts));
        }
        return days;
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Goes back to an earlier version; false where everything was loaded after it. */
    private boolean rewindTo(long wanted) throws SQLException {
        while (version > wanted) {
            long from = Math.max(wanted, version - VERSIONS_AT_ONCE);
            for (Change change :
                    store.changesAfter(from, (int) (version - from)).reversed()) {
                if (change.type().equals(Change.EVERYTHING)) {
                    return false;
                }
                ChangedObject.of(change)
                        .filter(object -> COUNTED.containsKey(object.type()))
                        .ifPresent(object -> undo(object, change));
            }
            version = from;
        }
        return true;
    }

    private void undo(ChangedObject object, Change change) {
        if (change.before() != null && COUNTED_FIELDS.stream().noneMatch(change.before()::contains)) {
            return;
        }
        ObjectType type = object.type();
        @Nullable RowState known = touched.get(object);
        RowState after = known == null ? state(present.find(type, object.id())) : known;
        RowState before = change.before() == null ? RowState.ABSENT : before(after, ChangeLog.read(change.before()));
        touched.put(object, before);
        Statistic statistic = Objects.requireNonNull(COUNTED.get(type));
        counts.merge(statistic, step(before.active, after.active), Long::sum);
        if (type == Net.TYPE) {
            counts.merge(
                    Statistic.AUTOMATED_NETS,
                    step(before.active && before.automated, after.active && after.automated),
                    Long::sum);
        }
    }

    private static RowState state(@Nullable Row row) {
        return row == null ? RowState.ABSENT : new RowState(row.isActive(), isAutomated(row));
    }

    private static RowState before(RowState after, JsonNode values) {
        JsonNode status = values.path("status");
        JsonNode automated = values.path(Net.ALLOW_IXP_UPDATE.name());
        return new RowState(
                status.isMissingNode() ? after.active : status.asString("").equals(Status.OK.text()),
                automated.isMissingNode() ? after.automated : automated.asBoolean(false));
    }

    private static long step(boolean before, boolean after) {
        return (before ? 1L : 0L) - (after ? 1L : 0L);
    }

    /** By the dates of rows, newest day first, back to the first that has one. */
    private static List<DayStatistics> estimated(Snapshot present, LocalDate first, LocalDate last) {
        int length = (int) (last.toEpochDay() - first.toEpochDay()) + 1;
        Map<Statistic, long[]> steps = new EnumMap<>(Statistic.class);
        Optional<LocalDate> oldest = Optional.empty();
        for (Map.Entry<ObjectType, Statistic> counted : COUNTED.entrySet()) {
            long[] ofType = new long[length + 1];
            long[] earliest = {Long.MAX_VALUE};
            present.forEach(counted.getKey(), row -> {
                if (row.status() == Status.PENDING) {
                    return;
                }
                long made = dayOf(row.created());
                earliest[0] = Math.min(earliest[0], made);
                ofType[place(made, first, length)]++;
                if (row.status() == Status.DELETED) {
                    ofType[Math.max(place(made, first, length), place(dayOf(row.updated()), first, length))]--;
                }
            });
            steps.put(counted.getValue(), ofType);
            if (earliest[0] != Long.MAX_VALUE
                    && oldest.filter(day -> day.toEpochDay() <= earliest[0]).isEmpty()) {
                oldest = Optional.of(LocalDate.ofEpochDay(earliest[0]));
            }
        }
        List<DayStatistics> days = new ArrayList<>();
        Map<Statistic, Long> sums = new EnumMap<>(Statistic.class);
        for (int i = 0; i < length; i++) {
            LocalDate day = first.plusDays(i);
            for (Map.Entry<Statistic, long[]> ofType : steps.entrySet()) {
                sums.merge(ofType.getKey(), ofType.getValue()[i], Long::sum);
            }
            if (oldest.filter(begin -> !day.isBefore(begin)).isPresent()) {
                days.add(new DayStatistics(day, 0, sums));
            }
        }
        return days.reversed();
    }

    /** Of what was before the first day, that one; of what is after the last, the place behind it. */
    private static int place(long day, LocalDate first, int length) {
        return Math.clamp(day - first.toEpochDay(), 0, length);
    }

    private static long dayOf(long seconds) {
        return Math.floorDiv(seconds, 86_400L);
    }
}
