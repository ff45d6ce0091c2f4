package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.Email;
import org.peerage.text.Url;
import tools.jackson.databind.JsonNode;

/** Values that are taken as they are, though the registry would not let anybody write them; each told. */
final class LoadWarnings {
    /** Links of looking glasses and route servers may be those of terminals. */
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps", "telnet", "ssh");

    private final List<LoadReport.LoadNote> notes = new ArrayList<>();
    private final Map<Long, Long> exchangeOfLan = new HashMap<>();
    private final Map<Long, Map<Long, Integer>> claimedExchanges = new HashMap<>();

    void inspect(ObjectType type, JsonNode json, Row row) {
        for (Field<?> field : type.fields()) {
            inspect(field, json, row);
        }
        if (type == IxLan.TYPE) {
            exchangeOfLan.put(row.id(), row.get(IxLan.IX_ID));
        } else if (type == NetIxLan.TYPE && json.path("ix_id").isIntegralNumber()) {
            claimedExchanges
                    .computeIfAbsent(row.get(NetIxLan.IXLAN_ID), lan -> new HashMap<>())
                    .merge(json.path("ix_id").longValue(), 1, Integer::sum);
        }
    }

    /** Row by row. */
    List<LoadReport.LoadNote> notes() {
        return notes;
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(LoadReport.inShort(notes));
        int elsewhere = claimsOfOtherExchanges();
        if (elsewhere > 0) {
            all.add("netixlan.ix_id: not the exchange of the ixlan, which counts (" + elsewhere + " rows)");
        }
        return all;
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

    private void count(Row row, Field<?> field, String what) {
        notes.add(new LoadReport.LoadNote(row.type().typeName(), row.id(), field.name() + ": " + what));
    }

    private void inspect(Field<?> field, JsonNode json, Row row) {
        Object value = row.find(field);
        if (value == null) {
            return;
        }
        if (!field.isNullable() && json.path(field.name()).isNull()) {
            count(row, field, "null, taken as the default");
        }
        if (value instanceof String text) {
            inspect(field, text, row);
        }
        if (!field.choices().isEmpty() && !isChoice(field, value)) {
            count(row, field, "not one of the choices");
        }
        if (value instanceof Long number && (number < field.min() || number > field.max())) {
            count(row, field, "not between " + field.min() + " and " + field.max());
        }
    }

    private void inspect(Field<?> field, String text, Row row) {
        if (field.maxLength().isPresent()
                && text.length() > field.maxLength().getAsInt()
                && text.codePointCount(0, text.length()) > field.maxLength().getAsInt()) {
            count(row, field, "longer than " + field.maxLength().getAsInt() + " characters");
        }
        if (!row.isActive() || field.isReadOnly() || field.isHidden()) {
            return;
        }
        if (text.isEmpty()) {
            if (field.isRequired() && !field.mayBeBlank()) {
                count(row, field, "blank");
            }
            return;
        }
        boolean wrong =
                switch (field.format()) {
                    case "url" -> !Url.isValid(text, SCHEMES);
                    case "email" -> !Email.isValid(text);
                    default -> false;
                };
        if (wrong) {
            count(row, field, "not a valid " + field.format());
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
