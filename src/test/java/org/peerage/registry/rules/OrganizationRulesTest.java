package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;

/** What holds for an organization (docs/spec/objects.md §2.1). */
@Covers(NoFloor.class)
class OrganizationRulesTest {
    private static final String FLOOR =
            "Field is being deprecated. Please move this data to the suite field and remove it from here.";

    private final TestRegistry registry = new TestRegistry();

    @Test
    void newOrganizationWaitsForApproval() {
        Assertions.assertThat(registry.create(anOrganization()).row().status()).isEqualTo(Status.PENDING);
    }

    @Test
    void nameIsAllThatAnOrganizationNeeds() {
        Row org = registry.has(anOrganization());

        assertThat(registry.update(org, anOrganization().without("website").withName("New")))
                .isAccepted();
        assertThat(registry.update(org, anOrganization().without("name").with("aka", "New")))
                .isRefusedFor(wrong("name", "This field is required."));
    }

    @Test
    void floorIsRefusedInFavourOfTheSuite() {
        Row org = registry.has(anOrganization());

        assertThat(registry.update(org, anOrganization().with("floor", "3"))).isRefusedFor(wrong("floor", FLOOR));
        assertThat(registry.update(org, anOrganization().with("floor", "").with("suite", "3rd floor")))
                .isAccepted();
    }

    @Test
    void floorThatIsStoredMayStayOrGo() {
        Row org = registry.has(anOrganization().with("floor", "3"));

        assertThat(registry.update(org, anOrganization().with("floor", "3").with("aka", "New")))
                .isAccepted();
        assertThat(registry.update(org, anOrganization().with("floor", "4"))).isRefusedFor(wrong("floor", FLOOR));
        Assertions.assertThat(registry.update(org, anOrganization().with("floor", ""))
                        .row()
                        .get(Org.FLOOR))
                .isEmpty();
    }

    @Test
    void floorOfAFacilityIsRefusedToo() {
        Row org = registry.has(anOrganization());

        assertThat(registry.create(aFacility().under(org).with("floor", "3"))).isRefusedFor(wrong("floor", FLOOR));
    }

    @ParameterizedTest
    @CsvSource({"DE, true", "XK, true", "'', true", "de, false", "DEU, false", "Germany, false", "XX, false"})
    void countryIsACodeOrNone(String country, boolean accepted) {
        Row org = registry.has(anOrganization());

        var outcome = registry.update(org, anOrganization().with("country", country));

        if (accepted) {
            assertThat(outcome).isAccepted();
        } else {
            assertThat(outcome).isRefusedFor(wrong("country", "\"" + country + "\" is not a valid choice."));
        }
    }
}
