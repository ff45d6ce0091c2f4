package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.bare;
import static org.peerage.testing.WriteAssert.meta;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.net.Asn;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for the AS number of a network (docs/spec/objects.md §2.3, deviations §11). */
@Covers({AsnReadable.class, AsnNotDeleted.class, AsnAssigned.class, AsnIsAuthors.class, AsnStays.class})
class AsnRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());

    private WriteOutcome create(TestRow network) {
        return registry.create(network.under(org));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"x\"",
                "-1",
                "1.5",
                "\"\"",
                "\"AS\"",
                "\"ASN\"",
                "\"AS 3320\"",
                "\"-1\"",
                "true",
                "[3320]"
            })
    void unreadableAsnIsRefusedBeforeAnythingElse(String asn) {
        assertThat(create(aNetwork().withJson("asn", asn).with("name", "").with("website", "x")))
                .isRefusedFor(wrong("asn", "ASN contains invalid value"));
    }

    @Test
    void missingAsnIsUnreadable() {
        assertThat(create(aNetwork().without("asn"))).isRefusedFor(wrong("asn", "ASN contains invalid value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3320", "\"3320\"", "\"AS3320\"", "\"as3320\"", "\"ASN3320\"", "\"Asn3320\""})
    void asnMayHaveItsPrefix(String asn) {
        WriteOutcome created = create(aNetwork().withJson("asn", asn));

        Assertions.assertThat(created.row().get(Net.ASN)).isEqualTo(new Asn(3320));
    }

    @Test
    void asnHas32Bits() {
        assertThat(create(aNetwork().withName("Large").with("asn", "AS1234567890")))
                .isAccepted();
        assertThat(create(aNetwork().withAsn(4_294_967_296L)))
                .isRefusedFor(wrong("asn", "Ensure this value is less than or equal to 4294967295."));
    }

    @Test
    void asnOfAnotherNetworkIsRefused() {
        registry.has(aNetwork().under(org).withAsn(3320));

        assertThat(create(aNetwork().withName("Other").withAsn(3320)))
                .isRefusedFor(wrong("asn", "Network with this ASN already exists."));
        assertThat(create(aNetwork().withName("Other").withAsn(3321))).isAccepted();
    }

    @Test
    void asnOfADeletedNetworkStaysWithIt() {
        registry.has(aNetwork().under(org).withAsn(3320).deleted());

        assertThat(create(aNetwork().withName("Other").with("asn", "AS3320").with("website", "x")))
                .isRefusedFor(bare("asn", "Network has been deleted. Please contact support@peeringdb.com"));
    }

    @Test
    void networkKeepsItsAsn() {
        Row network = registry.has(aNetwork().under(org).withAsn(3320));

        assertThat(registry.update(network, aNetwork().under(org).withAsn(3321)))
                .isRefusedFor(bare("asn", "ASN cannot be changed."));
        assertThat(registry.update(
                        network, aNetwork().under(org).with("asn", "AS3320").withName("New")))
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                23456,
                64496,
                64511,
                64512,
                65534,
                65535,
                65536,
                65551,
                65552,
                131_071,
                4_200_000_000L,
                4_294_967_294L,
                4_294_967_295L
            })
    void reservedAsnIsRefused(long asn) {
        assertThat(create(aNetwork().withAsn(asn)))
                .isRefusedFor(wrong("asn", "ASNs in this range are private or reserved"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23455, 23457, 64495, 131_072, 4_199_999_999L})
    void neighbourOfAReservedAsnIsAccepted(long asn) {
        assertThat(create(aNetwork().withAsn(asn))).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(longs = {64496, 64511, 64512, 65534, 65536, 65551, 4_200_000_000L, 4_294_967_294L})
    void privateAsnIsAcceptedForTrials(long asn) {
        TestRegistry trial = new TestRegistry(RegistrySettings.STANDARD.takingDocumentationNumbers(true));
        Row owner = trial.has(anOrganization());
        trial.knowsOf(asn, new ExternalFacts.AsnRecord.Unassigned()); // nobody is asked

        assertThat(trial.create(aNetwork().under(owner).withAsn(asn))).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 23456, 65535, 65552, 131_071, 4_294_967_295L})
    void asnThatIsNobodysIsRefusedForTrialsToo(long asn) {
        TestRegistry trial = new TestRegistry(RegistrySettings.STANDARD.takingDocumentationNumbers(true));
        Row owner = trial.has(anOrganization());

        assertThat(trial.create(aNetwork().under(owner).withAsn(asn)))
                .isRefusedFor(wrong("asn", "ASNs in this range are private or reserved"));
    }

    @Test
    void reservedAsnThatIsStoredIsNoObstacleToChanges() {
        Row network = registry.has(aNetwork().under(org).withAsn(64512));

        assertThat(registry.update(network, aNetwork().under(org).withAsn(64512).withName("New")))
                .isAccepted();
    }

    @Test
    void unassignedAsnIsRefused() {
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Unassigned());

        assertThat(create(aNetwork().withAsn(3320))).isRefusedFor(wrong("asn", "This ASN is not assigned by any RIR"));
    }

    @Test
    void asnThatNoRirAnswersForIsRefused() {
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Unknown());

        assertThat(create(aNetwork().withAsn(3320)))
                .isRefusedFor(wrong(
                        "asn",
                        "Unable to retrieve RDAP data. If the issue persists, please contact"
                                + " support@peeringdb.com."));
    }

    @Test
    void rirsAreAskedAboutNewNetworksOnly() {
        Row network = registry.has(aNetwork().under(org).withAsn(3320));
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Unassigned());

        assertThat(registry.update(network, aNetwork().under(org).withName("New")))
                .isAccepted();
    }

    @Test
    void anyAddressOfTheAuthorInTheRecordOfTheRirIsEnough() {
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Assigned(Set.of("peering@net.example.net")));
        Author author = new Someone(List.of("me@home.example.net", "Peering@Net.example.net"));

        assertThat(registry.create(aNetwork().under(org).withAsn(3320), author)).isAccepted();
    }

    @Test
    void authorWhomTheRirDoesNotListIsRefused() {
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Assigned(Set.of("peering@net.example.net")));
        Author author = new Someone(List.of("me@home.example.net", "other@home.example.net"));

        assertThat(registry.create(aNetwork().under(org).withAsn(3320), author))
                .isRefusedFor(
                        wrong("""
                            We could not validate that the record for AS3320 contains your email address (me@home.example.net).

                            Please add this email address (me@home.example.net) to the RIR record for AS3320 and try again.

                            If you need further assistance, please contact support@peeringdb.com"""),
                        bare("asn", "Your email address and ASN emails mismatch"),
                        meta("ignore_field_error", "True"));
    }

    @Test
    void suggestedNetworkNeedsAnAssignedAsnButNoAddress() {
        registry.has(anOrganization().with("id", 20525).withName("Suggestions"));
        registry.knowsOf(3320, new ExternalFacts.AsnRecord.Assigned(Set.of("peering@net.example.net")));
        registry.knowsOf(3321, new ExternalFacts.AsnRecord.Unassigned());

        WriteOutcome suggested = create(aNetwork().withAsn(3320).with("suggest", false));

        Assertions.assertThat(suggested.row().status()).isEqualTo(Status.PENDING);
        Assertions.assertThat(suggested.row().get(Net.ORG_ID)).isEqualTo(20525);
        assertThat(create(aNetwork().withAsn(3321).withName("Other").with("suggest", true)))
                .isRefusedFor(wrong("asn", "This ASN is not assigned by any RIR"));
    }

    /** Somebody who may do everything, with these addresses. */
    private record Someone(List<String> emails) implements Author {
        @Override
        public String actor() {
            return "someone";
        }

        @Override
        public boolean may(AccessRight right, String namespace) {
            return true;
        }

        @Override
        public boolean bypassesRules() {
            return false;
        }
    }
}
