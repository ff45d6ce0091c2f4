package org.peerage.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Regions;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.Folding;
import tools.jackson.databind.JsonNode;

/**
 * Values of older dumps that no row may have any more, put right where it is plain what they mean. Without that a row
 * that was loaded could not be written back. Each is told.
 */
final class DumpCorrections {
    private static final long USUAL_MTU = 1500;
    private static final long JUMBO_MTU = 9000;

    private final List<LoadReport.LoadNote> made = new ArrayList<>();

    List<LoadReport.LoadNote> made() {
        return made;
    }

    Row of(ObjectType type, JsonNode json, Row row) {
        if (type == Net.TYPE) {
            networkType(json, row);
            return row;
        }
        if (type == IxLan.TYPE) {
            return withMtu(row);
        }
        if (type == Fac.TYPE) {
            return withRegion(withVoltages(row), Fac.REGION_CONTINENT, Fac.COUNTRY);
        }
        return type == Ix.TYPE ? withRegion(row, Ix.REGION_CONTINENT, Ix.COUNTRY) : row;
    }

    /** {@link RowParser} carries it over. */
    private void networkType(JsonNode json, Row row) {
        boolean old = json.path("info_types").isMissingNode()
                || json.path("info_types").isNull();
        String type = json.path("info_type").asString("").strip();
        if (old && !row.get(Net.INFO_TYPES).isEmpty()) {
            note(row, "info_type: taken over into info_types");
        } else if (old && !type.isEmpty() && !type.equals("Not Disclosed")) {
            note(row, "info_type: " + type + ", which is no type of network, is left out");
        }
    }

    /** The choices are those of RFC 7947's exchanges; others were free text once. */
    private Row withMtu(Row row) {
        Long mtu = row.find(IxLan.MTU);
        if (mtu == null || ChoiceLists.MTUS.contains(mtu)) {
            return row;
        }
        long meant = mtu == 0 || Math.abs(mtu - USUAL_MTU) <= Math.abs(mtu - JUMBO_MTU) ? USUAL_MTU : JUMBO_MTU;
        note(row, "mtu: " + mtu + " is taken for " + meant);
        return row.toBuilder().set(IxLan.MTU, meant).build();
    }

    private Row withVoltages(Row row) {
        List<String> given = row.find(Fac.AVAILABLE_VOLTAGE_SERVICES);
        if (given == null || ChoiceLists.VOLTAGES.containsAll(given)) {
            return row;
        }
        note(row, "available_voltage_services: what is no choice is left out");
        return row.toBuilder()
                .set(
                        Fac.AVAILABLE_VOLTAGE_SERVICES,
                        given.stream().filter(ChoiceLists.VOLTAGES::contains).toList())
                .build();
    }

    /** A region follows from the country (docs/spec/objects.md §A.3); rows that are older than the field have none. */
    private Row withRegion(Row row, Field<String> region, Field<String> country) {
        String given = Optional.ofNullable(row.find(region)).orElse("");
        if (ChoiceLists.REGIONS.contains(given)) {
            return row;
        }
        String code = row.find(country);
        Optional<String> meant = Optional.ofNullable(code).flatMap(Regions::of).or(() -> ChoiceLists.REGIONS.stream()
                .filter(known -> Folding.key(known).equals(Folding.key(given)))
                .findFirst());
        if (meant.isEmpty()) {
            return row;
        }
        note(
                row,
                region.name() + ": "
                        + (given.isEmpty()
                                ? "empty, " + meant.get() + " by the country"
                                : given + " is taken for " + meant.get()));
        return row.toBuilder().set(region, meant.get()).build();
    }

    private void note(Row row, String what) {
        made.add(new LoadReport.LoadNote(row.type().typeName(), row.id(), what));
    }
}
