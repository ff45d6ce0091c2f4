package org.peerage.web.objects;

import java.util.List;
import java.util.Locale;

/**
 * Where an object is.
 *
 * @param url the address of its points; empty where nobody knows where it is
 * @param markers the first of its places
 * @param more how many there are beyond those
 */
public record MapView(String url, List<MapMarker> markers, int more) {
    static final int MAX_LISTED = 50;

    /** A place on the map. */
    public record MapMarker(String name, String link, String detail, double latitude, double longitude) {
        /** Opens the place in the visitor's own program for maps (RFC 5870). */
        public String geoUrl() {
            return "geo:" + coordinate(latitude) + "," + coordinate(longitude);
        }

        public String openStreetMapUrl() {
            return "https://www.openstreetmap.org/?mlat=" + coordinate(latitude) + "&mlon=" + coordinate(longitude)
                    + "#map=16/" + coordinate(latitude) + "/" + coordinate(longitude);
        }

        /** As people write it: to a metre or ten. */
        public String coordinates() {
            return String.format(Locale.ROOT, "%.5f, %.5f", latitude, longitude);
        }

        private static String coordinate(double value) {
            return String.format(Locale.ROOT, "%.6f", value);
        }
    }

    static MapView of(String page, List<MapMarker> markers) {
        return new MapView(
                markers.isEmpty() ? "" : page + "/points",
                markers.subList(0, Math.min(MAX_LISTED, markers.size())),
                Math.max(0, markers.size() - MAX_LISTED));
    }

    public boolean isEmpty() {
        return markers.isEmpty();
    }
}
