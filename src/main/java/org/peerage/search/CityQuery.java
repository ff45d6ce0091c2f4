package org.peerage.search;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.NetFac;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/**
 * A city as people write it: {@code Vienna}, {@code Las Vegas, US}, {@code Portland, OR, United States}; of
 * {@code Frankfurt am Main} also {@code Frankfurt}.
 *
 * @param city folded
 * @param regions folded states and countries, by code or name, all of which must be those of the place
 */
record CityQuery(String city, List<String> regions, Snapshot snapshot) {
    /** What people write for codes that are others. */
    private static final Map<String, String> COUNTRIES =
            Map.of("usa", "us", "u.s.", "us", "u.s.a.", "us", "america", "us", "uk", "gb", "england", "gb");

    /** The city of that name, if anything is there. */
    static Optional<CityQuery> named(String place, Snapshot snapshot) {
        String[] parts = place.split(",");
        List<String> regions = Stream.of(parts)
                .skip(1)
                .map(CityQuery::region)
                .filter(part -> !part.isEmpty())
                .toList();
        CityQuery whole = new CityQuery(parts.length == 0 ? "" : Folding.key(parts[0].strip()), regions, snapshot);
        if (whole.isKnown()) {
            return Optional.of(whole);
        }
        int last = place.strip().lastIndexOf(' ');
        if (parts.length != 1 || last < 0) {
            return Optional.empty();
        }
        CityQuery withCountry = new CityQuery(
                Folding.key(place.strip().substring(0, last)),
                List.of(region(place.strip().substring(last))),
                snapshot);
        return Optional.of(withCountry).filter(CityQuery::isKnown);
    }

    /** What is in the city of that name; nothing where there is none. */
    static Set<String> in(String place, boolean networks, Snapshot snapshot) {
        return named(place, snapshot).map(city -> city.keys(networks)).orElseGet(Set::of);
    }

    private static String region(String text) {
        String folded = Folding.key(text.strip());
        return COUNTRIES.getOrDefault(folded, folded);
    }

    private boolean isKnown() {
        return !city.isEmpty() && rows().findAny().isPresent();
    }

    /** Facilities, exchanges and organizations there. */
    Stream<Row> rows() {
        return PlaceIndex.of(snapshot).rows(city).filter(row -> regions.stream().allMatch(region -> isIn(row, region)));
    }

    private static boolean isIn(Row row, String region) {
        return Stream.concat(
                        SearchFields.country(row).stream(),
                        Stream.of(row.text("state"), row.text("country").toLowerCase(Locale.ROOT)))
                .anyMatch(name -> Folding.key(name).equals(region));
    }

    /**
     * What is in the city: facilities, exchanges and organizations by their address, carriers and campuses by their
     * facilities.
     *
     * @param networks whether networks that are in its facilities are wanted, too: there are many
     */
    Set<String> keys(boolean networks) {
        Set<String> keys = new HashSet<>();
        rows().forEach(row -> {
            keys.add(SearchFields.key(row));
            if (row.type() == Fac.TYPE) {
                linked(CarrierFac.FAC_ID, CarrierFac.CARRIER_ID, row, keys);
                linked(IxFac.FAC_ID, IxFac.IX_ID, row, keys);
                if (networks) {
                    linked(NetFac.FAC_ID, NetFac.NET_ID, row, keys);
                }
                Long campus = row.find(Fac.CAMPUS_ID);
                if (campus != null) {
                    keys.add(Campus.TYPE.reference(campus));
                }
            }
        });
        return keys;
    }

    private void linked(Field<Long> here, Field<Long> there, Row facility, Set<String> keys) {
        snapshot.referring(here, facility.id()).stream()
                .filter(Row::isActive)
                .forEach(link -> keys.add(there.target().reference(link.get(there))));
    }
}
