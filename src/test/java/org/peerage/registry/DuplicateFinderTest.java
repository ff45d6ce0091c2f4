package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.Snapshots;

class DuplicateFinderTest {
    private static Row.Builder facility(long id, String name) {
        return Fac.TYPE
                .row()
                .set(Fac.ID, id)
                .set(Fac.ORG_ID, 1L)
                .set(Fac.NAME, name)
                .set(Fac.CREATED, Instant.EPOCH)
                .set(Fac.UPDATED, Instant.EPOCH);
    }

    private static List<Long> alike(Row newcomer, Row... others) {
        return DuplicateFinder.of(newcomer, Snapshots.of(others)).stream()
                .map(found -> found.row().id())
                .toList();
    }

    @Test
    void nameInOtherLettersIsAlike() {
        Row newcomer = facility(9, "EQUINIX-FR5 Frankfurt").build();

        assertThat(alike(
                        newcomer,
                        facility(1, "Equinix FR5 Fränkfurt").build(),
                        facility(2, "Interxion Paris").build()))
                .containsExactly(1L);
    }

    @Test
    void sameStreetOrTheNextIsAlike() {
        Row newcomer = facility(9, "One")
                .set(Fac.ADDRESS1, "Hanauer Landstr. 298")
                .set(Fac.CITY, "Frankfurt")
                .set(Fac.LATITUDE, 50.1200)
                .set(Fac.LONGITUDE, 8.7350)
                .build();

        assertThat(alike(
                        newcomer,
                        facility(1, "Other")
                                .set(Fac.ADDRESS1, "HANAUER LANDSTR. 298")
                                .set(Fac.CITY, "frankfurt")
                                .build(),
                        facility(2, "Third")
                                .set(Fac.LATITUDE, 50.1210)
                                .set(Fac.LONGITUDE, 8.7360)
                                .build(),
                        facility(3, "Far")
                                .set(Fac.LATITUDE, 51.0)
                                .set(Fac.LONGITUDE, 8.7360)
                                .build()))
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void deletedOnesAndItselfDoNotCount() {
        Row newcomer = facility(9, "Harbor DC").build();

        assertThat(alike(
                        newcomer,
                        newcomer,
                        facility(1, "Harbor DC").set(Fac.STATUS, Status.DELETED).build()))
                .isEmpty();
    }
}
