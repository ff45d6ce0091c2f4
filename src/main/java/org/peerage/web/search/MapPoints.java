package org.peerage.web.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Org;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.JsonText;
import org.peerage.web.objects.ObjectFacilities;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.Texts;

/** Where objects are on a map: by their own coordinates, or in the facilities that they are connected to. */
final class MapPoints {

    private MapPoints() {}

    /** What stands at a place: an object, or a facility with how many of the objects are in it. */
    record MapPoint(double latitude, double longitude, String name, String detail, String link) {}

    static List<MapPoint> of(List<Row> rows, Snapshot snapshot, int limit) {
        List<MapPoint> points = new ArrayList<>();
        Map<Long, List<Row>> facilities = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.type() == Fac.TYPE || row.type() == Org.TYPE) {
                point(row, ObjectValues.detail(row), points);
            } else {
                ObjectFacilities.of(row, snapshot).forEach(fac -> facilities
                        .computeIfAbsent(fac.id(), there -> new ArrayList<>())
                        .add(row));
            }
        }
        facilities.forEach(
                (fac, there) -> point(Objects.requireNonNull(snapshot.find(Fac.TYPE, fac)), present(there), points));
        return points.stream().limit(limit).toList();
    }

    private static String present(List<Row> there) {
        return there.size() == 1
                ? there.getFirst().name()
                : there.size() + " " + Texts.plural(there.getFirst().type());
    }

    private static void point(Row row, String detail, List<MapPoint> points) {
        Object north = row.type().field("latitude").map(row::find).orElse(null);
        Object east = row.type().field("longitude").map(row::find).orElse(null);
        if (north instanceof Double latitude && east instanceof Double longitude) {
            points.add(new MapPoint(latitude, longitude, row.name(), detail, row.url()));
        }
    }

    /** As {@code js/map.js} reads them. */
    static String json(List<MapPoint> points) {
        JsonBuffer json = new JsonBuffer(64 + points.size() * 96).ascii("[");
        String separator = "";
        for (MapPoint point : points) {
            json.ascii(separator)
                    .ascii("{\"lat\":")
                    .ascii(JsonText.number(point.latitude))
                    .ascii(",\"lon\":")
                    .ascii(JsonText.number(point.longitude))
                    .ascii(",\"name\":")
                    .quoted(point.name)
                    .ascii(",\"detail\":")
                    .quoted(point.detail)
                    .ascii(",\"url\":")
                    .quoted(point.link)
                    .ascii("}");
            separator = ",";
        }
        return json.ascii("]").toString();
    }
}
