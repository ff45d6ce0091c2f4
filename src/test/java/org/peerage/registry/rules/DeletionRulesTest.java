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

import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;

/** What is deleted, what with it, and what not while it is in use (docs/spec/objects.md §1.8). */
@Covers({DeletionGuard.class, Hierarchy.class})
class DeletionRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org).withAsn(3320));
    private final Row facility = registry.has(aFacility().under(org));
    private final Row exchange = registry.has(anExchange().under(org));
    private final Row lan = registry.has(aLan().under(exchange));
    private final Row prefix = registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/24"));

    private void isProtected(Row row, String reason) {
        assertThat(registry.delete(row))
                .isRefusedWith(
                        403,
                        reason + " - Please contact support@peeringdb.com to help with the deletion of this object");
        Assertions.assertThat(registry.now(row)).isEqualTo(row);
    }

    private void goes(Row row) {
        assertThat(registry.delete(row)).isAccepted();
        isGone(row);
    }

    private void isGone(Row... rows) {
        for (Row row : rows) {
            Assertions.assertThat(registry.now(row).status()).isEqualTo(Status.DELETED);
        }
    }

    static Stream<TestRow> whatKeepsAnOrganization() {
        return Stream.of(aNetwork(), aFacility(), anExchange());
    }

    @ParameterizedTest
    @MethodSource("whatKeepsAnOrganization")
    void organizationWithActiveObjectsCannotBeDeleted(TestRow row) {
        Row owner = registry.has(anOrganization().withName("Owner"));
        registry.has(row.under(owner).withName("Owned").withAsn(3321));

        isProtected(owner, "Organization has active objects under it.");
    }

    @ParameterizedTest
    @MethodSource("whatKeepsAnOrganization")
    void organizationTakesWhatWaitsForApprovalWithIt(TestRow row) {
        Row owner = registry.has(anOrganization().withName("Owner"));
        Row owned =
                registry.has(row.under(owner).withName("Owned").withAsn(3321).pending());

        goes(owner);

        isGone(owned);
    }

    @Test
    void organizationTakesItsCarriersAndCampusesWithIt() {
        Row owner = registry.has(anOrganization().withName("Owner"));
        Row carrier = registry.has(aCarrier().under(owner));
        Row campus = registry.has(aCampus().under(owner));

        goes(owner);

        isGone(carrier, campus);
    }

    @Test
    void facilityWithExchangesCannotBeDeleted() {
        registry.has(anExchangePresence().under(exchange, facility));
        registry.has(aNetworkPresence().under(network, facility));

        isProtected(facility, "Facility has active exchange presence(s): Example-IX ...");
    }

    @Test
    void facilityWithNetworksCannotBeDeleted() {
        for (int i = 1; i <= 6; i++) {
            Row peer = registry.has(aNetwork().under(org).withName("Net " + i).withAsn(1000 + i));
            registry.has(aNetworkPresence().under(peer, facility));
        }

        isProtected(facility, "Facility has active network presence(s): Net 1, Net 2, Net 3, Net 4, Net 5 ...");
    }

    @Test
    void facilityTakesItsCarriersAndFormerPresencesWithIt() {
        Row carrier = registry.has(aCarrier().under(org));
        Row presence = registry.has(aCarrierPresence().under(carrier, facility));
        registry.has(aNetworkPresence().under(network, facility).deleted());

        goes(facility);

        isGone(presence);
        Assertions.assertThat(registry.now(carrier).isActive()).isTrue();
    }

    @Test
    void exchangeInFacilitiesCannotBeDeleted() {
        registry.has(anExchangePresence().under(exchange, facility));

        isProtected(exchange, "Exchange has active facility connection(s): Example Fac ...");
    }

    @Test
    void exchangeWithPeersCannotBeDeleted() {
        registry.has(aConnection().under(network, lan));

        isProtected(exchange, "Exchange has active peer(s)");
    }

    @Test
    void exchangeTakesItsLanAndPrefixesWithIt() {
        registry.has(aConnection().under(network, lan).deleted());

        goes(exchange);

        isGone(lan, prefix);
    }

    @Test
    void prefixWithPeersCannotBeDeleted() {
        registry.has(aConnection().under(network, lan).at("185.1.0.10", ""));

        isProtected(
                prefix,
                "Cannot delete prefix 185.1.0.0/24: IP address 185.1.0.10 from network ASN 3320 is still using this"
                        + " prefix");
    }

    @Test
    void prefixWithPeersOfIpv6CannotBeDeleted() {
        Row prefix6 = registry.has(aPrefix().under(lan).withPrefix("2001:7f8:1b4::/64"));
        registry.has(aConnection().under(network, lan).at("", "2001:7f8:1b4::a"));

        isProtected(
                prefix6,
                "Cannot delete prefix 2001:7f8:1b4::/64: IP address 2001:7f8:1b4::a from network ASN 3320 is still using"
                        + " this prefix");
        goes(prefix);
    }

    @Test
    void prefixThatOnlyFormerPeersUsedGoes() {
        registry.has(aConnection().under(network, lan).at("185.1.0.10", "").deleted());

        goes(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Technical", "NOC", "Policy"})
    void lastTechnicalContactCannotBeDeleted(String role) {
        Row contact = registry.has(aContact().under(network).with("role", role));
        registry.has(aContact().under(network).with("role", "Abuse"));
        registry.has(aContact().under(network).with("role", "NOC").deleted());
        registry.has(aConnection().under(network, lan));

        isProtected(contact, "Last technical contact point for network with active peers");
    }

    @Test
    void lastTechnicalContactIsNeededWhileOneConnectionIsLeft() {
        Row contact = registry.has(aContact().under(network));
        registry.has(aConnection().under(network, lan).at("185.1.0.1", "").deleted());
        registry.has(aConnection().under(network, lan).at("185.1.0.2", ""));

        isProtected(contact, "Last technical contact point for network with active peers");
    }

    @Test
    void lastButOneTechnicalContactGoes() {
        Row contact = registry.has(aContact().under(network).with("role", "NOC"));
        Row last = registry.has(aContact().under(network).with("role", "Policy"));
        registry.has(aConnection().under(network, lan));

        goes(contact);

        isProtected(last, "Last technical contact point for network with active peers");
    }

    @ParameterizedTest
    @CsvSource({"Abuse, ok", "Sales, ok", "NOC, deleted"})
    void contactGoesWhereNobodyNeedsIt(String role, String statusOfPeer) {
        Row contact = registry.has(aContact().under(network).with("role", role));
        registry.has(aConnection().under(network, lan).with("status", statusOfPeer));

        goes(contact);
    }

    @Test
    void networkIsNeverProtectedAndTakesAllWithIt() {
        Row contact = registry.has(aContact().under(network));
        Row connection = registry.has(aConnection().under(network, lan));
        Row presence = registry.has(aNetworkPresence().under(network, facility));

        goes(network);

        isGone(contact, connection, presence);
    }

    @Test
    void carrierIsNeverProtected() {
        Row carrier = registry.has(aCarrier().under(org));
        Row presence = registry.has(aCarrierPresence().under(carrier, facility));

        goes(carrier);

        isGone(presence);
    }

    @Test
    void deletingWhatIsDeletedOrNeverWasIsNoMistake() {
        Row gone = registry.has(
                aNetwork().under(org).withName("Gone").withAsn(3321).deleted());

        assertThat(registry.delete(gone)).isAccepted();
        Assertions.assertThat(registry.now(gone)).isEqualTo(gone);
    }
}
