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

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.peerage.net.Asn;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;

/** Deleted rows come back where the same is added, or make room for it (docs/spec/objects.md §1.9, deviations §13, §14). */
@Covers({UniqueValue.class, AddressFree.class, UniquePair.class})
class RevivalRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org).withAsn(3320));
    private final Row other = registry.has(aNetwork().under(org).withAsn(3321).withName("Other Net"));
    private final Row facility = registry.has(aFacility().under(org));
    private final Row exchange = registry.has(anExchange().under(org));
    private final Row lan = registry.has(aLan().under(exchange));

    RevivalRulesTest() {
        registry.has(aContact().under(network));
        registry.has(aContact().under(other));
        registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/24"));
        registry.has(aPrefix().under(lan).withPrefix("2001:7f8:1b4::/64"));
    }

    @Test
    void deletedOrganizationOfTheSameNameComesBackToWaitForApproval() {
        Row gone = registry.has(anOrganization()
                .withName("Gone")
                .with("city", "Berlin")
                .with("aka", "Old")
                .deleted());

        Row created = registry.create(anOrganization().withName("GONE").with("aka", "New"))
                .row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.status()).isEqualTo(Status.PENDING);
        Assertions.assertThat(created.get(Org.NAME)).isEqualTo("GONE");
        Assertions.assertThat(created.get(Org.AKA)).isEqualTo("New");
        Assertions.assertThat(created.get(Org.CITY)).isEqualTo("Berlin");
        Assertions.assertThat(created.get(Org.CREATED)).isEqualTo(gone.get(Org.CREATED));
    }

    @Test
    void deletedCarrierOfTheSameNameComesBackToWaitForApproval() {
        Row gone = registry.has(aCarrier().under(org).deleted());

        Row created = registry.create(aCarrier().under(org)).row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.get(Carrier.STATUS)).isEqualTo(Status.PENDING);
    }

    @Test
    void deletedCampusOfTheSameNameComesBack() {
        Row gone = registry.has(aCampus().under(org).deleted());

        Row created = registry.create(aCampus().under(org)).row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.get(Campus.STATUS)).isEqualTo(Status.PENDING);
    }

    @Test
    void deletedLinksComeBack() {
        Row goneNetwork =
                registry.has(aNetworkPresence().under(network, facility).deleted());
        Row goneExchange =
                registry.has(anExchangePresence().under(exchange, facility).deleted());

        Row presence =
                registry.create(aNetworkPresence().under(network, facility)).row();
        Row exchangePresence =
                registry.create(anExchangePresence().under(exchange, facility)).row();

        Assertions.assertThat(presence.id()).isEqualTo(goneNetwork.id());
        Assertions.assertThat(presence.isActive()).isTrue();
        Assertions.assertThat(exchangePresence.id()).isEqualTo(goneExchange.id());
        Assertions.assertThat(exchangePresence.isActive()).isTrue();
    }

    @Test
    void deletedPresenceOfACarrierComesBackToWaitForItsHost() {
        Row host = registry.has(anOrganization().withName("Host"));
        Row theirs = registry.has(aFacility().under(host).withName("Theirs"));
        Row carrier = registry.has(aCarrier().under(org));
        registry.has(aCarrierPresence().under(carrier, facility).deleted());
        registry.has(aCarrierPresence().under(carrier, theirs).deleted());

        Assertions.assertThat(registry.create(aCarrierPresence().under(carrier, facility))
                        .row()
                        .status())
                .isEqualTo(Status.OK);
        Assertions.assertThat(registry.create(aCarrierPresence().under(carrier, theirs))
                        .row()
                        .status())
                .isEqualTo(Status.PENDING);
    }

    @Test
    void deletedPrefixComesBackAtAnotherExchange() {
        Row otherLan =
                registry.has(aLan().under(registry.has(anExchange().under(org).withName("Other-IX"))));
        Row gone = registry.has(aPrefix().under(lan).withPrefix("185.2.0.0/24").deleted());

        Row created = registry.create(aPrefix().under(otherLan).withPrefix("185.2.0.0/24"))
                .row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.get(IxPfx.IXLAN_ID)).isEqualTo(otherLan.id());
        Assertions.assertThat(created.isActive()).isTrue();
    }

    @Test
    void deletedContactStaysDeleted() {
        Row gone = registry.has(aContact().under(network).withName("Jo").deleted());

        Row created = registry.create(aContact().under(network).withName("Jo")).row();

        Assertions.assertThat(created.id()).isNotEqualTo(gone.id());
        Assertions.assertThat(registry.now(gone).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void deletedNetworkFacilityAndExchangeGiveTheirNamesAway() {
        Row goneNetwork = registry.has(
                aNetwork().under(org).withName("Gone Net").withAsn(1000).deleted());
        Row goneFacility =
                registry.has(aFacility().under(org).withName("Gone Fac").deleted());
        Row goneExchange =
                registry.has(anExchange().under(org).withName("Gone-IX").deleted());

        Row newNetwork = registry.create(
                        aNetwork().under(org).withName("GONE NET").withAsn(1001))
                .row();
        assertThat(registry.create(aFacility().under(org).withName("Gone Fac"))).isAccepted();
        assertThat(registry.create(anExchange().under(org).withName("Gone-IX").withPrefix("185.9.0.0/24")))
                .isAccepted();

        Assertions.assertThat(newNetwork.id()).isNotEqualTo(goneNetwork.id());
        Assertions.assertThat(registry.now(goneNetwork).get(Net.NAME)).isEqualTo("Gone Net #" + goneNetwork.id());
        Assertions.assertThat(registry.now(goneNetwork).get(Net.NOTES_PRIVATE))
                .isEqualTo("Name of deleted entity claimed by new entity");
        Assertions.assertThat(registry.now(goneFacility).get(Fac.NAME)).isEqualTo("Gone Fac #" + goneFacility.id());
        Assertions.assertThat(registry.now(goneExchange).get(Ix.NAME)).isEqualTo("Gone-IX #" + goneExchange.id());
    }

    @Test
    void connectionThatComesBackToItsNetworkKeepsWhatTheRequestOmits() {
        Row gone = registry.has(aConnection()
                .under(network, lan)
                .at("185.1.0.10", "")
                .with("notes", "old")
                .with("operational", false)
                .with("is_rs_peer", true)
                .deleted());

        Row created = registry.create(
                        aConnection().under(network, lan).at("185.1.0.10", "").with("is_rs_peer", false))
                .row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.get(NetIxLan.NOTES)).isEqualTo("old");
        Assertions.assertThat(created.get(NetIxLan.OPERATIONAL)).isFalse();
        Assertions.assertThat(created.get(NetIxLan.IS_RS_PEER)).isFalse();
    }

    @Test
    void connectionOfAnotherNetworkStartsFromDefaults() {
        Row gone = registry.has(aConnection()
                .under(other, lan)
                .withAsn(3321)
                .at("185.1.0.10", "")
                .with("notes", "old")
                .with("operational", false)
                .with("is_rs_peer", true)
                .with("bfd_support", true)
                .with("net_side_id", facility.id())
                .deleted());

        Row created = registry.create(aConnection().under(network, lan).at("185.1.0.10", ""))
                .row();

        Assertions.assertThat(created.id()).isEqualTo(gone.id());
        Assertions.assertThat(created.get(NetIxLan.ASN)).isEqualTo(new Asn(3320));
        Assertions.assertThat(created.get(NetIxLan.NOTES)).isEmpty();
        Assertions.assertThat(created.get(NetIxLan.OPERATIONAL)).isTrue();
        Assertions.assertThat(created.get(NetIxLan.IS_RS_PEER)).isFalse();
        Assertions.assertThat(created.get(NetIxLan.BFD_SUPPORT)).isFalse();
        Assertions.assertThat(created.find(NetIxLan.NET_SIDE_ID)).isNull();
    }

    @Test
    void addressesOfTwoDeletedConnectionsComeTogetherInTheFirst() {
        Row gone4 = registry.has(
                aConnection().under(network, lan).at("185.1.0.10", "").deleted());
        Row gone6 = registry.has(
                aConnection().under(network, lan).at("", "2001:7f8:1b4::10").deleted());

        Row created = registry.create(aConnection().under(network, lan).at("185.1.0.10", "2001:7f8:1b4::10"))
                .row();

        Assertions.assertThat(created.id()).isEqualTo(gone4.id());
        Assertions.assertThat(registry.now(gone6).find(NetIxLan.IPADDR6)).isNull();
        Assertions.assertThat(registry.now(gone6).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void connectionThatLosesItsAddressTellsSo() {
        Row gone = registry.has(
                aConnection().under(other, lan).at("185.1.0.10", "").deleted());
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.11", ""));

        assertThat(registry.update(connection, aConnection().under(network, lan).at("185.1.0.10", "")))
                .isAccepted();

        Assertions.assertThat(registry.now(gone).find(NetIxLan.IPADDR4)).isNull();
        Assertions.assertThat(registry.now(gone).updated()).isGreaterThan(gone.updated());
    }

    @Test
    void addressOfAnActiveConnectionIsNotTakenOver() {
        Row taken = registry.has(aConnection().under(other, lan).at("185.1.0.10", ""));

        assertThat(registry.create(aConnection().under(network, lan).at("185.1.0.10", "")))
                .isRefusedFor(wrong("ipaddr4", "IP already exists"));
        Assertions.assertThat(registry.now(taken)).isEqualTo(taken);
    }
}
