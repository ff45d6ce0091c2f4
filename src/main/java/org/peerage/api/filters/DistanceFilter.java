package org.peerage.api.filters;

import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.Set;
import org.peerage.api.LenientNumbers;
import org.peerage.api.QueryParameters;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.snapshot.Condition;
import org.peerage.text.GeoPoint;

/** Rows within a circle, nearest first. */
public record DistanceFilter(ObjectType type, GeoPoint centre, double kilometres) implements Condition {
    public static final String NOT_SIGNED_IN = "Please authenticate to use the `distance` filter";

    static final Set<String> PARTS =
            Set.of("address1", "city", "state", "zipcode", "latitude", "longitude", "distance");

    /** Whether rows of the type have coordinates. */
    public static boolean isOffered(ObjectType type) {
        return type.field("latitude").isPresent();
    }

    public static boolean isPart(ObjectType type, String name) {
        return isOffered(type) && PARTS.contains(name);
    }

    public static ParseResult<DistanceFilter> read(ObjectType type, QueryParameters parameters) {
        OptionalDouble distance = LenientNumbers.floating(String.valueOf(parameters.get("distance")));
        if (distance.isEmpty()) {
            return ParseResult.problem(FieldFilter.BAD_QUERY);
        }
        String latitude = parameters.get("latitude");
        String longitude = parameters.get("longitude");
        if (latitude == null || longitude == null) {
            return ParseResult.problem("The `distance` filter needs `latitude` and `longitude`:"
                    + " this server finds no coordinates of addresses");
        }
        OptionalDouble lat = LenientNumbers.floating(latitude);
        OptionalDouble lon = LenientNumbers.floating(longitude);
        if (lat.isEmpty() || lon.isEmpty() || Math.abs(lat.getAsDouble()) > 90 || Math.abs(lon.getAsDouble()) > 180) {
            return ParseResult.problem("Invalid latitude or longitude");
        }
        return ParseResult.value(
                new DistanceFilter(type, new GeoPoint(lat.getAsDouble(), lon.getAsDouble()), distance.getAsDouble()));
    }

    @Override
    public boolean matches(Row row, Rows rows) {
        return kilometresTo(row) <= kilometres;
    }

    public Comparator<Row> nearestFirst() {
        return Comparator.comparingDouble(this::kilometresTo).thenComparingLong(Row::id);
    }

    private double kilometresTo(Row row) {
        Object latitude = type.field("latitude").map(row::find).orElse(null);
        Object longitude = type.field("longitude").map(row::find).orElse(null);
        return latitude instanceof Double lat && longitude instanceof Double lon
                ? centre.kilometresTo(new GeoPoint(lat, lon))
                : Double.POSITIVE_INFINITY;
    }
}
