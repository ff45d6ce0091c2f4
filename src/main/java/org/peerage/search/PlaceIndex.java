package org.peerage.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;
import org.peerage.text.GeoPoint;

/**
 * Facilities, exchanges and organizations of one snapshot by their cities, and what has coordinates by name, all folded;
 * made when somebody asks for a place.
 */
final class PlaceIndex {
    private static volatile @Nullable PlaceIndex last;

    private final Snapshot snapshot;
    private final TreeMap<String, List<Row>> byCity = new TreeMap<>();
    private final Map<String, GeoPoint> byName = new HashMap<>();

    private PlaceIndex(Snapshot snapshot) {
        this.snapshot = snapshot;
        for (var type : List.of(Fac.TYPE, Ix.TYPE, Org.TYPE)) {
            snapshot.forEach(type, row -> {
                String city = row.isActive() ? Folding.key(row.text("city")) : "";
                if (!city.isEmpty()) {
                    byCity.computeIfAbsent(city, first -> new ArrayList<>()).add(row);
                }
                if (row.isActive()) {
                    GeoSearch.position(row)
                            .ifPresent(point -> byName.putIfAbsent(Folding.key(row.text("name")), point));
                }
            });
        }
    }

    /** Questions come often, snapshots seldom: the one of the last question is kept. */
    static PlaceIndex of(Snapshot snapshot) {
        PlaceIndex known = last;
        if (known == null || known.snapshot != snapshot) {
            known = new PlaceIndex(snapshot);
            last = known;
        }
        return known;
    }

    /** Where the facility of that folded name is, or else the organization. */
    Optional<GeoPoint> position(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether there is a city with that folded text in its name. */
    boolean hasCityWith(String part) {
        return byCity.keySet().stream().anyMatch(city -> city.contains(part));
    }

    /** What is in the city of that folded name, or in one whose name goes on after it: {@code frankfurt}. */
    Stream<Row> rows(String city) {
        return Stream.concat(
                byCity.getOrDefault(city, List.of()).stream(),
                byCity.subMap(city + " ", city + "!").values().stream().flatMap(List::stream));
    }
}
