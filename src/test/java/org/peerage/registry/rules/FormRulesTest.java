package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** Forms have texts only: what is null, a list or a mapping in JSON comes otherwise in them (deviations §1, §10). */
@Covers({FieldReader.class, ListReader.class, UpdateExclusions.class})
class FormRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org));
    private final Row exchange = registry.has(anExchange().under(org));
    private final Row lan =
            registry.has(aLan().under(exchange).with("rs_asn", 3320).with("arp_sponge", "00:00:5e:00:53:01"));

    FormRulesTest() {
        registry.has(aContact().under(network));
        registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/24"));
        registry.has(aPrefix().under(lan).withPrefix("2001:7f8:1b4::/64"));
    }

    private WriteOutcome update(Row row, TestRow values) {
        return registry.decide(new Operation.Update(row.type(), row.id(), values.form()), Owner.BOUND);
    }

    private WriteOutcome create(TestRow values) {
        return registry.decide(new Operation.Create(values.type(), values.form()), Owner.BOUND);
    }

    private WriteOutcome updateNetwork(String key, Object value) {
        return update(network, aNetwork().under(org).with(key, value));
    }

    @Test
    void addressThatIsLeftOutOfAChangeIsNoneWhereNoneIsStored() {
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.1", ""));
        TestRow change = aConnection().under(network, lan).at("185.1.0.1", "").with("speed", 1000);

        assertThat(update(connection, change.without("ipaddr6"))).isAccepted();
        assertThat(update(connection, change.without("ipaddr4")))
                .isRefusedFor(wrong("ipaddr4", "This field is required."));
        assertThat(update(connection, change.without("speed"))).isRefusedFor(wrong("speed", "This field is required."));
    }

    @Test
    void addressThatIsLeftOutOfANewConnectionIsMissing() {
        assertThat(create(aConnection().under(network, lan).at("185.1.0.1", "").without("ipaddr6")))
                .isRefusedFor(wrong("ipaddr6", "This field is required."));
    }

    @Test
    void addressThatIsLeftOutOfJsonIsMissing() {
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.1", ""));

        assertThat(registry.update(
                        connection,
                        aConnection().under(network, lan).with("speed", 1000).without("ipaddr6")))
                .isRefusedFor(wrong("ipaddr6", "This field is required."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "None"})
    void wordForNothingIsNoAddressInAChange(String word) {
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.1", "2001:7f8:1b4::1"));

        Assertions.assertThat(
                        update(connection, aConnection().under(network, lan).at("185.1.0.1", word))
                                .row()
                                .find(NetIxLan.IPADDR6))
                .isNull();
        assertThat(update(connection, aConnection().under(network, lan).at("185.1.0.1", "none")))
                .isRefusedFor(
                        wrong("ipaddr6", "'none' does not appear to be an IPv6 address: invalid character number 0"));
        assertThat(create(aConnection().under(network, lan).at("185.1.0.2", word)))
                .isRefusedFor(wrong(
                        "ipaddr6", "'" + word + "' does not appear to be an IPv6 address: invalid character number 0"));
    }

    @Test
    void numbersAndHardwareAddressesThatAreEmptyAreNone() {
        Row changed = update(lan, aLan().under(exchange).with("rs_asn", "").with("arp_sponge", ""))
                .row();

        Assertions.assertThat(changed.find(IxLan.RS_ASN)).isNull();
        Assertions.assertThat(changed.find(IxLan.ARP_SPONGE)).isNull();
        assertThat(registry.update(lan, aLan().under(exchange).with("rs_asn", "")))
                .isRefusedFor(wrong("rs_asn", "A valid integer is required."));
        assertThat(update(lan, aLan().under(exchange).with("mtu", "")))
                .isRefusedFor(wrong("mtu", "\"\" is not a valid choice."));
    }

    @Test
    void coordinatesThatAreEmptyAreNone() {
        Row facility = registry.has(aFacility().under(org));
        TestRow change = aFacility()
                .under(org)
                .with("latitude", "")
                .with("longitude", "")
                .with("aka", "New");

        Assertions.assertThat(update(facility, change).row().find(Fac.LATITUDE)).isNull();
        assertThat(registry.update(facility, change))
                .isRefusedFor(
                        wrong("latitude", "A valid number is required."),
                        wrong("longitude", "A valid number is required."));
    }

    @Test
    void listIsJsonOrOneWordOrNothing() {
        Assertions.assertThat(updateNetwork("info_types", "[\"Content\", \"NSP\"]")
                        .row()
                        .get(Net.INFO_TYPES))
                .containsExactly("NSP", "Content");
        Assertions.assertThat(updateNetwork("info_types", "NSP").row().get(Net.INFO_TYPES))
                .containsExactly("NSP");
        Assertions.assertThat(updateNetwork("info_types", "").row().get(Net.INFO_TYPES))
                .isEmpty();
        assertThat(updateNetwork("info_types", "[NSP"))
                .isRefusedFor(wrong("info_types", "Expected a list of items but got type \"str\"."));
    }

    @Test
    void exclusionsAreAListLikeOthers() {
        Assertions.assertThat(
                        updateNetwork("ixp_update_exclude", "[\"speed\"]").row().get(Net.IXP_UPDATE_EXCLUDE))
                .containsExactly("speed");
        Assertions.assertThat(
                        updateNetwork("ixp_update_exclude", "operational").row().get(Net.IXP_UPDATE_EXCLUDE))
                .containsExactly("operational");
    }

    @Test
    void linksAreJson() {
        Assertions.assertThat(updateNetwork("social_media", "[{\"service\": \"x\", \"identifier\": \"fresh\"}]")
                        .row()
                        .get(Net.SOCIAL_MEDIA))
                .containsExactly(new SocialLink("x", "fresh"));
        Assertions.assertThat(updateNetwork("social_media", "{\"service\": \"x\", \"identifier\": \"other\"}")
                        .row()
                        .get(Net.SOCIAL_MEDIA))
                .containsExactly(new SocialLink("x", "other"));
    }

    @Test
    void linksOfWhichOnlyTheKeysCameStayAsTheyAre() {
        updateNetwork("social_media", "[{\"service\": \"x\", \"identifier\": \"fresh\"}]");

        updateNetwork("social_media", List.of("service", "identifier"));
        Assertions.assertThat(updateNetwork("social_media", "service").row().get(Net.SOCIAL_MEDIA))
                .containsExactly(new SocialLink("x", "fresh"));
        Assertions.assertThat(updateNetwork("social_media", "").row().get(Net.SOCIAL_MEDIA))
                .isEmpty();
    }
}
