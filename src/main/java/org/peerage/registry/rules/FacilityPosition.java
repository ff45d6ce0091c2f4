package org.peerage.registry.rules;

import java.util.List;
import java.util.Objects;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.text.GeoPoint;
import org.peerage.text.JsonText;

/** Coordinates of a facility come from its address. People correct them by up to a kilometre; further only where a
 * geocoder confirms it, and none is asked here (docs/spec/objects.md §2.2, §3.3). */
final class FacilityPosition implements Rule {
    private static final double MAX_DISTANCE_KM = 1;

    @Override
    public void check(Draft draft) {
        if (draft.isNew()) {
            draft.set(Fac.LATITUDE, null);
            draft.set(Fac.LONGITUDE, null);
            return;
        }
        Row before = draft.before().orElseThrow();
        if (isPlaced(before) && !isGiven(draft)) {
            return;
        }
        boolean moved = draft.changes(Fac.LATITUDE) || draft.changes(Fac.LONGITUDE);
        boolean otherCity = draft.changes(Fac.CITY);
        Double latitude = draft.find(Fac.LATITUDE);
        Double longitude = draft.find(Fac.LONGITUDE);
        if (latitude != null && longitude != null && (moved || otherCity)) {
            check(draft, before, latitude, longitude, otherCity);
        }
    }

    private static boolean isPlaced(Row before) {
        return before.find(Fac.LATITUDE) != null && before.find(Fac.LONGITUDE) != null;
    }

    /** Once stored, coordinates are part of what is sent: else a client that does not know them would drop them. */
    private static boolean isGiven(Draft draft) {
        boolean given = true;
        for (Field<Double> field : List.of(Fac.LATITUDE, Fac.LONGITUDE)) {
            if (!draft.fields().has(field) || draft.find(field) == null) {
                draft.errors().add(field, "Valid " + field.name() + " is required");
                given = false;
            }
        }
        return given;
    }

    private static void check(Draft draft, Row before, double latitude, double longitude, boolean otherCity) {
        if (Math.abs(latitude) > 90) {
            draft.errors().add(Fac.LATITUDE, "Invalid " + JsonText.number(latitude) + " latitude!");
        }
        if (Math.abs(longitude) > 180) {
            draft.errors().add(Fac.LONGITUDE, "Invalid " + JsonText.number(longitude) + " longitude!");
        }
        if (!draft.errors().isEmpty()) {
            return;
        }
        if (!isPlaced(before) || otherCity) {
            draft.errors().addGeneral("Geo coding failed: City not found");
            return;
        }
        GeoPoint stored = new GeoPoint(
                Objects.requireNonNull(before.find(Fac.LATITUDE)), Objects.requireNonNull(before.find(Fac.LONGITUDE)));
        if (stored.kilometresTo(new GeoPoint(latitude, longitude)) > MAX_DISTANCE_KM) {
            for (String key : List.of("latitude", "longitude")) {
                draft.errors().add(key, "exceeds the maximum distance of 1KM from the previous geocode");
            }
        }
    }
}
