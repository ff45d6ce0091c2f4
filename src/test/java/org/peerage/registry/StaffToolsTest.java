package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.peerage.testing.TestRow.aCarrier;
import static org.peerage.testing.TestRow.aCarrierPresence;
import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aNetworkPresence;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anExchangePresence;
import static org.peerage.testing.TestRow.anOrganization;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.Owner;
import org.peerage.testing.Stranger;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.WriteOutcome;

/** What staff's tools do to the registry. */
class StaffToolsTest {
    private static final Author STAFF = new TrustedAuthor("user:1", true);

    private final TestRegistry registry = new TestRegistry();
    private Row organization;
    private Row network;

    @BeforeEach
    void fill() {
        organization = registry.has(anOrganization());
        network = registry.has(aNetwork().under(organization));
    }

    @Test
    void linksOfAllKindsGoToTheFacilityThatStays() {
        Row stays = registry.has(aFacility().under(organization));
        Row goes = registry.has(aFacility().withName("Old Fac").under(organization));
        Row exchange = registry.has(anExchange().under(organization));
        Row carrier = registry.has(aCarrier().under(organization));
        Row byNetwork = registry.has(aNetworkPresence().under(network, goes));
        Row byExchange = registry.has(anExchangePresence().under(exchange, goes));
        Row byCarrier = registry.has(aCarrierPresence().under(carrier, goes));

        merge(Fac.TYPE, stays, goes);

        assertThat(now(byNetwork).get(NetFac.FAC_ID)).isEqualTo(stays.id());
        assertThat(now(byExchange).get(IxFac.FAC_ID)).isEqualTo(stays.id());
        assertThat(now(byCarrier).get(CarrierFac.FAC_ID)).isEqualTo(stays.id());
        assertThat(now(goes).status()).isEqualTo(Status.DELETED);
        assertThat(now(stays).get(Fac.AKA)).isEqualTo("Old Fac");
        assertThat(now(stays).get(Fac.NET_COUNT)).isEqualTo(1);
    }

    @Test
    void linkThatBothFacilitiesHaveIsThereOnce() {
        Row stays = registry.has(aFacility().under(organization));
        Row goes = registry.has(aFacility().withName("Old Fac").under(organization));
        Row kept = registry.has(aNetworkPresence().under(network, stays));
        Row twin = registry.has(aNetworkPresence().under(network, goes));

        merge(Fac.TYPE, stays, goes);

        assertThat(now(kept).status()).isEqualTo(Status.OK);
        assertThat(now(twin).status()).isEqualTo(Status.DELETED);
    }

    @Test
    void linkThatWasDeletedAtTheFacilityThatStaysIsRevived() {
        Row stays = registry.has(aFacility().under(organization));
        Row goes = registry.has(aFacility().withName("Old Fac").under(organization));
        Row before = registry.has(aNetworkPresence().under(network, stays).deleted());
        registry.has(aNetworkPresence().under(network, goes));

        merge(Fac.TYPE, stays, goes);

        assertThat(now(before).status()).isEqualTo(Status.OK);
    }

    @Test
    void coordinatesAreTakenOverWhereTheFacilityThatStaysHasNone() {
        Row stays = registry.has(aFacility().under(organization));
        Row goes = registry.has(aFacility()
                .withName("Old Fac")
                .under(organization)
                .with("latitude", 52.5)
                .with("longitude", 13.4));

        merge(Fac.TYPE, stays, goes);

        assertThat(now(stays).find(Fac.LATITUDE)).isEqualTo(52.5);
        assertThat(now(stays).find(Fac.LONGITUDE)).isEqualTo(13.4);
    }

