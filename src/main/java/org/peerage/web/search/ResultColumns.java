package org.peerage.web.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.Texts;

/** Which columns the results of a type have, and how they are sorted. */
record ResultColumns(ObjectType type, Snapshot snapshot) {
    private static final Map<ObjectType, List<String>> NAMES = Map.of(
            Net.TYPE,
                    List.of(
                            "name",
                            "asn",
                            "org",
                            "info_types",
                            "policy_general",
                            "info_traffic",
                            "info_scope",
                            "ix_count",
                            "fac_count"),
            Ix.TYPE, List.of("name", "org", "city", "country", "region_continent", "net_count", "fac_count"),
            Fac.TYPE, List.of("name", "org", "address1", "city", "country", "net_count", "ix_count"),
            Org.TYPE, List.of("name", "aka", "city", "country"),
            Carrier.TYPE, List.of("name", "org", "fac_count"),
            Campus.TYPE, List.of("name", "org", "facilities"));

    List<String> names() {
        return NAMES.getOrDefault(type, List.of("name"));
    }

    /** Rows in the order that is asked for, such as {@code -net_count}; else as they come. */
    List<Row> sorted(List<Row> rows, String sort) {
        boolean down = sort.startsWith("-");
        String name = down ? sort.substring(1) : sort;
        if (!names().contains(name)) {
            return rows;
        }
        Comparator<Row> order;
        if (isNumber(name)) {
            order = Comparator.comparingLong(row -> number(row, name));
        } else {
            Map<Long, String> keys = new HashMap<>();
            rows.forEach(row -> keys.put(row.id(), Folding.key(text(row, name))));
            order = Comparator.comparing(row -> Objects.requireNonNull(keys.get(row.id())));
        }
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort((down ? order.reversed() : order).thenComparingLong(Row::id));
        return sorted;
    }

    List<ResultTable.ResultColumn> headers(FilteredRows filtered, String sort) {
        return names().stream()
                .map(name -> {
                    String state = sort.equals(name) ? "ascending" : sort.equals("-" + name) ? "descending" : "none";
                    boolean numbers = isNumber(name);
                    // Names are read from A on, counts from the largest down.
                    String next = state.equals("none")
                            ? (numbers && !name.equals("asn") ? "-" : "") + name
                            : state.equals("ascending") ? "-" + name : name;
                    return new ResultTable.ResultColumn(
                            label(name),
                            state,
                            filtered.with("/advanced_search", "type=" + type.typeName() + "&sort=" + next),
                            numbers);
                })
                .toList();
    }

    private String label(String name) {
        return switch (name) {
            case "org" -> Texts.text("search.column.organization");
            case "ix_count" -> Texts.text("search.column.exchanges");
            case "fac_count", "facilities" -> Texts.text("search.column.facilities");
            case "net_count" -> Texts.text("search.column.networks");
            default -> type.field(name).map(Texts::label).orElse(name);
        };
    }

    List<ResultTable.ResultCell> cells(Row row) {
        return names().stream()
                .map(name -> new ResultTable.ResultCell(
                        isNumber(name) ? Long.toString(number(row, name)) : text(row, name),
                        link(row, name),
                        isNumber(name)))
                .toList();
    }

    private String link(Row row, String name) {
        return switch (name) {
            case "name" -> row.url();
            case "org" -> Org.of(row, snapshot).map(Row::url).orElse("");
            default -> "";
        };
    }

    private static boolean isNumber(String name) {
        return name.endsWith("_count") || name.equals("asn") || name.equals("facilities");
    }

    private long number(Row row, String name) {
        return switch (name) {
            case "asn" -> row.get(Net.ASN).value();
            case "facilities" ->
                ObjectValues.active(snapshot, Fac.CAMPUS_ID, row.id()).size();
            default -> ObjectValues.number(row, name);
        };
    }

    private String text(Row row, String name) {
        if (name.equals("org")) {
            return Org.of(row, snapshot).map(Row::name).orElse("");
        }
        return name.equals("info_types")
                ? Stream.of(row.text(name).split(",")).map(Texts::choice).collect(Collectors.joining(", "))
                : type.field(name)
                        .map(field -> Texts.choice(field, row.text(name)))
                        .orElseGet(() -> row.text(name));
    }
}
