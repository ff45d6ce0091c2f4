package org.peerage.search;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.text.GeoPoint;

/**
 * What lies within a circle: facilities and organizations by their coordinates, and exchanges, carriers and campuses
 * with a facility in it. A city lies where its facilities are.
 */
final class GeoSearch {
    /** A little less than a degree of latitude measures, to leave most far points out without trigonometry. */
    private static final double KILOMETRES_A_DEGREE = 110;

    private final Snapshot snapshot;

    GeoSearch(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    Set<String> keys(QueryNode.NearNode near) {
        Set<String> keys = new HashSet<>();
        Optional<GeoPoint> centre = centre(near.place());
        if (centre.isEmpty()) {
            return keys;
        }
        snapshot.forEach(Fac.TYPE, fac -> {
            if (isWithin(fac, centre.get(), near.kilometres())) {
                keys.add(SearchFields.key(fac));
                linked(fac, keys);
            }
        });
        snapshot.forEach(Org.TYPE, org -> {
            if (isWithin(org, centre.get(), near.kilometres())) {
                keys.add(SearchFields.key(org));
            }
        });
        return keys;
    }

    /** Where a place is: a latitude and longitude, a city, a facility or an organization of that name. */
    Optional<GeoPoint> centre(String place) {
        return point(place).or(() -> city(place)).or(() -> PlaceIndex.of(snapshot)
                .position(Folding.key(place.strip())));
    }

    private void linked(Row fac, Set<String> keys) {
        for (Row link : snapshot.referring(IxFac.FAC_ID, fac.id())) {
            if (link.isActive()) {
                keys.add(Ix.TYPE.reference(link.get(IxFac.IX_ID)));
            }
        }
        for (Row link : snapshot.referring(CarrierFac.FAC_ID, fac.id())) {
            if (link.isActive()) {
                keys.add(Carrier.TYPE.reference(link.get(CarrierFac.CARRIER_ID)));
            }
        }
        Long campus = fac.find(Fac.CAMPUS_ID);
        if (campus != null) {
            keys.add(Campus.TYPE.reference(campus));
        }
    }

    private static boolean isWithin(Row row, GeoPoint centre, double kilometres) {
        return row.isActive()
                && position(row)
                        .filter(point ->
                                Math.abs(point.latitude() - centre.latitude()) * KILOMETRES_A_DEGREE <= kilometres)
                        .filter(point -> centre.kilometresTo(point) <= kilometres)
                        .isPresent();
    }

    /** Where a row is, if it says so. */
    static Optional<GeoPoint> position(Row row) {
        Object latitude = row.type().field("latitude").map(row::find).orElse(null);
        Object longitude = row.type().field("longitude").map(row::find).orElse(null);
        return latitude instanceof Double north && longitude instanceof Double east
                ? Optional.of(new GeoPoint(north, east))
                : Optional.empty();
    }

    static Optional<GeoPoint> point(String text) {
        String[] parts = text.split("[,;]");
        if (parts.length != 2) {
            return Optional.empty();
        }
        OptionalDouble north = SearchQueryParser.number(parts[0].strip());
        OptionalDouble east = SearchQueryParser.number(parts[1].strip());
        boolean onEarth = north.isPresent()
                && east.isPresent()
                && Math.abs(north.getAsDouble()) <= 90
                && Math.abs(east.getAsDouble()) <= 180;
        return onEarth ? Optional.of(new GeoPoint(north.getAsDouble(), east.getAsDouble())) : Optional.empty();
    }

    /** The middle of most of a city's facilities: the median, so that one wrong pair of coordinates does no harm. */
    private Optional<GeoPoint> city(String name) {
        List<GeoPoint> points = CityQuery.named(name, snapshot).stream()
                .flatMap(CityQuery::rows)
                .filter(row -> row.type() == Fac.TYPE)
                .flatMap(facility -> position(facility).stream())
                .toList();
        if (points.isEmpty()) {
            return Optional.empty();
        }
        double[] north =
                points.stream().mapToDouble(GeoPoint::latitude).sorted().toArray();
        double[] east =
                points.stream().mapToDouble(GeoPoint::longitude).sorted().toArray();
        return Optional.of(new GeoPoint(north[north.length / 2], east[east.length / 2]));
    }
}