    @Test
    void exchangeTakesOverPrefixesConnectionsAndTheMemberList() {
        Row stays = registry.has(anExchange().under(organization));
        registry.has(aLan().under(stays));
        Row goes = registry.has(anExchange().withName("Old-IX").under(organization));
        Row lan = registry.has(aLan().under(goes).with("ixf_ixp_member_list_url", "https://old.example/members.json"));
        Row prefix = registry.has(aPrefix().under(lan));
        Row connection = registry.has(aConnection().under(network, lan));

        merge(Ix.TYPE, stays, goes);

        assertThat(now(prefix).get(IxPfx.IXLAN_ID)).isEqualTo(stays.id());
        assertThat(now(connection).get(NetIxLan.IXLAN_ID)).isEqualTo(stays.id());
        assertThat(Objects.requireNonNull(registry.snapshot().find(IxLan.TYPE, stays.id()))
                        .find(IxLan.IXF_IXP_MEMBER_LIST_URL))
                .isEqualTo("https://old.example/members.json");
        assertThat(now(lan).status()).isEqualTo(Status.DELETED);
        assertThat(now(goes).status()).isEqualTo(Status.DELETED);
        assertThat(now(stays).get(Ix.NET_COUNT)).isEqualTo(1);
    }

    @Test
    void objectIsNotMergedIntoItselfNorIntoWhatIsDeleted() {
        Row one = registry.has(aFacility().under(organization));
        Row dead = registry.has(
                aFacility().withName("Dead Fac").under(organization).deleted());

        assertThat(decide(new Operation.MergeObjects(Fac.TYPE, List.of(one.id()), one.id()))
                        .isAccepted())
                .isFalse();
        assertThat(decide(new Operation.MergeObjects(Fac.TYPE, List.of(one.id()), dead.id()))
                        .isAccepted())
                .isFalse();
        assertThat(decide(new Operation.MergeObjects(Fac.TYPE, List.of(dead.id()), one.id()))
                        .isAccepted())
                .isFalse();
        assertThat(decide(new Operation.MergeObjects(Fac.TYPE, List.of(), one.id()))
                        .isAccepted())
                .isFalse();
        assertThat(decide(new Operation.MergeObjects(Net.TYPE, List.of(network.id()), 9))
                        .isAccepted())
                .isFalse();
    }

    @Test
    void addressesKeepTheirHostPart() {
        Row lan = lan();
        Row prefix = registry.has(aPrefix().under(lan));
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.77", ""));

        assertThat(renumber("185.1.0.0/24", "193.0.4.0/23")).matches(WriteOutcome::isAccepted);

        assertThat(now(prefix).get(IxPfx.PREFIX)).hasToString("193.0.4.0/23");
        assertThat(now(connection).get(NetIxLan.IPADDR4)).hasToString("193.0.4.77");
    }

    @Test
    void addressesOfVersion6KeepTheirHostPart() {
        Row lan = lan();
        registry.has(aPrefix().withPrefix("2001:7f8:1::/64").under(lan));
        Row connection = registry.has(aConnection().under(network, lan).at("", "2001:7f8:1::a500:3320:1"));

        assertThat(renumber("2001:7f8:1::/64", "2001:7f8:ffff::/64").isAccepted())
                .isTrue();

        assertThat(now(connection).get(NetIxLan.IPADDR6)).hasToString("2001:7f8:ffff::a500:3320:1");
    }

    @Test
    void renumberingIsRefusedWhereAnAddressIsTaken() {
        Row lan = lan();
        registry.has(aPrefix().under(lan));
        Row moving = registry.has(aConnection().under(network, lan).at("185.1.0.7", ""));
        Row other = registry.has(aNetwork().withName("Other").withAsn(3333).under(organization));
        registry.has(aConnection().under(other, lan).withAsn(3333).at("193.0.4.7", ""));

        WriteOutcome outcome = renumber("185.1.0.0/24", "193.0.4.0/24");

        assertThat(outcome.isAccepted()).isFalse();
        assertThat(now(moving).get(NetIxLan.IPADDR4)).hasToString("185.1.0.7");
    }

    @Test
    void renumberingMindsTheRulesForPrefixes() {
        Row lan = lan();
        registry.has(aPrefix().under(lan));
        Row there = registry.has(anExchange().withName("Third-IX").under(organization));
        Row otherLan = registry.has(aLan().under(there));
        registry.has(aPrefix().withPrefix("193.0.4.0/24").under(otherLan));

        assertThat(renumber("185.1.0.0/24", "193.0.4.0/23").isAccepted())
                .as("overlaps")
                .isFalse();
        assertThat(renumber("185.1.0.0/24", "10.0.0.0/24").isAccepted())
                .as("private")
                .isFalse();
        assertThat(renumber("185.1.0.0/24", "193.0.8.0/25").isAccepted())
                .as("smaller")
                .isFalse();
        assertThat(renumber("185.1.0.0/24", "2001:7f8:1::/64").isAccepted())
                .as("other version")
                .isFalse();
        assertThat(renumber("185.2.0.0/24", "193.0.8.0/24").isAccepted())
                .as("not there")
                .isFalse();
    }

