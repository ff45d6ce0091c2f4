package org.peerage.web.export;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.objects.ObjectFacilities;

/** Where an object is: what has no coordinates of its own is where its first facility is. */
record Coordinates(double latitude, double longitude) {

    static Optional<Coordinates> of(Row row, Snapshot snapshot) {
        ObjectType type = row.type();
        if (type == Org.TYPE) {
            return of(row.find(Org.LATITUDE), row.find(Org.LONGITUDE));
        }
        if (type == Fac.TYPE || type == Campus.TYPE) {
            return first(ObjectFacilities.of(row, snapshot).stream());
        }
        return type == Ix.TYPE
                ? first(ObjectFacilities.of(row, snapshot).stream()
                        .filter(facility -> facility.get(Fac.CITY).equalsIgnoreCase(row.get(Ix.CITY))))
                : Optional.empty();
    }

    private static Optional<Coordinates> first(Stream<Row> facilities) {
        return facilities
                .filter(Row::isActive)
                .sorted(Comparator.comparingLong(Row::id))
                .flatMap(facility -> of(facility.find(Fac.LATITUDE), facility.find(Fac.LONGITUDE)).stream())
                .findFirst();
    }

    private static Optional<Coordinates> of(@Nullable Double latitude, @Nullable Double longitude) {
        return latitude == null || longitude == null
                ? Optional.empty()
                : Optional.of(new Coordinates(latitude, longitude));
    }
}
