package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.Fac;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Collation;
import org.peerage.text.JsonText;
import org.peerage.web.objects.MapView.MapMarker;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Where objects are: a facility itself, others by the facilities that they are in. */
final class ObjectMap {
    private ObjectMap() {}

    /** {@code /<type>/<id>/points}: what the map on the object's page draws. */
    static PageResponse points(PageRequest request, Row row) {
        return new PageResponse.JsonResponse(200, json(markers(request.snapshot(), row)));
    }

    static List<MapMarker> markers(Snapshot snapshot, Row row) {
        List<Row> facilities = ObjectFacilities.of(row, snapshot);
        Map<Long, String> names = new HashMap<>();
        facilities.forEach(facility -> names.put(facility.id(), Collation.sortKey(facility.get(Fac.NAME))));
        List<MapMarker> markers = new ArrayList<>();
        facilities.stream()
                .sorted(Comparator.comparing((Row facility) -> names.get(facility.id()))
                        .thenComparingLong(Row::id))
                .forEach(facility -> addMarker(facility, markers));
        return markers;
    }

    private static void addMarker(Row facility, List<MapMarker> markers) {
        Double latitude = facility.find(Fac.LATITUDE);
        Double longitude = facility.find(Fac.LONGITUDE);
        if (latitude != null && longitude != null) {
            String place = Stream.of(facility.get(Fac.CITY), facility.get(Fac.COUNTRY))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
            markers.add(new MapMarker(facility.get(Fac.NAME), facility.url(), place, latitude, longitude));
        }
    }

    private static String json(List<MapMarker> markers) {
        JsonBuffer out = new JsonBuffer(64 + 96 * markers.size()).ascii("[");
        String separator = "";
        for (MapMarker marker : markers) {
            out.ascii(separator)
                    .ascii("{\"lat\": ")
                    .ascii(JsonText.number(marker.latitude()))
                    .ascii(", \"lon\": ")
                    .ascii(JsonText.number(marker.longitude()))
                    .ascii(", \"name\": ")
                    .quoted(marker.name())
                    .ascii(", \"detail\": ")
                    .quoted(marker.detail())
                    .ascii(", \"url\": ")
                    .quoted(marker.link())
                    .ascii("}");
            separator = ", ";
        }
        return out.ascii("]").toString();
    }
}