    @Test
    void largerPrefixAroundTheOldOneLeavesAddressesAlone() {
        Row lan = lan();
        Row prefix = registry.has(aPrefix().under(lan));
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.77", ""));

        assertThat(renumber("185.1.0.0/24", "185.1.0.0/24").isAccepted())
                .as("the same prefix")
                .isFalse();
        assertThat(renumber("185.1.0.0/24", "185.1.0.0/23")).matches(WriteOutcome::isAccepted);

        assertThat(now(prefix).get(IxPfx.PREFIX)).hasToString("185.1.0.0/23");
        assertThat(now(connection)).isEqualTo(connection);
    }

    @Test
    void manyTakenAddressesAreToldInFew() {
        Row lan = lan();
        registry.has(aPrefix().under(lan));
        Row other = registry.has(aNetwork().withName("Other").withAsn(3333).under(organization));
        for (int host = 1; host <= 30; host++) {
            registry.has(aConnection().under(network, lan).at("185.1.0." + host, ""));
            registry.has(aConnection().under(other, lan).withAsn(3333).at("193.0.4." + host, ""));
        }

        assertThat(renumber("185.1.0.0/24", "193.0.4.0/24"))
                .hasToString(new Refusal.Message(
                                400,
                                "193.0.4.1 is taken by netixlan 2. 193.0.4.2 is taken by netixlan 4. 193.0.4.3 is taken by netixlan 6."
                                        + " 193.0.4.4 is taken by netixlan 8. 193.0.4.5 is taken by netixlan 10."
                                        + " 193.0.4.6 is taken by netixlan 12. 193.0.4.7 is taken by netixlan 14."
                                        + " 193.0.4.8 is taken by netixlan 16. 193.0.4.9 is taken by netixlan 18."
                                        + " 193.0.4.10 is taken by netixlan 20. There are more such addresses.")
                        .toString());
    }

    @Test
    void strangerDoesNotRenumber() {
        Row lan = lan();
        registry.has(aPrefix().under(lan));

        WriteOutcome outcome = registry.decide(
                new Operation.Renumber(lan.id(), prefix("185.1.0.0/24"), prefix("193.0.4.0/24")), new Stranger());

        assertThat(outcome.isAccepted()).isFalse();
        assertThat(registry.decide(
                                new Operation.Renumber(lan.id(), prefix("185.1.0.0/24"), prefix("193.0.4.0/24")),
                                Owner.BOUND)
                        .isAccepted())
                .as("its own admin")
                .isTrue();
    }

    @Test
    void textIsReplacedByAnExpression() {
        registry.has(
                aNetwork().withName("Two").withAsn(3333).under(organization).with("website", "http://two.example"));

        StaffTool.Plan plan = StaffTool.REPLACE.prepare(
                Map.of("type", "net", "field", "website", "search", "^http://(.*)$", "replacement", "https://$1"),
                registry.snapshot());

        assertThat(plan.problem()).isEmpty();
        assertThat(plan.operations()).hasSize(1);
        plan.operations().forEach(operation -> assertThat(decide(operation)).matches(WriteOutcome::isAccepted));
    }

    @Test
    void textIsReplacedThoughTheRowBreaksARuleElsewhere() {
        Row old = registry.has(aNetwork()
                .withName("Old Two")
                .withAsn(3333)
                .under(organization)
                .with("allow_ixp_update", true)
                .with("info_prefixes4", 9_000_000));

        assertThat(decide(new Operation.ReplaceText(Net.TYPE, old.id(), Net.NAME, "Old Two", "New Two")))
                .matches(WriteOutcome::isAccepted);
        assertThat(now(old).get(Net.NAME)).isEqualTo("New Two");
        assertThat(now(old).get(Net.ALLOW_IXP_UPDATE)).isTrue();
    }

