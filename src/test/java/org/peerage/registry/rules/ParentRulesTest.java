package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aCampus;
import static org.peerage.testing.TestRow.aCarrier;
import static org.peerage.testing.TestRow.aCarrierPresence;
import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aNetworkPresence;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anExchangePresence;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.peerage.registry.types.NetFac;
import org.peerage.schema.Row;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;

/** What holds between a row and those that it hangs under (docs/spec/objects.md §1.5, §1.7, §2.9). */
@Covers({ParentsUsable.class, UniquePair.class, Hierarchy.class})
class ParentRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());

    private static void refused(TestRegistry registry, TestRow created, String type, Row parent, String state) {
        assertThat(registry.create(created))
                .isRefusedWith(
                        400,
                        "Object of type '%s' cannot be saved because its parent entity '%s/%d' has %s"
                                .formatted(type, parent.type().typeName(), parent.id(), state));
    }

    static Stream<Arguments> ownedByAnOrganization() {
        return Stream.of(aNetwork(), aFacility(), anExchange(), aCarrier(), aCampus())
                .map(row -> Arguments.of(row.type().typeName(), row));
    }

    @ParameterizedTest
    @MethodSource("ownedByAnOrganization")
    void organizationThatIsNotActiveOwnsNothingNew(String type, TestRow row) {
        Row pending = registry.has(anOrganization().withName("Pending").pending());
        Row deleted = registry.has(anOrganization().withName("Deleted").deleted());

        refused(registry, row.under(pending), type, pending, "not yet been approved");
        refused(registry, row.under(deleted), type, deleted, "been marked as deleted");
        assertThat(registry.create(row.under(org))).isAccepted();
    }

    @Test
    void linkNeedsBothEndsActive() {
        Row network = registry.has(aNetwork().under(org));
        Row goneNetwork = registry.has(
                aNetwork().under(org).withAsn(3321).withName("Gone").deleted());
        Row exchange = registry.has(anExchange().under(org));
        Row carrier = registry.has(aCarrier().under(org));
        Row facility = registry.has(aFacility().under(org));
        Row pending = registry.has(aFacility().under(org).withName("Pending").pending());
        Row deleted = registry.has(aFacility().under(org).withName("Deleted").deleted());

        refused(registry, aNetworkPresence().under(network, pending), "netfac", pending, "not yet been approved");
        refused(registry, aNetworkPresence().under(network, deleted), "netfac", deleted, "been marked as deleted");
        refused(
                registry,
                aNetworkPresence().under(goneNetwork, facility),
                "netfac",
                goneNetwork,
                "been marked as deleted");
        refused(registry, anExchangePresence().under(exchange, pending), "ixfac", pending, "not yet been approved");
        refused(registry, aCarrierPresence().under(carrier, deleted), "carrierfac", deleted, "been marked as deleted");
        assertThat(registry.create(aNetworkPresence().under(network, facility))).isAccepted();
        assertThat(registry.create(anExchangePresence().under(exchange, facility)))
                .isAccepted();
        assertThat(registry.create(aCarrierPresence().under(carrier, facility))).isAccepted();
    }

    @Test
    void firstOfTwoUnusableParentsIsTold() {
        Row network = registry.has(aNetwork().under(org).deleted());
        Row facility = registry.has(aFacility().under(org).pending());

        refused(registry, aNetworkPresence().under(network, facility), "netfac", network, "been marked as deleted");
    }

    @Test
    void wrongValuesAreToldBeforeUnusableParents() {
        Row network = registry.has(aNetwork().under(org).deleted());

        assertThat(registry.create(aContact().under(network).with("email", "x")))
                .isRefusedFor(wrong("email", "Enter a valid email address."));
        refused(registry, aContact().under(network), "poc", network, "been marked as deleted");
    }

    @Test
    void lanThatWaitsForApprovalTakesNoPrefix() {
        Row lan = registry.has(
                aLan().under(registry.has(anExchange().under(org).pending())).pending());

        refused(registry, aPrefix().under(lan), "ixpfx", lan, "not yet been approved");
    }

    @Test
    void rowsOfAnOrganizationThatWaitsAgainCannotBeSavedAsActiveOnes() {
        Row pending = registry.has(anOrganization().withName("Pending").pending());
        Row active = registry.has(aNetwork().under(pending));
        Row waiting = registry.has(aFacility().under(pending).pending());

        assertThat(registry.update(active, aNetwork().under(pending).with("aka", "New")))
                .isRefusedWith(
                        400,
                        "Object of type 'net' cannot be saved because its parent entity 'org/%d' has not yet been approved"
                                .formatted(pending.id()));
        assertThat(registry.update(waiting, aFacility().under(pending).with("aka", "New")))
                .isAccepted();
    }

    @Test
    void carriersAndCampusesDoNotMindAnOrganizationThatWaitsAgain() {
        Row pending = registry.has(anOrganization().withName("Pending").pending());
        Row carrier = registry.has(aCarrier().under(pending));
        Row campus = registry.has(aCampus().under(pending));

        assertThat(registry.update(carrier, aCarrier().under(pending).with("aka", "New")))
                .isAccepted();
        assertThat(registry.update(campus, aCampus().under(pending).with("aka", "New")))
                .isAccepted();
    }

    @Test
    void carrierDoesNotMoveToADeletedOrganization() {
        Row deleted = registry.has(anOrganization().withName("Deleted").deleted());
        Row carrier = registry.has(aCarrier().under(org));

        assertThat(registry.update(carrier, aCarrier().under(deleted)))
                .isRefusedWith(
                        400,
                        "Object of type 'carrier' cannot be saved because its parent entity 'org/%d' has been marked as deleted"
                                .formatted(deleted.id()));
    }

    @Test
    void carrierOfADeletedOrganizationCanStillBeSaved() {
        Row deleted = registry.has(anOrganization().withName("Deleted").deleted());
        Row carrier = registry.has(aCarrier().under(deleted));

        assertThat(registry.update(carrier, aCarrier().under(deleted).with("aka", "New")))
                .isAccepted();
    }

    @Test
    void networkMovesToAnotherOrganization() {
        Row other = registry.has(anOrganization().withName("Other"));
        Row network = registry.has(aNetwork().under(org));

        assertThat(registry.update(network, aNetwork().under(other))).isAccepted();
    }

    @Test
    void parentThatDoesNotExistIsToldAsAWrongValue() {
        assertThat(registry.create(aContact().with("net_id", 999_999)))
                .isRefusedFor(wrong("net_id", "Invalid pk \"999999\" - object does not exist."));
        assertThat(registry.create(aNetwork().with("org_id", "x")))
                .isRefusedFor(wrong("org_id", "Incorrect type. Expected pk value, received str."));
        assertThat(registry.create(aNetwork().with("org_id", null)))
                .isRefusedFor(wrong("org_id", "This field may not be null."));
    }

    @Test
    void sameTwoAreLinkedOnce() {
        Row network = registry.has(aNetwork().under(org));
        Row exchange = registry.has(anExchange().under(org));
        Row carrier = registry.has(aCarrier().under(org));
        Row facility = registry.has(aFacility().under(org));
        registry.has(aNetworkPresence().under(network, facility));
        registry.has(anExchangePresence().under(exchange, facility));
        registry.has(aCarrierPresence().under(carrier, facility));

        assertThat(registry.create(aNetworkPresence().under(network, facility)))
                .isRefusedFor(wrong("The fields net_id, fac_id must make a unique set."));
        assertThat(registry.create(anExchangePresence().under(exchange, facility)))
                .isRefusedFor(wrong("The fields ix_id, fac_id must make a unique set."));
        assertThat(registry.create(aCarrierPresence().under(carrier, facility)))
                .isRefusedFor(wrong("The fields carrier_id, fac_id must make a unique set."));
    }

    @Test
    void linkDoesNotMoveOntoAnotherNotEvenADeletedOne() {
        Row network = registry.has(aNetwork().under(org));
        Row facility = registry.has(aFacility().under(org));
        Row other = registry.has(aFacility().under(org).withName("Other"));
        Row third = registry.has(aFacility().under(org).withName("Third"));
        registry.has(aNetworkPresence().under(network, facility).deleted());
        Row presence = registry.has(aNetworkPresence().under(network, other));

        assertThat(registry.update(presence, aNetworkPresence().under(network, facility)))
                .isRefusedFor(wrong("The fields net_id, fac_id must make a unique set."));
        Assertions.assertThat(registry.update(presence, aNetworkPresence().under(network, third))
                        .row()
                        .get(NetFac.FAC_ID))
                .isEqualTo(third.id());
    }

    @Test
    void networkMayPeerTwiceAtOneExchange() {
        Row network = registry.has(aNetwork().under(org));
        registry.has(aContact().under(network));
        Row lan = registry.has(aLan().under(registry.has(anExchange().under(org))));
        registry.has(aPrefix().under(lan));

        assertThat(registry.create(aConnection().under(network, lan).at("185.1.0.1", "")))
                .isAccepted();
        assertThat(registry.create(aConnection().under(network, lan).at("185.1.0.2", "")))
                .isAccepted();
    }
}
