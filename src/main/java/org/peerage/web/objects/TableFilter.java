package org.peerage.web.objects;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.web.objects.TableRow.TableCell;
import org.peerage.web.page.PageRequest;

/**
 * Which rows of a table are shown and in which order, as the address says it: {@code ?peers=words}, {@code
 * &peers.policy=Open}, {@code &peers.sort=-speed}, {@code &peers.all=1}. Scripts write and read the same (js/linked-tables.js).
 *
 * @param words all of which a row has somewhere
 * @param choices values by columns
 * @param sort the key of a column; empty: as it comes
 * @param all whether all of them are shown, however many
 */
record TableFilter(
        String table, String words, Map<String, String> choices, String sort, boolean descending, boolean all) {
    private static final int MAX_LENGTH = 200;

    static TableFilter of(PageRequest request, ObjectTable table) {
        String id = table.id();
        Map<String, String> choices = new LinkedHashMap<>();
        for (TableColumn column : table.columns()) {
            String chosen = limited(request.value(id + "." + column.key()));
            if (column.filtered() && !chosen.isEmpty()) {
                choices.put(column.key(), chosen);
            }
        }
        String sort = request.value(id + ".sort");
        boolean descending = sort.startsWith("-");
        String key = descending ? sort.substring(1) : sort;
        boolean known = table.column(key) >= 0;
        return new TableFilter(
                id,
                limited(request.value(id)),
                choices,
                known ? key : "",
                known && descending,
                request.value(id + ".all").equals("1"));
    }

    private static String limited(String value) {
        return value.length() > MAX_LENGTH ? "" : value;
    }

    ObjectTable applyTo(ObjectTable table) {
        List<String> wanted = words(words);
        ObjectTable fitting = wanted.isEmpty() && choices.isEmpty()
                ? table
                : table.with(table.rows().stream()
                        .filter(row -> fits(table, row, wanted))
                        .toList());
        return sort.isEmpty() ? fitting : fitting.sorted(table.column(sort), descending);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private boolean fits(ObjectTable table, TableRow row, List<String> wanted) {
        boolean chosen = choices.entrySet().stream()
                .allMatch(choice -> isValue(row.cells().get(table.column(choice.getKey())), choice.getValue()));
        if (!chosen || wanted.isEmpty()) {
            return chosen;
        }
        StringBuilder text = new StringBuilder(128);
        row.cells()
                .forEach(cell ->
                        text.append(cell.text()).append(' ').append(cell.mark()).append(' '));
        String all = text.toString().toLowerCase(Locale.ROOT);
        return wanted.stream().allMatch(all::contains);
    }

    private static boolean isValue(TableCell cell, String wanted) {
        return switch (cell.value()) {
            case Boolean truth -> wanted.equals(truth ? "yes" : "no");
            default -> cell.value().toString().equals(wanted);
        };
    }

    boolean isPlain() {
        return words.isEmpty() && choices.isEmpty() && sort.isEmpty();
    }

    TableFilter sortedBy(String key, boolean down) {
        return new TableFilter(table, words, choices, key, down, all);
    }

    TableFilter showingAll() {
        return new TableFilter(table, words, choices, sort, descending, true);
    }

    /** Its parameters of an address; none where it asks for nothing. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, table, words);
        choices.forEach((column, value) -> put(parameters, table + "." + column, value));
        put(parameters, table + ".sort", sort.isEmpty() ? "" : (descending ? "-" : "") + sort);
        put(parameters, table + ".all", all ? "1" : "");
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    /** Parameters as an address has them after its question mark. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
