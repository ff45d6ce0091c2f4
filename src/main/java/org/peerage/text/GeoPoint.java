package org.peerage.text;

/**
 * A position on earth in degrees, north and east positive.
 *
 * @param latitude -90 to 90; the constructor throws {@link IllegalArgumentException} outside, and for NaN
 * @param longitude -180 to 180, likewise
 */
public record GeoPoint(double latitude, double longitude) {

    private static final double MEAN_EARTH_RADIUS_KM = 6371;

    public GeoPoint {
        if (!(Math.abs(latitude) <= 90)) {
            throw new IllegalArgumentException("A latitude is between -90 and 90 degrees, not " + latitude);
        }
        if (!(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("A longitude is between -180 and 180 degrees, not " + longitude);
        }
    }

    /** The distance along the great circle (haversine, spherical earth: within 0.6 % of the ellipsoid's). */
    public double kilometresTo(GeoPoint other) {
        double northing = Math.sin(Math.toRadians(other.latitude - latitude) / 2);
        double easting = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double parallels = Math.cos(Math.toRadians(latitude)) * Math.cos(Math.toRadians(other.latitude));
        double haversine = northing * northing + parallels * easting * easting;
        return 2 * MEAN_EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)));
    }
}