    @Test
    void replacementThatBreaksARuleIsRefused() {
        Row other = registry.has(aNetwork().withName("Two").withAsn(3333).under(organization));

        assertThat(decide(new Operation.ReplaceText(
                        Net.TYPE, other.id(), Net.NAME, "Two", now(network).get(Net.NAME))))
                .matches(outcome -> !outcome.isAccepted(), "a name that is taken");
        assertThat(decide(new Operation.ReplaceText(Net.TYPE, other.id(), Net.WEBSITE, website(other), "javascript:1")))
                .matches(outcome -> !outcome.isAccepted(), "no address of a page");
    }

    private String website(Row row) {
        return Objects.requireNonNullElse(now(row).find(Net.WEBSITE), "");
    }

    @Test
    void replacementLeavesWhatOthersSavedSince() {
        Operation seen = new Operation.ReplaceText(
                Net.TYPE, network.id(), Net.NAME, now(network).get(Net.NAME), "Renamed");
        registry.update(network, registry.read(network).with("notes", "Saved since"));

        assertThat(decide(seen)).matches(WriteOutcome::isAccepted);
        assertThat(now(network).get(Net.NOTES)).isEqualTo("Saved since");
        assertThat(decide(seen)).as("the text is another one by now").matches(outcome -> !outcome.isAccepted());
    }

    @Test
    void strangerReplacesNothing() {
        Operation replacement = new Operation.ReplaceText(
                Net.TYPE, network.id(), Net.NAME, now(network).get(Net.NAME), "Renamed");

        assertThat(registry.decide(replacement, new Stranger()).isAccepted()).isFalse();
    }

    @Test
    void textsDoNotGrowWithoutEnd() {
        registry.has(
                aNetwork().withName("Long").withAsn(3333).under(organization).with("notes", "a".repeat(5_000)));

        assertThat(replacement("net", "notes", "a", "b".repeat(500)).problem()).contains("longer than 100000");
    }

    @Test
    void expressionThatIsTooDeepIsStopped() {
        registry.has(
                aNetwork().withName("Long").withAsn(3333).under(organization).with("notes", "ab".repeat(30_000)));

        assertThat(replacement("net", "notes", "^(a|b)*$", "b").problem()).contains("takes too long");
    }

    @Test
    void whatCannotBeReplacedIsTold() {
        assertThat(replacement("net", "nonsense", "x", "y").problem()).contains("Name a type");
        assertThat(replacement("net", "updated", "x", "y").problem()).contains("Name a type");
        assertThat(replacement("net", "website", "(", "y").problem()).contains("no regular expression");
        assertThat(replacement("net", "website", "no such", "y").problem()).contains("No active net");
        assertThat(replacement("net", "website", "net", "$7").problem()).contains("group");
        assertThat(replacement("net", "website", "", "y").problem()).contains("Say what to search for");
    }

    @Test
    void expressionWithoutEndIsStopped() {
        registry.has(
                aNetwork().withName("Long").withAsn(3333).under(organization).with("notes", "a".repeat(40) + "!"));

        assertThat(replacement("net", "notes", "(.*a){15}b", "b").problem()).contains("takes too long");
    }

    private StaffTool.Plan replacement(String type, String field, String search, String by) {
        return StaffTool.REPLACE.prepare(
                Map.of("type", type, "field", field, "search", search, "replacement", by), registry.snapshot());
    }

    private Row lan() {
        return registry.has(aLan().under(registry.has(anExchange().under(organization))));
    }

    private void merge(org.peerage.schema.ObjectType type, Row stays, Row goes) {
        assertThat(decide(new Operation.MergeObjects(type, List.of(goes.id()), stays.id()))
                        .isAccepted())
                .isTrue();
    }

    private WriteOutcome renumber(String from, String to) {
        return decide(new Operation.Renumber(
                registry.snapshot().rowsWhere(Ix.NAME, "Example-IX").getFirst().id(), prefix(from), prefix(to)));
    }

    private static IpPrefix prefix(String text) {
        return IpPrefix.parse(text).orElseThrow();
    }

    private WriteOutcome decide(Operation operation) {
        return registry.decide(operation, STAFF);
    }

    private Row now(Row row) {
        return Objects.requireNonNull(registry.snapshot().find(row.type(), row.id()));
    }
}
