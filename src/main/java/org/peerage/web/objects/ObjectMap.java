package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.NetFac;
import org.peerage.schema.Field;
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
        List<Row> facilities =
                switch (row.type().typeName()) {
                    case "fac" -> List.of(row);
                    case "org" -> facilities(snapshot, Fac.ORG_ID, row, null);
                    case "campus" -> facilities(snapshot, Fac.CAMPUS_ID, row, null);
                    case "net" -> facilities(snapshot, NetFac.NET_ID, row, NetFac.FAC_ID);
                    case "ix" -> facilities(snapshot, IxFac.IX_ID, row, IxFac.FAC_ID);
                    default -> facilities(snapshot, CarrierFac.CARRIER_ID, row, CarrierFac.FAC_ID);
                };
        Map<Long, String> names = new HashMap<>();
        facilities.forEach(facility -> names.put(facility.id(), Collation.sortKey(facility.get(Fac.NAME))));
        List<MapMarker> markers = new ArrayList<>();
        facilities.stream()
                .sorted(Comparator.comparing((Row facility) -> names.get(facility.id()))
                        .thenComparingLong(Row::id))
                .forEach(facility -> addMarker(facility, markers));
        return markers;
    }

    private static List<Row> facilities(Snapshot snapshot, Field<Long> here, Row from, @Nullable Field<Long> there) {
        List<Row> facilities = new ArrayList<>();
        for (Row link : snapshot.referring(here, from.id())) {
            Row facility = there == null ? link : snapshot.find(Fac.TYPE, link.get(there));
            if (link.isActive() && facility != null) {
                facilities.add(facility);
            }
        }
        return facilities;
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
