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
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.Texts;

/** Which columns the results of a type have, and how they are sorted. */
record ResultColumns(ObjectType type, Snapshot snapshot) {
    /** Of what a column has that is no field: the owner by its name, and the facilities of a campus. */
    private static final String ORGANIZATION = Org.TYPE.typeName();

    private static final String FACILITIES = "facilities";
    private static final Map<ObjectType, List<String>> NAMES = Map.of(
            Net.TYPE,
            names(
                    Net.NAME,
                    Net.ASN,
                    Net.ORG_ID,
                    Net.INFO_TYPES,
                    Net.POLICY_GENERAL,
                    Net.INFO_TRAFFIC,
                    Net.INFO_SCOPE,
                    Net.IX_COUNT,
                    Net.FAC_COUNT),
            Ix.TYPE,
            names(Ix.NAME, Ix.ORG_ID, Ix.CITY, Ix.COUNTRY, Ix.REGION_CONTINENT, Ix.NET_COUNT, Ix.FAC_COUNT),
            Fac.TYPE,
            names(Fac.NAME, Fac.ORG_ID, Fac.ADDRESS1, Fac.CITY, Fac.COUNTRY, Fac.NET_COUNT, Fac.IX_COUNT),
            Org.TYPE,
            names(Org.NAME, Org.AKA, Org.CITY, Org.COUNTRY),
            Carrier.TYPE,
            names(Carrier.NAME, Carrier.ORG_ID, Carrier.FAC_COUNT),
            Campus.TYPE,
            List.of(Campus.NAME.name(), ORGANIZATION, FACILITIES));

    private static List<String> names(Field<?>... columns) {
        return Stream.of(columns)
                .map(field -> field.isReference() ? field.target().typeName() : field.name())
                .toList();
    }

    List<String> names() {
        return NAMES.getOrDefault(type, List.of());
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
                            ? (numbers && !isAsn(name) ? "-" : "") + name
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
        return type.field(name)
                .map(Texts::label)
                .orElseGet(() -> name.equals(ORGANIZATION) ? Texts.singular(Org.TYPE) : Texts.plural(Fac.TYPE));
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
        if (name.equals(ORGANIZATION)) {
            return Org.of(row, snapshot).map(Row::url).orElse("");
        }
        return name.equals(names().getFirst()) ? row.url() : "";
    }

    private boolean isNumber(String name) {
        return type.field(name)
                .map(field -> field.type().kind() == ValueType.ValueKind.INTEGER)
                .orElse(name.equals(FACILITIES));
    }

    private static boolean isAsn(String name) {
        return name.equals(Net.ASN.name());
    }

    private long number(Row row, String name) {
        if (name.equals(FACILITIES)) {
            return ObjectValues.active(snapshot, Fac.CAMPUS_ID, row.id()).size();
        }
        return isAsn(name) ? row.get(Net.ASN).value() : ObjectValues.number(row, name);
    }

    private String text(Row row, String name) {
        if (name.equals(ORGANIZATION)) {
            return Org.of(row, snapshot).map(Row::name).orElse("");
        }
        return name.equals(Net.INFO_TYPES.name())
                ? Stream.of(row.text(name).split(",")).map(Texts::choice).collect(Collectors.joining(", "))
                : type.field(name)
                        .map(field -> Texts.choice(field, row.text(name)))
                        .orElseGet(() -> row.text(name));
    }
}
