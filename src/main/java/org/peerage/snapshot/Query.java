package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * A question to one snapshot, as one caller sees it: what is hidden is neither found nor counted.
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
    public boolean isUnfiltered() {
        return conditions.isEmpty() && since <= 0 && order == null && skip == 0 && limit == 0 && isOfActive();
    }

    private boolean isOfActive() {
        return statuses.size() == 1 && statuses.contains(Status.OK);
    }

    /** The rows that the caller sees, as they see them, cut by {@code skip} and {@code limit}. */
    public List<Row> select(VisibleRows visible) {
        int[] ids = ids(visible);
        List<Row> rows = new ArrayList<>(ids.length);
        for (int id : ids) {
            rows.add(Objects.requireNonNull(visible.find(type, id)));
        }
        return rows;
    }

    /** The ids of these rows: most answers need no more than that. */
    public int[] ids(VisibleRows visible) {
        Table table = visible.table(type);
        Collector found = new Collector(visible, table);
        if (since > 0) {
            table.since(since, row -> found.takeChanged(row));
        } else {
            scan(found);
        }
        if (order == null) {
            return found.ids();
        }
        List<Row> rows = new ArrayList<>();
        for (int id : found.ids()) {
            rows.add(Objects.requireNonNull(visible.find(type, id)));
        }
        rows.sort(order);
        int from = Math.min(skip, rows.size());
        int to = limit == 0 ? rows.size() : (int) Math.min((long) from + limit, rows.size());
        return rows.subList(from, to).stream().mapToInt(row -> (int) row.id()).toArray();
    }

    private void scan(Collector found) {
        Condition narrow = null;
        int[] candidates = {};
        for (Condition condition : conditions) {
            Optional<int[]> ids = condition.candidates(found.visible);
            if (ids.isPresent() && (narrow == null || ids.get().length < candidates.length)) {
                narrow = condition;
                candidates = ids.get();
            }
        }
        if (narrow != null) {
            found.take(candidates, without(narrow));
        } else {
            found.scan();
        }
    }

    /** What is left to test of rows that this condition told: an index knows hidden values, too. */
    private List<Condition> without(Condition told) {
        if (!told.isExact() || type.mayHide()) {
            return conditions;
        }
        List<Condition> rest = new ArrayList<>(conditions);
        rest.remove(told);
        return rest;
    }

    /** Takes rows that fulfil the conditions until the limit is reached; sorts of its own come later. */
    private final class Collector {
        private final VisibleRows visible;
        private final Table table;
        private final boolean onlyActive = isOfActive();
        private int toSkip = order == null ? skip : 0;
        private int[] ids = new int[16];
        private int count;

        Collector(VisibleRows visible, Table table) {
            this.visible = visible;
            this.table = table;
        }

        int[] ids() {
            return count == ids.length ? ids : Arrays.copyOf(ids, count);
        }

        boolean takeChanged(Row stored) {
            Row row = type.mayHide() ? visible.find(table, stored.id()) : stored;
            return row == null || take(row, conditions);
        }

        private boolean take(Row row, List<Condition> tests) {
            return !statuses.contains(row.status()) || !fulfils(row, tests) || add((int) row.id());
        }

        void take(int[] candidates, List<Condition> tests) {
            Page page = null;
            int number = -1;
            for (int id : candidates) {
                if (id >>> Page.BITS != number) {
                    number = id >>> Page.BITS;
                    page = visible.page(table, id);
                }
                if (page != null && !take(page, id & (Page.ROWS - 1), id, tests)) {
                    return;
                }
            }
        }

        void scan() {
            List<PageCondition> ofPages = new ArrayList<>();
            List<Condition> tests = new ArrayList<>();
            for (Condition condition : conditions) {
                if (condition instanceof PageCondition ofPage) {
                    ofPages.add(ofPage);
                }
                if (!(condition instanceof PageCondition) || !condition.isExact()) {
                    tests.add(condition);
                }
            }
            table.pages().forEachWhile((number, stored) -> {
                Page page = visible.page(table, stored);
                long slots = onlyActive ? page.active() : -1;
                for (int i = 0; i < ofPages.size() && slots != 0; i++) {
                    slots &= ofPages.get(i).candidates(page);
                }
                for (; slots != 0; slots &= slots - 1) {
                    int slot = Long.numberOfTrailingZeros(slots);
                    if (!take(page, slot, (int) (number << Page.BITS) + slot, tests)) {
                        return false;
                    }
                }
                return true;
            });
        }

        /** Active rows are told by their page: a row that nothing else is to be known of is not looked at. */
        private boolean take(Page page, int slot, int id, List<Condition> tests) {
            if (onlyActive && tests.isEmpty()) {
                return !page.isActive(slot) || add(id);
            }
            Row row = onlyActive && !page.isActive(slot) ? null : page.row(slot);
            return row == null || take(row, tests);
        }

        private boolean fulfils(Row row, List<Condition> tests) {
            for (int i = 0; i < tests.size(); i++) {
                if (!tests.get(i).matches(row, visible)) {
                    return false;
                }
            }
            return true;
        }

        private boolean add(int id) {
            if (toSkip > 0) {
                toSkip--;
                return true;
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
            return order != null || limit == 0 || count < limit;
        }
    }
}
