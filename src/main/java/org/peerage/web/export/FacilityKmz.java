package org.peerage.web.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.api.responses.HttpDate;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** {@code /export/kmz/}: all facilities that have coordinates, for maps (docs/spec/operations.md §7.3). */
final class FacilityKmz {
    private FacilityKmz() {}

    static PageResponse answer(PageRequest request) {
        Snapshot snapshot = request.snapshot();
        List<Placemark> places = new ArrayList<>();
        snapshot.forEach(Fac.TYPE, facility -> {
            if (facility.isActive()) {
                Coordinates.of(facility, snapshot)
                        .ifPresent(at -> places.add(place(facility, at, snapshot, request.siteUrl())));
            }
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            KmzFile.write(file, "Facilities", places);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new PageResponse.BytesResponse(
                KmzFile.TYPE,
                file.toByteArray(),
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"facilities.kmz\"",
                        "Last-Modified",
                        HttpDate.format(snapshot.time().getEpochSecond())));
    }

    private static Placemark place(Row facility, Coordinates at, Snapshot snapshot, String site) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("name", facility.get(Fac.NAME));
        data.put("peeringDB", site + facility.url());
        data.put(
                "website",
                Optional.ofNullable(Fac.WEBSITE.presented(facility, snapshot)).orElse(""));
        data.put("Networks", facility.text("net_count"));
        data.put("Exchanges", facility.text("ix_count"));
        data.put(
                "Address",
                Stream.of(facility.text("address1"), facility.text("address2"))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(", ")));
        for (String name : List.of("city", "country", "state", "zipcode", "latitude", "longitude")) {
            data.put(name, facility.text(name));
        }
        return new Placemark(facility.get(Fac.NAME), facility.text("notes"), at.latitude(), at.longitude(), data);
    }
}
