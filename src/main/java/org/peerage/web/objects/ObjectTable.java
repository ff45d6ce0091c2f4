package org.peerage.web.objects;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.net.IpAddress;
import org.peerage.text.Collation;
import org.peerage.web.objects.TableRow.TableCell;

/**
 * What an object is linked to, all of it, in the order of names.
 *
 * @param id what it is called in addresses
 * @param summary what it adds up to; may be empty
 * @param count what its heading says: of the rows those that work
 * @param hidden whether there may be more than this visitor is shown
 * @param edits whether rows end with what can be done to them
 */
record ObjectTable(
        String id,
        String title,
        String summary,
        int count,
        boolean hidden,
        List<TableColumn> columns,
        List<TableRow> rows,
        List<ObjectView.PageAction> addActions,
        boolean edits) {

    ObjectTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static ObjectTable of(String id, String title, List<TableColumn> columns, List<TableRow> rows) {
        return new ObjectTable(id, title, "", rows.size(), false, columns, rows, List.of(), false);
    }

    ObjectTable summary(String text, int works) {
        return new ObjectTable(id, title, text, works, hidden, columns, rows, addActions, edits);
    }

    ObjectTable mayHideMore(boolean hides) {
        return new ObjectTable(id, title, summary, count, hides, columns, rows, addActions, edits);
    }

    ObjectTable adding(List<ObjectView.PageAction> actions) {
        return new ObjectTable(id, title, summary, count, hidden, columns, rows, actions, edits);
    }

    ObjectTable editing(boolean rowsEnd) {
        return new ObjectTable(id, title, summary, count, hidden, columns, rows, addActions, rowsEnd);
    }

    /** The same in the order of the first column, and of the second where that is the same. */
    ObjectTable byName() {
        return sorted(0, false);
    }

    ObjectTable sorted(int column, boolean descending) {
        record Keyed(TableRow row, SortKey key) {}
        Comparator<Keyed> order = Comparator.comparing(Keyed::key, SortKey.order(descending));
        List<TableRow> sorted = rows.stream()
                .map(row -> new Keyed(row, SortKey.of(row.cells().get(column))))
                .sorted(order)
                .map(Keyed::row)
                .toList();
        return with(sorted);
    }

    ObjectTable with(List<TableRow> others) {
        return new ObjectTable(id, title, summary, count, hidden, columns, others, addActions, edits);
    }

    int column(String key) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** The values of a column, as texts of an address and as the page shows them, in the order of the latter. */
    Map<String, String> values(int column) {
        Map<String, TableCell> cells = new LinkedHashMap<>();
        rows.stream()
                .map(row -> row.cells().get(column))
                .filter(cell -> !cell.text().isEmpty())
                .forEach(cell -> cells.putIfAbsent(cell.value().toString(), cell));
        Map<String, String> values = new LinkedHashMap<>();
        cells.values().stream()
                .sorted(Comparator.comparing(cell -> SortKey.of(cell), SortKey.order(false)))
                .forEach(cell -> values.put(cell.value().toString(), cell.text()));
        return values;
    }

    /** What a cell is sorted by; empty cells come last. */
    private record SortKey(boolean isEmpty, Comparable<Object> value) {
        static SortKey of(TableCell cell) {
            Object value = cell.value();
            return switch (value) {
                case String text -> new SortKey(text.isEmpty(), comparable(Collation.sortKey(text)));
                case Boolean truth -> new SortKey(false, comparable(truth));
                case Long number -> new SortKey(false, comparable(number));
                case IpAddress address -> new SortKey(false, comparable(address));
                default -> throw new IllegalArgumentException("no order of " + value.getClass());
            };
        }

        @SuppressWarnings(
                "unchecked") // a column has values of one kind, and empty texts, which are never compared to them
        private static Comparable<Object> comparable(Comparable<?> value) {
            return (Comparable<Object>) value;
        }

        static Comparator<SortKey> order(boolean descending) {
            Comparator<SortKey> values = (a, b) -> a.isEmpty ? 0 : a.value.compareTo(b.value);
            return Comparator.comparing(SortKey::isEmpty).thenComparing(descending ? values.reversed() : values);
        }
    }
}
