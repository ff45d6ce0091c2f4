package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * A question to one snapshot.
 *
 * @param statuses rows of other statuses are left out
 * @param since epoch seconds; above 0 the rows come in order of {@code updated}, else of id
 * @param order another order of the rows that were found, before {@code skip} and {@code limit}
 * @param limit 0: all
 */
public record Query(
        ObjectType type,
        Set<Status> statuses,
        List<Condition> conditions,
        long since,
        @Nullable Comparator<Row> order,
        int skip,
        int limit) {

    public Query {
        statuses = EnumSet.copyOf(statuses);
        conditions = List.copyOf(conditions);
    }

    /** Whether the answer is every active row in order of id. */
    public boolean isWhole() {
        return conditions.isEmpty() && since <= 0 && order == null && skip == 0 && limit == 0 && isOfActive();
    }

    private boolean isOfActive() {
        return statuses.size() == 1 && statuses.contains(Status.OK);
    }

    /** The rows, cut by {@code skip} and {@code limit}. */
    public List<Row> select(Snapshot snapshot) {
        Table table = snapshot.table(type);
        Collector found = new Collector(snapshot);
        if (since > 0) {
            table.since(since, found::take);
        } else {
            scan(table, snapshot, found);
        }
        if (order == null) {
            return found.rows;
        }
        found.rows.sort(order);
        int from = Math.min(skip, found.rows.size());
        int to = limit == 0 ? found.rows.size() : (int) Math.min((long) from + limit, found.rows.size());
        return found.rows.subList(from, to);
    }

    private void scan(Table table, Snapshot snapshot, Collector found) {
        Optional<int[]> candidates = conditions.stream()
                .map(condition -> condition.candidates(snapshot))
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(ids -> ids.length));
        if (candidates.isPresent()) {
            for (int id : candidates.get()) {
                if (!found.take(table.find(id))) {
                    return;
                }
            }
        } else {
            List<PageCondition> ofPages = conditions.stream()
                    .filter(PageCondition.class::isInstance)
                    .map(PageCondition.class::cast)
                    .toList();
            table.pages().untilFalse(page -> {
                long slots = -1;
                for (PageCondition condition : ofPages) {
                    slots &= condition.candidates(page);
                }
                for (; slots != 0; slots &= slots - 1) {
                    if (!found.take(page.row(Long.numberOfTrailingZeros(slots)))) {
                        return false;
                    }
                }
                return true;
            });
        }
    }

    /** Takes rows that fulfil the conditions until the limit is reached; sorts of its own come later. */
    private final class Collector {
        private final Snapshot snapshot;
        private final List<Row> rows = new ArrayList<>();
        private int toSkip = order == null ? skip : 0;

        Collector(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        boolean take(@Nullable Row row) {
            if (row == null || !statuses.contains(row.status())) {
                return true;
            }
            for (Condition condition : conditions) {
                if (!condition.holds(row, snapshot)) {
                    return true;
                }
            }
            if (toSkip > 0) {
                toSkip--;
                return true;
            }
            rows.add(row);
            return order != null || limit == 0 || rows.size() < limit;
        }
    }
}
