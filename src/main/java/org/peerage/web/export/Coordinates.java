package org.peerage.web.export;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Where an object is: what has no coordinates of its own is where its first facility is. */
record Coordinates(double latitude, double longitude) {

    static Optional<Coordinates> of(Row row, Snapshot snapshot) {
        return switch (row.type().typeName()) {
            case "fac" -> of(row.find(Fac.LATITUDE), row.find(Fac.LONGITUDE));
            case "org" -> of(row.find(Org.LATITUDE), row.find(Org.LONGITUDE));
            case "ix" ->
                first(snapshot.referring(IxFac.IX_ID, row.id()).stream()
                        .filter(Row::isActive)
                        .map(link -> snapshot.find(Fac.TYPE, link.get(IxFac.FAC_ID)))
                        .filter(facility ->
                                facility != null && facility.get(Fac.CITY).equalsIgnoreCase(row.get(Ix.CITY))));
            case "campus" -> first(snapshot.referring(Fac.CAMPUS_ID, row.id()).stream());
            default -> Optional.empty();
        };
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
