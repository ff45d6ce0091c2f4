package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.rules.StoredRowCheck;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import tools.jackson.databind.JsonNode;

/** Values that are taken as they are, though the registry would not let anybody write them; each told. */
final class LoadWarnings {
    private final List<LoadReport.LoadNote> notes = new ArrayList<>();
    private final Map<Long, Long> exchangeOfLan = new HashMap<>();
    private final Map<Long, Map<Long, Integer>> claimedExchanges = new HashMap<>();

    void inspect(ObjectType type, JsonNode json, Row row) {
        for (Field<?> field : type.fields()) {
            if (row.find(field) != null
                    && !field.isNullable()
                    && json.path(field.name()).isNull()) {
                note(row, field.name() + ": null, taken as the default");
            }
        }
        if (row.status() != Status.DELETED) {
            StoredRowCheck.values(row).forEach(problem -> note(row, problem));
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

    private void note(Row row, String what) {
        notes.add(new LoadReport.LoadNote(row.type().typeName(), row.id(), what));
    }
}
