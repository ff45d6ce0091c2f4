package org.peerage.access.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GrantsTest {
    private static final String NETWORK = "peeringdb.organization.41.network.62";

    private static Grants grants(String... patternsAndLetters) {
        Grants.Builder grants = Grants.builder();
        for (int i = 0; i < patternsAndLetters.length; i += 2) {
            grants.grant(new Namespace(patternsAndLetters[i]), Permission.bitsOf(patternsAndLetters[i + 1]));
        }
        return grants.build();
    }

    @Test
    void lettersStandForPermissionBits() {
        assertThat(Permission.bitsOf("crud")).isEqualTo(15);
        assertThat(Permission.bitsOf("ru")).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> Permission.bitsOf("x"));
    }

    @Test
    void namespacesHaveNoEmptyParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Namespace("a..b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Namespace(""));
    }

    @Test
    void grantCoversWhatLiesBelow() {
        Grants grants = grants("peeringdb.organization.41", "crud");

        assertThat(grants.bitsFor(NETWORK)).isEqualTo(15);
        assertThat(grants.bitsFor("peeringdb.organization.41")).isEqualTo(15);
        assertThat(grants.bitsFor("peeringdb.organization.4")).isZero();
        assertThat(grants.bitsFor("peeringdb.organization.410")).isZero();
        assertThat(grants.bitsFor("peeringdb.organization")).isZero();
    }

    @Test
    void longestGrantAloneCountsAndMayTakeRightsAway() {
        Grants grants = grants("peeringdb.organization.41", "crud", NETWORK, "r");

        assertThat(grants.bitsFor(NETWORK + ".netfac.3")).isEqualTo(1);
        assertThat(grants.bitsFor("peeringdb.organization.41.network.63")).isEqualTo(15);
    }

    @Test
    void exactPartBeatsAnyPartOfEqualLength() {
        Grants grants = grants("peeringdb.organization.*.network", "r", "peeringdb.organization.41.network", "cru");

        assertThat(grants.bitsFor(NETWORK)).isEqualTo(7);
        assertThat(grants.bitsFor("peeringdb.organization.42.network.1")).isEqualTo(1);
    }

    @Test
    void longerPatternBeatsAnExactShorterOne() {
        Grants grants = grants("peeringdb.organization.41", "crud", "peeringdb.*.*.network", "r");

        assertThat(grants.bitsFor(NETWORK)).isEqualTo(1);
    }

    @Test
    void exactMatchesIgnorePrefixes() {
        Grants grants = grants("peeringdb.organization", "r", "peeringdb.organization.*.network.*.poc_set.users", "r");

        assertThat(grants.bitsForExactly(NETWORK + ".poc_set.users")).isEqualTo(1);
        assertThat(grants.bitsForExactly(NETWORK + ".poc_set.private")).isZero();
        assertThat(grants.bitsFor(NETWORK + ".poc_set.private")).isEqualTo(1);
    }

    @Test
    void manySiblingsAreFoundToo() {
        Grants.Builder many = Grants.builder();
        for (int id = 0; id < 1000; id++) {
            many.grant(Namespace.organization(id), id % 16);
        }
        Grants grants = many.build();

        for (int id = 0; id < 1000; id++) {
            assertThat(grants.bitsFor("peeringdb.organization." + id + ".network.1"))
                    .isEqualTo(id % 16);
        }
    }
}
