package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aCampus;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for a campus and its facilities (docs/spec/objects.md §2.11). */
@Covers({CampusWithinReach.class, Derivations.class})
class CampusRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row campus = registry.has(aCampus().under(org).pending());

    private TestRow facilityAt(String name, double latitude, double longitude) {
        return aFacility().under(org).withName(name).with("latitude", latitude).with("longitude", longitude);
    }

    private WriteOutcome join(Row facility) {
        return registry.decide(new Operation.CampusMembership(campus.id(), facility.id(), true), Owner.BOUND);
    }

    @Test
    void facilityWithoutAPositionIsNoPartOfACampus() {
        Row unplaced = registry.has(aFacility().under(org));

        assertThat(join(unplaced))
                .isRefusedFor(
                        wrong("Facility cannot be made part of a campus as it is missing its geolocation coordinates"));
        assertThat(registry.update(unplaced, aFacility().under(org).with("campus_id", campus.id())))
                .isRefusedFor(
                        wrong("Facility cannot be made part of a campus as it is missing its geolocation coordinates"));
    }

    @Test
    void halfAPositionIsNone() {
        Row half = registry.has(aFacility().under(org).with("latitude", 52.0));
        registry.has(aFacility()
                .under(org)
                .withName("Other half")
                .with("longitude", 13.0)
                .with("campus_id", campus.id()));

        assertThat(join(half))
                .isRefusedFor(
                        wrong("Facility cannot be made part of a campus as it is missing its geolocation coordinates"));
        assertThat(join(registry.has(facilityAt("Whole", 52.0, 13.0)))).isAccepted();
    }

    @Test
    void facilitiesOfACampusAreWithinFiftyKilometres() {
        // A degree of latitude has 111.2 km: 0.4495 are 49.98, 0.4500 are 50.04.
        registry.has(facilityAt("First", 52.0, 13.0).with("campus_id", campus.id()));
        Row near = registry.has(facilityAt("Near", 52.4495, 13.0));
        Row far = registry.has(facilityAt("Far", 52.45, 13.0));

        assertThat(join(near)).isAccepted();
        assertThat(join(far)).isRefusedFor(wrong("Facility out of campus bounds (max. 50km)"));
    }

    @Test
    void facilityIsNearEachOfTheOthers() {
        registry.has(facilityAt("South", 52.0, 13.0).with("campus_id", campus.id()));
        registry.has(facilityAt("North", 52.4, 13.0).with("campus_id", campus.id()));
        Row farNorth = registry.has(facilityAt("Far north", 52.6, 13.0));

        assertThat(join(farNorth)).isRefusedFor(wrong("Facility out of campus bounds (max. 50km)"));
    }

    @Test
    void deletedFacilityIsNobodysNeighbour() {
        registry.has(
                facilityAt("Gone", 10.0, 13.0).with("campus_id", campus.id()).deleted());

        assertThat(join(registry.has(facilityAt("First", 52.0, 13.0)))).isAccepted();
    }

    @Test
    void facilityThatIsOutOfReachSinceEverCannotBeSavedAnew() {
        registry.has(facilityAt("First", 52.0, 13.0).with("campus_id", campus.id()));
        Row far = registry.has(facilityAt("Far", 53.0, 13.0).with("campus_id", campus.id()));

        assertThat(registry.update(
                        far,
                        facilityAt("Far", 53.0, 13.0)
                                .with("campus_id", campus.id())
                                .with("aka", "New")))
                .isRefusedFor(wrong("Facility out of campus bounds (max. 50km)"));
        assertThat(registry.update(
                        far,
                        facilityAt("Far", 53.0, 13.0).with("campus_id", null).with("aka", "New")))
                .isAccepted();
    }

    @Test
    void campusIsActiveFromTwoActiveFacilitiesOn() {
        Row first = registry.has(facilityAt("First", 52.0, 13.0));
        Row second = registry.has(facilityAt("Second", 52.1, 13.0));

        join(first);
        Assertions.assertThat(registry.now(campus).status()).isEqualTo(Status.PENDING);
        join(second);
        Assertions.assertThat(registry.now(campus).status()).isEqualTo(Status.OK);
        registry.delete(first);
        Assertions.assertThat(registry.now(campus).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void facilityThatWaitsForApprovalDoesNotCount() {
        join(registry.has(facilityAt("First", 52.0, 13.0)));
        join(registry.has(facilityAt("Second", 52.1, 13.0).pending()));

        Assertions.assertThat(registry.now(campus).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void newCampusWaitsForItsFacilities() {
        Assertions.assertThat(registry.create(aCampus().under(org).withName("New"))
                        .row()
                        .status())
                .isEqualTo(Status.PENDING);
    }

    @Test
    void deletedCampusStaysDeletedWhateverItsFacilities() {
        registry.has(registry.read(campus).deleted());
        Row first = registry.has(facilityAt("First", 52.0, 13.0).with("campus_id", campus.id()));

        assertThat(registry.delete(first)).isAccepted();

        Assertions.assertThat(registry.now(campus).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void facilitiesOfADeletedCampusHaveNone() {
        Row facility = registry.has(facilityAt("First", 52.0, 13.0).with("campus_id", campus.id()));

        registry.delete(campus);

        Assertions.assertThat(registry.now(facility).isActive()).isTrue();
        Assertions.assertThat(registry.now(facility).find(Fac.CAMPUS_ID)).isNull();
    }
}
