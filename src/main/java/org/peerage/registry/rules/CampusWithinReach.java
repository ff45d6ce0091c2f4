package org.peerage.registry.rules;

import java.util.Optional;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.text.GeoPoint;

/** The facilities of a campus are near one another (docs/spec/objects.md §2.11). */
public final class CampusWithinReach implements Rule {
    private static final double MAX_DISTANCE_KM = 50;

    @Override
    public void check(Draft draft) {
        Long campus = draft.find(Fac.CAMPUS_ID);
        if (campus != null) {
            problem(draft.row(), campus, draft.workingCopy()).ifPresent(draft.errors()::addGeneral);
        }
    }

    /** Why a facility cannot be one of a campus's. */
    public static Optional<String> problem(Row facility, long campus, WorkingCopy workingCopy) {
        Optional<GeoPoint> place = position(facility);
        if (place.isEmpty()) {
            return Optional.of("Facility cannot be made part of a campus as it is missing its geolocation coordinates");
        }
        boolean far = workingCopy.referring(Fac.CAMPUS_ID, campus).stream()
                .filter(member -> member.status() != Status.DELETED)
                .flatMap(member -> position(member).stream())
                .anyMatch(member -> member.kilometresTo(place.get()) > MAX_DISTANCE_KM);
        return far ? Optional.of("Facility out of campus bounds (max. 50km)") : Optional.empty();
    }

    private static Optional<GeoPoint> position(Row facility) {
        Double latitude = facility.find(Fac.LATITUDE);
        Double longitude = facility.find(Fac.LONGITUDE);
        return latitude == null || longitude == null
                ? Optional.empty()
                : Optional.of(new GeoPoint(latitude, longitude));
    }
}
