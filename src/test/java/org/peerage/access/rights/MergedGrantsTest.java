package org.peerage.access.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergedGrantsTest {
    private static final MergedGrants MOVED = new MergedGrants(41, 7, List.of("network.62", "facility.31"));

    private static Map<String, Integer> of(String namespace, int bits) {
        Map<String, Integer> moved = new java.util.TreeMap<>();
        MOVED.of(new Namespace(namespace), bits).forEach((place, granted) -> moved.put(place.text(), granted));
        return moved;
    }

    @Test
    void grantForAllOfTheOrganizationHoldsForWhatCameFromIt() {
        assertThat(of("peeringdb.organization.41", 15))
                .isEqualTo(
                        Map.of("peeringdb.organization.7.network.62", 15, "peeringdb.organization.7.facility.31", 15));
    }

    @Test
    void grantForAKindHoldsForThoseOfTheKind() {
        assertThat(of("peeringdb.organization.41.network", 7))
                .isEqualTo(Map.of("peeringdb.organization.7.network.62", 7));
    }

    @Test
    void namespacesBelowAnObjectStayBelowIt() {
        assertThat(of("peeringdb.organization.41.network.*.poc_set.private", 1))
                .isEqualTo(Map.of("peeringdb.organization.7.network.62.poc_set.private", 1));
        assertThat(of("peeringdb.organization.41.network.62", 3))
                .isEqualTo(Map.of("peeringdb.organization.7.network.62", 3));
    }

    @Test
    void objectsThatDidNotMoveGiveNoGrants() {
        assertThat(of("peeringdb.organization.41.network.63", 15)).isEmpty();
        assertThat(of("peeringdb.organization.41.users", 15)).isEmpty();
    }
}
