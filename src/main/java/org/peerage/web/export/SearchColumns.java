package org.peerage.web.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.snapshot.Snapshot;

/** The columns of each type in exports of the advanced search, by the titles of the reference (docs/spec/operations.md §7.1). */
final class SearchColumns {
    private static final Map<ObjectType, Map<String, BiFunction<Row, Snapshot, Object>>> BY_TYPE = Map.of(
            Net.TYPE,
            columns(
                    "Name=name",
                    "Also known as=aka",
                    "ASN=asn",
                    "General Policy=policy_general",
                    "Network Type=info_type",
                    "Network Scope=info_scope",
                    "Traffic Levels=info_traffic",
                    "Traffic Ratio=info_ratio",
                    "Exchanges=ix_count",
                    "Facilities=fac_count"),
            Fac.TYPE,
            columns(
                    "Name=name",
                    "Management=org_name",
                    "CLLI=clli",
                    "NPA-NXX=npanxx",
                    "City=city",
                    "Country=country",
                    "State=state",
                    "Postal Code=zipcode",
                    "Networks=net_count"),
            Ix.TYPE,
            columns("Name=name", "Country=country", "City=city", "Networks=net_count"),
            Org.TYPE,
            columns("Name=name", "Country=country", "City=city"),
            Campus.TYPE,
            columns("Name=name", "Name Long=name_long", "Website=website", "Fac_set=fac_set"),
            Carrier.TYPE,
            columns("Name=name", "Long Name=name_long", "Organization=org_name", "Facilities=fac_count"));

    private SearchColumns() {}

    /** Empty: objects of that type are not exported. */
    static Optional<Map<String, BiFunction<Row, Snapshot, Object>>> of(ObjectType type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    static List<Object> cells(Map<String, BiFunction<Row, Snapshot, Object>> columns, Row row, Snapshot snapshot) {
        List<Object> cells = new ArrayList<>(columns.size());
        columns.values().forEach(column -> cells.add(column.apply(row, snapshot)));
        return cells;
    }

    private static Map<String, BiFunction<Row, Snapshot, Object>> columns(String... titlesAndKeys) {
        Map<String, BiFunction<Row, Snapshot, Object>> columns = new LinkedHashMap<>();
        for (String column : titlesAndKeys) {
            String key = column.substring(column.indexOf('=') + 1);
            columns.put(column.substring(0, column.indexOf('=')), (row, snapshot) -> value(row, key, snapshot));
        }
        return columns;
    }

    private static Object value(Row row, String key, Snapshot snapshot) {
        return switch (key) {
            case "org_name" -> Org.of(row, snapshot).map(Row::name).orElse("");
            case "fac_set" -> facilities(row, snapshot);
            default -> shown(row, key, snapshot);
        };
    }

    /** What the API shows under that key; nothing is an empty text. */
    private static Object shown(Row row, String name, Snapshot snapshot) {
        for (JsonKey key : row.type().keys()) {
            if (key.name().equals(name)) {
                return switch (key) {
                    case Field<?> field -> cell(field, row, snapshot);
                    case JsonKey.Computed<?> computed -> cell(computed, row, snapshot);
                    default -> "";
                };
            }
        }
        return "";
    }

    private static <T> Object cell(Field<T> field, Row row, Snapshot snapshot) {
        return cell(field.type(), field.presented(row, snapshot));
    }

    private static <T> Object cell(JsonKey.Computed<T> key, Row row, Snapshot snapshot) {
        return cell(key.type(), key.value().apply(row, snapshot));
    }

    private static <T> Object cell(ValueType<T> type, @Nullable T value) {
        return switch (value) {
            case null -> "";
            case Long number -> number;
            case Asn asn -> asn.value();
            default -> type.text(value);
        };
    }

    /** The reference fails here: it wants to list facilities that it did not read. */
    private static String facilities(Row campus, Snapshot snapshot) {
        return campus.type() == Campus.TYPE
                ? snapshot.referring(Fac.CAMPUS_ID, campus.id()).stream()
                        .filter(Row::isActive)
                        .map(facility -> facility.get(Fac.NAME))
                        .collect(Collectors.joining(", "))
                : "";
    }
}
