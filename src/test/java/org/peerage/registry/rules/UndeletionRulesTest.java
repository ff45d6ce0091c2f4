package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aNetworkPresence;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.WriteOutcome;

/** What stands in the way of a deleted row that staff brings back (docs/spec/objects.md §7). */
@Covers(UndeletionCheck.class)
class UndeletionRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org).withAsn(3320));
    private final Row lan = registry.has(aLan().under(registry.has(anExchange().under(org))));

    UndeletionRulesTest() {
        registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/24"));
    }

    private WriteOutcome undelete(Row row, Operation.DeletedObject... together) {
        return registry.decide(new Operation.Undelete(row.type(), row.id(), Status.OK, List.of(together)), Owner.BOUND);
    }

    @Test
    void rowThatIsNotDeletedDoesNotComeBack() {
        assertThat(undelete(network)).isRefusedWith(400, "It is not deleted.");
    }

    @Test
    void rowUnderADeletedOneDoesNotComeBack() {
        Row gone = registry.has(
                aNetwork().under(org).withName("Gone").withAsn(3321).deleted());
        Row contact = registry.has(aContact().under(gone).deleted());

        assertThat(undelete(contact))
                .isRefusedWith(400, "Bring net %d back first: this hangs under it.".formatted(gone.id()));
        assertThat(undelete(gone)).isAccepted();
        assertThat(undelete(contact)).isAccepted();
    }

    @Test
    void rowUnderOneThatWaitsForApprovalDoesNotComeBack() {
        Row pending = registry.has(anOrganization().withName("Pending").pending());
        Row gone = registry.has(
                aNetwork().under(pending).withName("Gone").withAsn(3321).deleted());

        assertThat(undelete(gone))
                .isRefusedWith(400, "Approve org %d first: this hangs under it.".formatted(pending.id()));
    }

    @Test
    void nameThatIsAnothersNowStandsInTheWay() {
        Row gone = registry.has(
                aNetwork().under(org).withName("Example Net").withAsn(3321).deleted());

        assertThat(undelete(gone))
                .isRefusedWith(400, "net %d has the same name now: Example Net.".formatted(network.id()));
    }

    @Test
    void linkBetweenTheSameTwoStandsInTheWay() {
        Row facility = registry.has(aFacility().under(org));
        Row gone = registry.has(aNetworkPresence().under(network, facility).deleted());
        Row presence = registry.has(aNetworkPresence().under(network, facility));

        assertThat(undelete(gone))
                .isRefusedWith(400, "The same two are linked already, by netfac %d.".formatted(presence.id()));
    }

    @Test
    void addressThatIsAnothersNowStandsInTheWay() {
        Row gone = registry.has(
                aConnection().under(network, lan).at("185.1.0.10", "").deleted());
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.10", ""));

        assertThat(undelete(gone))
                .isRefusedWith(400, "netixlan %d has the same ipaddr4 now: 185.1.0.10.".formatted(connection.id()));
    }

    @Test
    void otherDeletedRowsDoNotStandInTheWay() {
        Row facility = registry.has(aFacility().under(org));
        Row gone = registry.has(aNetworkPresence().under(network, facility).deleted());
        registry.has(aNetworkPresence().under(network, facility).deleted());
        Row connection = registry.has(
                aConnection().under(network, lan).at("185.1.0.10", "").deleted());
        registry.has(aConnection().under(network, lan).at("185.1.0.10", "").deleted());

        assertThat(undelete(gone)).isAccepted();
        assertThat(undelete(connection)).isAccepted();
    }

    @Test
    void addressInADeletedPrefixStandsInTheWay() {
        registry.has(aPrefix().under(lan).withPrefix("185.2.0.0/24").deleted());
        Row gone = registry.has(
                aConnection().under(network, lan).at("185.2.0.10", "").deleted());

        assertThat(undelete(gone)).isRefusedWith(400, "185.2.0.10 is in no prefix of the exchange any more.");
    }

    @Test
    void connectionWithoutAddressesDoesNotComeBack() {
        Row gone = registry.has(aConnection().under(network, lan).at("", "").deleted());

        assertThat(undelete(gone)).isRefusedWith(400, "Its addresses belong to others now.");
    }

    @Test
    void addressOutsideOfAllPrefixesStandsInTheWay() {
        Row gone = registry.has(
                aConnection().under(network, lan).at("185.2.0.10", "").deleted());
        Row inside = registry.has(
                aConnection().under(network, lan).at("185.1.0.10", "").deleted());

        assertThat(undelete(gone)).isRefusedWith(400, "185.2.0.10 is in no prefix of the exchange any more.");
        assertThat(undelete(inside)).isAccepted();
    }

    @Test
    void prefixThatOverlapsAnotherDoesNotComeBack() {
        Row gone = registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/25").deleted());
        Row apart = registry.has(aPrefix().under(lan).withPrefix("185.2.0.0/24").deleted());

        assertThat(undelete(gone)).isRefusedWith(400, "Prefix overlaps with prefix 185.1.0.0/24 on IXP 'Example-IX'");
        assertThat(undelete(apart)).isAccepted();
    }

    @Test
    void whatWasDeletedTogetherComesBackWhereNothingStandsInItsWay() {
        Row gone = registry.has(
                aNetwork().under(org).withName("Gone").withAsn(3321).deleted());
        Row contact = registry.has(aContact().under(gone).deleted());
        Row connection =
                registry.has(aConnection().under(gone, lan).at("185.1.0.10", "").deleted());
        registry.has(aConnection().under(network, lan).at("185.1.0.10", ""));

        WriteOutcome outcome = undelete(
                gone,
                new Operation.DeletedObject(contact.type(), contact.id(), Status.OK),
                new Operation.DeletedObject(NetIxLan.TYPE, connection.id(), Status.OK));

        Assertions.assertThat(outcome.row().get(Net.STATUS)).isEqualTo(Status.OK);
        Assertions.assertThat(registry.now(contact).status()).isEqualTo(Status.OK);
        Assertions.assertThat(registry.now(connection).status()).isEqualTo(Status.DELETED);
    }
}
