package org.peerage.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;

/** Values that are taken as they are, though the registry would not let anybody write them; counted, not listed. */
final class Oddities {
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<Long, Long> exchangeOfLan = new HashMap<>();
    private final Map<Long, Map<Long, Integer>> claimedExchanges = new HashMap<>();

    void look(ObjectType type, JsonNode json, Row row) {
        for (Field<?> field : type.fields()) {
            look(type, field, json, row);
        }
        if (type == IxLan.TYPE) {
            exchangeOfLan.put(row.id(), row.get(IxLan.IX_ID));
        } else if (type == NetIxLan.TYPE && json.path("ix_id").isIntegralNumber()) {
            claimedExchanges
                    .computeIfAbsent(row.get(NetIxLan.IXLAN_ID), lan -> new HashMap<>())
                    .merge(json.path("ix_id").longValue(), 1, Integer::sum);
        }
    }

    List<String> found() {
        Map<String, Integer> all = new LinkedHashMap<>(counts);
        int elsewhere = claimsOfOtherExchanges();
        if (elsewhere > 0) {
            all.put("netixlan.ix_id: not the exchange of the ixlan, which counts", elsewhere);
        }
        return all.entrySet().stream()
                .map(odd -> odd.getKey() + " (" + odd.getValue() + " rows)")
                .toList();
    }

    private int claimsOfOtherExchanges() {
        int rows = 0;
        for (Map.Entry<Long, Map<Long, Integer>> lan : claimedExchanges.entrySet()) {
            Long exchange = exchangeOfLan.get(lan.getKey());
            for (Map.Entry<Long, Integer> claim : lan.getValue().entrySet()) {
                rows += exchange == null || exchange.equals(claim.getKey()) ? 0 : claim.getValue();
            }
        }
        return rows;
    }

    private void note(String oddity) {
        counts.merge(oddity, 1, Integer::sum);
    }

    private void look(ObjectType type, Field<?> field, JsonNode json, Row row) {
        Object value = row.find(field);
        if (value == null) {
            return;
        }
        if (!field.isNullable() && json.path(field.name()).isNull()) {
            note(type.tag() + "." + field.name() + ": null, taken as the default");
        }
        if (value instanceof String text
                && field.maxLength().isPresent()
                && text.length() > field.maxLength().getAsInt()
                && text.codePointCount(0, text.length()) > field.maxLength().getAsInt()) {
            note(type.tag() + "." + field.name() + ": longer than "
                    + field.maxLength().getAsInt() + " characters");
        }
        if (!field.choices().isEmpty() && !isChoice(field, value)) {
            note(type.tag() + "." + field.name() + ": not one of the choices");
        }
    }

    private static boolean isChoice(Field<?> field, Object value) {
        return switch (value) {
            case String text -> text.isEmpty() || field.choices().contains(text);
            case List<?> several -> field.choices().containsAll(several);
            default -> field.choices().contains(value);
        };
    }
}
