package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as a page shows it first: the rows that were asked for, or the first of them.
 *
 * @param count of the rows that work, for the heading
 * @param all rows, whatever is asked for
 * @param found of the rows that were asked for
 * @param signIn the address of the page for signing in, where there may be more than a stranger is shown; may be empty
 * @param rows the first of those found
 * @param words that rows are filtered by
 * @param url the address of the page
 * @param files the address of the table, which files' addresses begin with
 * @param query what the address asks of this table
 * @param others what it asks of other tables of the page, by name
 * @param complete whether all rows of the table are here
 */
public record TableView(
        String id,
        String title,
        int count,
        int all,
        int found,
        String summary,
        String signIn,
        List<Heading> headings,
        List<TableRow> rows,
        String words,
        List<Choice> choices,
        List<ObjectView.PageAction> addActions,
        boolean edits,
        String url,
        String files,
        String query,
        String allUrl,
        Map<String, String> others,
        boolean complete) {
    /** How many rows a page has at first; a row is about a dozen elements. */
    static final int FIRST_ROWS = 100;

    /** From how many rows on there is something to filter. */
    private static final int MIN_FILTERED = 5;

    /** A heading; {@code sorted} is the value of {@code aria-sort}, and {@code url} sorts by the column. */
    public record Heading(
            TableColumn column, String url, @Nullable String sorted) {}

    /** Values of a column to choose from; {@code chosen} may be empty. */
    public record Choice(String name, String label, String chosen, List<FormView.Option> options) {}

    public boolean isFilterable() {
        return all >= MIN_FILTERED;
    }

    public boolean isEmpty() {
        return all == 0;
    }

    public boolean hasMore() {
        return rows.size() < found;
    }

    /** An address of the table's rows in that form, such as {@code csv}. */
    public String file(String format) {
        return files + "." + format + (query.isEmpty() ? "" : "?" + query);
    }

    static TableView of(ObjectTable table, TableFilter filter, String page, String signIn, Map<String, String> others) {
        ObjectTable found = filter.applyTo(table);
        List<TableRow> all = found.rows();
        List<TableRow> shown = filter.all() || all.size() <= FIRST_ROWS ? all : all.subList(0, FIRST_ROWS);
        List<Heading> headings = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            boolean isSorted = filter.sort().equals(column.key());
            boolean down = isSorted && !filter.descending();
            headings.add(new Heading(
                    column,
                    address(page, filter.sortedBy(column.key(), down), others),
                    isSorted ? (filter.descending() ? "descending" : "ascending") : null));
        }
        return new TableView(
                table.id(),
                table.title(),
                table.count(),
                table.rows().size(),
                all.size(),
                table.summary(),
                table.hidden() ? signIn : "",
                headings,
                shown,
                filter.words(),
                choices(table, filter),
                table.addActions(),
                table.edits(),
                page,
                page + "/tables/" + table.id(),
                TableFilter.query(filter.parameters()),
                address(page, filter.showingAll(), others),
                others,
                shown.size() == table.rows().size() && filter.isPlain());
    }

    private static String address(String page, TableFilter filter, Map<String, String> others) {
        Map<String, String> parameters = new LinkedHashMap<>(others);
        parameters.putAll(filter.parameters());
        return page + (parameters.isEmpty() ? "" : "?" + TableFilter.query(parameters)) + "#" + filter.table();
    }

    private static List<Choice> choices(ObjectTable table, TableFilter filter) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableColumn column = table.columns().get(i);
            if (column.filtered()) {
                List<FormView.Option> options = column.kind() == TableColumn.Kind.FLAG
                        ? ValueFormatter.flags()
                        : table.values(i).entrySet().stream()
                                .map(value -> new FormView.Option(value.getKey(), value.getValue()))
                                .toList();
                if (options.size() > 1) {
                    choices.add(new Choice(
                            table.id() + "." + column.key(),
                            column.label(),
                            filter.choices().getOrDefault(column.key(), ""),
                            options));
                }
            }
        }
        return choices;
    }
}
