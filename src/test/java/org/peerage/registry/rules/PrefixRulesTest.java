package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.Row;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for the prefixes of peering LANs (docs/spec/objects.md §2.6). */
@Covers({PrefixUsable.class, PrefixSpace.class, PrefixProtocol.class, PrefixApart.class, InDfzRetired.class})
class PrefixRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row lan = lan("Example-IX");
    private final Row prefix = registry.has(aPrefix().under(lan).withPrefix("185.77.4.0/24"));

    private Row lan(String name) {
        return registry.has(aLan().under(registry.has(anExchange().under(org).withName(name))));
    }

    private WriteOutcome create(TestRow created) {
        return registry.create(created.under(lan));
    }

    private WriteOutcome change(String text) {
        return registry.update(prefix, aPrefix().under(lan).withPrefix(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/24",
                "100.64.0.0/24",
                "127.0.0.0/24",
                "169.254.0.0/24",
                "172.16.0.0/24",
                "192.168.0.0/24",
                "198.18.0.0/24",
                "224.0.0.0/24",
                "240.0.0.0/24",
                "192.0.2.0/24",
                "198.51.100.0/24",
                "203.0.113.0/24",
                "2001:db8::/64",
                "2002:b900::/64",
                "3ffe::/64",
                "fc00::/64",
                "fe80::/64",
                "fec0::/64",
                "ff00::/64"
            })
    void specialSpaceIsRefused(String text) {
        assertThat(create(aPrefix().withPrefix(text))).isRefusedFor(wrong("prefix", "Address space invalid: " + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/64"})
    void spaceForDocumentationIsAcceptedForTrials(String text) {
        TestRegistry trial = new TestRegistry(RegistrySettings.STANDARD.takingDocumentationNumbers(true));
        Row owner = trial.has(anOrganization());
        Row itsLan = trial.has(aLan().under(trial.has(anExchange().under(owner))));

        assertThat(trial.create(aPrefix().under(itsLan).withPrefix(text))).isAccepted();
        assertThat(trial.create(aPrefix().under(itsLan).withPrefix("10.0.0.0/24")))
                .isRefusedFor(wrong("prefix", "Address space invalid: 10.0.0.0/24"));
    }

    @ParameterizedTest
    @CsvSource({
        "185.0.0.0/17, Maximum allowed prefix length is 18",
        "185.1.0.0/29, Minimum allowed prefix length is 28",
        "2001:7f8::/63, Maximum allowed prefix length is 64",
        "2001:7f8::/117, Minimum allowed prefix length is 116"
    })
    void prefixOfUnusualSizeIsRefusedButToSuperusers(String text, String message) {
        assertThat(create(aPrefix().withPrefix(text))).isRefusedFor(wrong("prefix", message));
        assertThat(registry.create(aPrefix().under(lan).withPrefix(text), new Owner("test", true)))
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.0.0.0/18", "185.1.0.0/28", "2001:7f8::/64", "2001:7f8::/116"})
    void prefixOfTheLeastAndTheMostUsualSizeIsAccepted(String text) {
        assertThat(create(aPrefix().withPrefix(text))).isAccepted();
    }

    @Test
    void specialSpaceIsRefusedToSuperusersToo() {
        assertThat(registry.create(aPrefix().under(lan).withPrefix("10.0.0.0/24"), new Owner("test", true)))
                .isRefusedFor(wrong("prefix", "Address space invalid: 10.0.0.0/24"));
    }

    @Test
    void prefixThatCannotBeReadIsRefused() {
        assertThat(create(aPrefix().with("prefix", "x")))
                .isRefusedFor(
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "'x' does not appear to be an IPv4 or IPv6 network"));
        assertThat(create(aPrefix().with("prefix", "185.80.9.1/24")))
                .isRefusedFor(
                        wrong("prefix", "Invalid prefix: 185.80.9.1/24"),
                        wrong("prefix", "185.80.9.1/24 has host bits set"));
    }

    @Test
    void wrongProtocolAndWrongPrefixAreBothTold() {
        assertThat(create(aPrefix().with("protocol", "IPv9").with("prefix", "x")))
                .isRefusedFor(
                        wrong("protocol", "\"IPv9\" is not a valid choice."),
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "'x' does not appear to be an IPv4 or IPv6 network"));
        assertThat(create(aPrefix().without("protocol", "prefix")))
                .isRefusedFor(wrong("protocol", "This field is required."), wrong("prefix", "This field is required."));
    }

    @ParameterizedTest
    @CsvSource({"185.80.9.0/24, IPv6", "2001:7f8:1b4::/64, IPv4"})
    void prefixOfTheOtherProtocolIsRefused(String text, String protocol) {
        assertThat(create(aPrefix().with("prefix", text).with("protocol", protocol)))
                .isRefusedFor(wrong("Prefix address invalid, needs to be valid according to the selected protocol"));
    }

    @Test
    void prefixOfAnotherLanIsRefused() {
        Row other = lan("Other-IX");

        assertThat(registry.create(aPrefix().under(other).withPrefix("185.77.4.0/24")))
                .isRefusedFor(wrong("prefix", "This field must be unique."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.77.4.0/25", "185.77.4.128/25", "185.77.4.0/23"})
    void prefixThatOverlapsAnotherIsRefused(String text) {
        Row other = lan("Other-IX");

        assertThat(registry.create(aPrefix().under(other).withPrefix(text)))
                .isRefusedFor(wrong("Prefix overlaps with prefix 185.77.4.0/24 on IXP 'Example-IX'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.77.5.0/24", "185.77.3.0/24"})
    void prefixBesideAnotherIsAccepted(String text) {
        assertThat(create(aPrefix().withPrefix(text))).isAccepted();
    }

    @Test
    void prefixThatIsNotActiveMayBeOverlapped() {
        registry.has(aPrefix().under(lan).withPrefix("185.80.0.0/24").deleted());
        registry.has(aPrefix().under(lan).withPrefix("185.81.0.0/24").pending());

        assertThat(create(aPrefix().withPrefix("185.80.0.0/25"))).isAccepted();
        assertThat(create(aPrefix().withPrefix("185.81.0.0/25"))).isAccepted();
    }

    @Test
    void changeThatOverlapsAnotherExchangeIsRefused() {
        registry.has(aPrefix().under(lan("Other-IX")).withPrefix("194.61.40.0/24"));

        assertThat(change("194.61.40.0/25"))
                .isRefusedFor(wrong("Prefix overlaps with prefix 194.61.40.0/24 on IXP 'Other-IX'"));
        assertThat(change("194.61.40.0/23"))
                .isRefusedFor(wrong("Prefix overlaps with prefix 194.61.40.0/24 on IXP 'Other-IX'"));
        assertThat(change("194.61.41.0/24")).isAccepted();
    }

    @Test
    void largerPrefixThatReachesIntoAnotherExchangeIsRefused() {
        registry.has(aPrefix().under(lan("Other-IX")).withPrefix("185.77.5.0/24"));

        assertThat(change("185.77.4.0/23"))
                .isRefusedFor(wrong("Prefix overlaps with prefix 185.77.5.0/24 on IXP 'Other-IX'"));
    }

    @Test
    void smallerPrefixKeepsTheAddressesOfItsPeers() {
        peerAt("185.77.4.10");

        assertThat(change("185.77.4.128/25"))
                .isRefusedFor(
                        wrong("Cannot change prefix because at least one peer still uses an IP address in the original"
                                + " block."));
        assertThat(change("185.77.4.0/25")).isAccepted();
    }

    @Test
    void smallerPrefixKeepsEachOfItsPeers() {
        peerAt("185.77.4.10");
        Row second = registry.has(aNetwork().under(org).withName("Second").withAsn(3321));
        registry.has(aConnection().under(second, lan).at("185.77.4.130", ""));

        for (String half : new String[] {"185.77.4.0/25", "185.77.4.128/25"}) {
            assertThat(change(half))
                    .isRefusedFor(wrong("Cannot change prefix because at least one peer still uses an IP address in the"
                            + " original block."));
        }
    }

    @Test
    void largerPrefixIsAcceptedUnderPeers() {
        peerAt("185.77.4.10");

        assertThat(change("185.77.4.0/23")).isAccepted();
    }

    @Test
    void prefixInUseIsNotChangedAway() {
        peerAt("185.77.4.10");

        assertThat(change("185.99.4.0/24"))
                .isRefusedFor(wrong(
                        "prefix",
                        "Cannot delete prefix 185.77.4.0/24: IP address 185.77.4.10 from network ASN 3320 is still"
                                + " using this prefix"));
    }

    @Test
    void prefixInUseMayBeSavedAsItIs() {
        peerAt("185.77.4.10");

        assertThat(registry.update(
                        prefix, aPrefix().under(lan).withPrefix("185.77.4.0/24").with("in_dfz", "false")))
                .isAccepted();
    }

    @Test
    void prefixInUseIsNotMovedToAnotherLan() {
        peerAt("185.77.4.10");
        Row other = lan("Other-IX");

        assertThat(registry.update(prefix, aPrefix().under(other).withPrefix("185.77.4.0/24")))
                .isRefusedFor(wrong(
                        "prefix",
                        "Cannot delete prefix 185.77.4.0/24: IP address 185.77.4.10 from network ASN 3320 is still"
                                + " using this prefix"));
    }

    private void peerAt(String address) {
        Row network = registry.has(aNetwork().under(org).withAsn(3320));
        registry.has(aContact().under(network));
        registry.has(aConnection().under(network, lan).at(address, ""));
    }

    @Test
    void announcementCannotBeDeniedAnyMore() {
        assertThat(create(aPrefix().withPrefix("185.80.9.0/24").with("in_dfz", false)))
                .isRefusedFor(wrong("The `in_dfz` property has been deprecated and setting it to `False` is no longer"
                        + " supported"));
        assertThat(create(aPrefix().withPrefix("185.80.9.0/24").with("in_dfz", true)))
                .isAccepted();
        assertThat(create(aPrefix().withPrefix("185.80.10.0/24").with("in_dfz", "false")))
                .isAccepted();
    }

    @Test
    void announcementThatWasDeniedOnceMayStayDenied() {
        Row old = registry.has(aPrefix().under(lan).withPrefix("185.80.9.0/24").with("in_dfz", false));

        assertThat(registry.update(
                        old, aPrefix().under(lan).withPrefix("185.80.8.0/24").with("in_dfz", false)))
                .isAccepted();
        Assertions.assertThat(registry.update(old, aPrefix().under(lan).withPrefix("185.80.8.0/24"))
                        .row()
                        .get(IxPfx.IN_DFZ))
                .isTrue();
    }
}
