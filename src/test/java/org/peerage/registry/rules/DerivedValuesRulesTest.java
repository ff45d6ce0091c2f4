package org.peerage.registry.rules;

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

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.testing.TestRegistry;

/** Counters and times of change follow from links; the rows they are of are not saved by it (docs/spec/objects.md §1.13). */
@Covers(Derivations.class)
class DerivedValuesRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org));
    private final Row facility = registry.has(aFacility().under(org));
    private final Row exchange = registry.has(anExchange().under(org));
    private final Row lan = registry.has(aLan().under(exchange));
    private final Row carrier = registry.has(aCarrier().under(org));
    private final Row contact = registry.has(aContact().under(network));

    DerivedValuesRulesTest() {
        registry.has(aPrefix().under(lan));
    }

    @Test
    void connectionsCountOnceForEachNetworkAndExchange() {
        registry.create(aConnection().under(network, lan).at("185.1.0.1", ""));
        Row second = registry.create(aConnection().under(network, lan).at("185.1.0.2", ""))
                .row();

        Assertions.assertThat(registry.now(network).get(Net.IX_COUNT)).isEqualTo(1);
        Assertions.assertThat(registry.now(exchange).get(Ix.NET_COUNT)).isEqualTo(1);
        Assertions.assertThat(registry.now(network).find(Net.NETIXLAN_UPDATED)).isEqualTo(second.get(NetIxLan.UPDATED));

        registry.all(NetIxLan.TYPE).forEach(registry::delete);

        Assertions.assertThat(registry.now(network).get(Net.IX_COUNT)).isZero();
        Assertions.assertThat(registry.now(exchange).get(Ix.NET_COUNT)).isZero();
    }

    @Test
    void presencesCountOnBothSides() {
        registry.create(aNetworkPresence().under(network, facility));
        registry.create(anExchangePresence().under(exchange, facility));
        registry.create(aCarrierPresence().under(carrier, facility));

        Row place = registry.now(facility);
        Assertions.assertThat(place.get(Fac.NET_COUNT)).isEqualTo(1);
        Assertions.assertThat(place.get(Fac.IX_COUNT)).isEqualTo(1);
        Assertions.assertThat(place.get(Fac.CARRIER_COUNT)).isEqualTo(1);
        Assertions.assertThat(registry.now(network).get(Net.FAC_COUNT)).isEqualTo(1);
        Assertions.assertThat(registry.now(network).find(Net.NETFAC_UPDATED)).isNotNull();
        Assertions.assertThat(registry.now(exchange).get(Ix.FAC_COUNT)).isEqualTo(1);
        Assertions.assertThat(registry.now(carrier).get(Carrier.FAC_COUNT)).isEqualTo(1);
    }

    @Test
    void countedRowsAreNotSaved() {
        registry.create(aNetworkPresence().under(network, facility));

        Assertions.assertThat(registry.now(network).updated()).isEqualTo(network.updated());
        Assertions.assertThat(registry.now(network).get(Net.VERSION)).isEqualTo(network.get(Net.VERSION));
        Assertions.assertThat(registry.now(facility).updated()).isEqualTo(facility.updated());
    }

    @Test
    void deletedNetworkIsCountedNowhere() {
        registry.create(aConnection().under(network, lan).at("185.1.0.1", ""));
        registry.create(aNetworkPresence().under(network, facility));

        registry.delete(network);

        Assertions.assertThat(registry.now(exchange).get(Ix.NET_COUNT)).isZero();
        Assertions.assertThat(registry.now(facility).get(Fac.NET_COUNT)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Private | https://list.example.net/ | true
            Private |                           | true
            Users   | https://list.example.net/ | false
            Public  | https://list.example.net/ | false
            """)
    void lanWhoseMemberListIsForItsOwnerIsChangedWithTheOwner(String visible, @Nullable String url, boolean isChanged) {
        Row shown = registry.has(aLan().under(exchange)
                .with("ixf_ixp_member_list_url", url)
                .with("ixf_ixp_member_list_url_visible", visible));
        Row other = registry.has(anOrganization().withName("Other"));

        Row moved = registry.update(exchange, anExchange().under(other)).row();

        Assertions.assertThat(moved.updated()).isGreaterThan(shown.updated());
        Assertions.assertThat(registry.now(lan).updated()).isEqualTo(isChanged ? moved.updated() : shown.updated());
    }

    @Test
    void contactMarksTheTimeOfItsNetwork() {
        Row changed = registry.update(contact, aContact().under(network).withName("New"))
                .row();

        Assertions.assertThat(registry.now(network).find(Net.POC_UPDATED)).isEqualTo(changed.get(Poc.UPDATED));
    }
}
