package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.bare;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.testing.Owner;
import org.peerage.testing.Stranger;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for a network, but for its number (docs/spec/objects.md §2.3, §3.4). */
@Covers({
    AsSetReadable.class,
    LegacyNetworkType.class,
    PrefixCounts.class,
    UpdateExclusions.class,
    UpdatesNeedContact.class,
    OwnWebsite.class,
    Contacts.class
})
class NetworkRulesTest {
    private static final Owner SUPERUSER = new Owner("test", true);

    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org));

    /** Changes one value of the network. */
    private WriteOutcome update(String key, String json) {
        return registry.update(network, aNetwork().under(org).withJson(key, json));
    }

    private WriteOutcome update(TestRow values) {
        return registry.update(network, values.under(org));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            info_prefixes4 | -1        | Negative value not allowed
            info_prefixes4 | 1200001   | Maximum value allowed 1200000
            info_prefixes6 | -1        | Negative value not allowed
            info_prefixes6 | 180001    | Maximum value allowed 180000
            info_prefixes6 | "180001"  | Maximum value allowed 180000
            info_prefixes6 | 99999999999999999999  | Maximum value allowed 180000
            info_prefixes4 | -99999999999999999999 | Negative value not allowed
            info_prefixes4 | "x"       | A valid integer is required.
            """)
    void prefixCountOutOfBoundsIsRefused(String key, String count, String message) {
        assertThat(update(key, count)).isRefusedFor(wrong(key, message));
    }

    @ParameterizedTest
    @CsvSource({"info_prefixes4, 0", "info_prefixes4, 1200000", "info_prefixes6, 0", "info_prefixes6, 180000"})
    void prefixCountAtItsBoundIsAccepted(String key, String count) {
        Row changed = update(key, count).row();

        Assertions.assertThat(changed.type().field(key).orElseThrow().text(changed))
                .isEqualTo(count);
    }

    @Test
    void prefixCountMayBeUnknown() {
        Assertions.assertThat(update("info_prefixes4", "\"\"").row().find(Net.INFO_PREFIXES4))
                .isNull();
        Assertions.assertThat(update("info_prefixes4", "null").row().find(Net.INFO_PREFIXES4))
                .isNull();
    }

    @Test
    void superuserMayCountMorePrefixesButNotFewerThanNone() {
        assertThat(registry.update(network, aNetwork().under(org).with("info_prefixes4", 1_200_001), SUPERUSER))
                .isAccepted();
        assertThat(registry.update(network, aNetwork().under(org).with("info_prefixes4", 4_294_967_296L), SUPERUSER))
                .isRefusedFor(wrong("info_prefixes4", "Ensure this value is less than or equal to 4294967295."));
        assertThat(registry.update(network, aNetwork().under(org).with("info_prefixes4", -1), SUPERUSER))
                .isRefusedFor(wrong("info_prefixes4", "Negative value not allowed"));
    }

    @Test
    void severalWrongValuesAreAllToldInWireOrder() {
        assertThat(update(aNetwork()
                        .with("info_prefixes6", 180_001)
                        .with("info_prefixes4", -1)
                        .with("irr_as_set", "!")
                        .with("policy_general", "Perhaps")
                        .withName("Two  blanks")
                        .with("ixp_update_exclude", "speed")))
                .isRefusedFor(
                        wrong("name", "Name cannot contain consecutive whitespace characters."),
                        wrong("irr_as_set", "Invalid formatting: ! - should be AS-SET, ASx, or SOURCE::AS-SET"),
                        wrong("info_prefixes4", "Negative value not allowed"),
                        wrong("info_prefixes6", "Maximum value allowed 180000"),
                        wrong("policy_general", "\"Perhaps\" is not a valid choice."),
                        wrong("ixp_update_exclude", "Must be a list."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            !!!                    | Invalid formatting: !!! - should be AS-SET, ASx, or SOURCE::AS-SET
            AS-SET@RIPE            | Invalid formatting: AS-SET@RIPE - should be AS-SET, ASx, or SOURCE::AS-SET
            ::AS-SET               | Invalid formatting: ::AS-SET - should be AS-SET, ASx, or SOURCE::AS-SET
            RIPE::                 | Invalid formatting: RIPE:: - should be AS-SET, ASx, or SOURCE::AS-SET
            RIPE::NONSENSE         | Invalid formatting: NONSENSE - should be RS-SET, AS-SET or AS123
            RIPE::AS1:AS-A:AS-B:AS-C | Maximum AS-SET hierarchy depth: 3
            RIPE::AS-A:RS-B        | All parts of an hierarchical name have to be of the same type
            RIPE::AS1:AS2          | At least one component must be an actual set name
            AS214001               | An IRR source prefix is required: AS214001 - use SOURCE::AS-SET (e.g. RIPE::AS-EXAMPLE)
            MOON::AS-A             | Unknown IRR source: MOON
            RIPE::RS-A             | Route-set names (RS-*) are not accepted: RIPE::RS-A
            """)
    void asSetThatRegistriesDoNotKnowIsRefused(String set, String message) {
        assertThat(update(aNetwork().with("irr_as_set", set))).isRefusedFor(wrong("irr_as_set", message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ripe::as-a             | RIPE::AS-A
            RIPE::AS1:AS-A:AS-B    | RIPE::AS1:AS-A:AS-B
            RIPE::AS1,RADB::AS-B   | RIPE::AS1 RADB::AS-B
            RIPE::AS1, RADB::AS-B  | RIPE::AS1 RADB::AS-B
            """)
    void asSetIsStoredInUpperCaseWithSingleBlanks(String set, String stored) {
        Assertions.assertThat(update(aNetwork().with("irr_as_set", set)).row().get(Net.IRR_AS_SET))
                .isEqualTo(stored);
    }

    @Test
    void asSetThatIsStoredWithoutASourceIsKept() {
        Row old =
                registry.has(aNetwork().under(org).withName("Old").withAsn(3321).with("irr_as_set", "AS-A, AS-B"));
        TestRow changed = aNetwork().under(org).withName("New").withAsn(3321);

        assertThat(registry.update(old, changed.with("irr_as_set", "as-a as-b")))
                .isAccepted();
        assertThat(registry.update(old, changed.with("irr_as_set", "AS-A AS-C")))
                .isRefusedFor(wrong(
                        "irr_as_set",
                        "An IRR source prefix is required: AS-A - use SOURCE::AS-SET (e.g. RIPE::AS-EXAMPLE)"));
    }

    @Test
    void asSetThatIsNotSentStaysAsItWasWritten() {
        Row old =
                registry.has(aNetwork().under(org).withName("Old").withAsn(3321).with("irr_as_set", "as-a, as-b"));

        Row changed = registry.update(old, aNetwork().under(org).withName("New").withAsn(3321))
                .row();

        Assertions.assertThat(changed.get(Net.IRR_AS_SET)).isEqualTo("as-a, as-b");
    }

    @Test
    void asSetOfASuperuserNeedsNoSource() {
        TestRow deep = aNetwork().under(org).with("irr_as_set", "AS1:AS-A:AS-B:AS-C");

        assertThat(registry.update(network, deep, SUPERUSER)).isAccepted();
        assertThat(registry.update(network, deep.with("irr_as_set", "!"), SUPERUSER))
                .isRefusedFor(wrong("irr_as_set", "Invalid formatting: ! - should be AS-SET, ASx, or SOURCE::AS-SET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Bogus\"", "\"Not Disclosed\"", "\"NSP,Content\"", "\"nsp\"", "5"})
    void legacyTypeThatIsNoneIsRefused(String type) {
        String text = type.replace("\"", "");

        assertThat(update("info_type", type))
                .isRefusedFor(wrong("info_type", "\"" + text + "\" is not a valid choice."));
    }

    @Test
    void legacyTypeStandsForAListOfOne() {
        Assertions.assertThat(update("info_type", "\"NSP\"").row().get(Net.INFO_TYPES))
                .containsExactly("NSP");
        Assertions.assertThat(update(aNetwork().with("info_type", "Content").with("info_types", List.of("NSP")))
                        .row()
                        .get(Net.INFO_TYPES))
                .containsExactly("Content");
    }

    @Test
    void legacyTypeThatIsInTheListLeavesTheList() {
        Assertions.assertThat(update(aNetwork().with("info_type", "NSP").with("info_types", List.of("Content", "NSP")))
                        .row()
                        .get(Net.INFO_TYPES))
                .containsExactlyInAnyOrder("NSP", "Content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "null"})
    void legacyTypeThatIsEmptyIsIgnored(String nothing) {
        update("info_types", "[\"NSP\"]");

        Assertions.assertThat(update("info_type", nothing).row().get(Net.INFO_TYPES))
                .containsExactly("NSP");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ixp_update_exclude             | "speed"              | Must be a list.
            ixp_update_exclude             | {"speed": 1}         | Must be a list.
            ixp_update_exclude             | null                 | This field may not be null.
            ixp_update_exclude             | ["x"]                | Invalid field(s): x. Valid values: is_rs_peer, operational, speed
            ixp_update_exclude             | ["z", "speed", "a"]  | Invalid field(s): a, z. Valid values: is_rs_peer, operational, speed
            ixp_update_exclude_speed       | "maybe"              | Must be a valid boolean.
            ixp_update_exclude_operational | null                 | This field may not be null.
            """)
    void exclusionOfAnUnknownValueIsRefused(String key, String json, String message) {
        assertThat(update(key, json)).isRefusedFor(wrong(key, message));
    }

    @Test
    void exclusionsAreEachNamedOnce() {
        Assertions.assertThat(update("ixp_update_exclude", "[\"speed\", \"is_rs_peer\", \"speed\"]")
                        .row()
                        .get(Net.IXP_UPDATE_EXCLUDE))
                .containsExactly("speed", "is_rs_peer");
    }

    @Test
    void exclusionsBySingleFlagsLeaveTheOthers() {
        update("ixp_update_exclude", "[\"speed\", \"is_rs_peer\"]");

        Row changed = update(aNetwork()
                        .with("ixp_update_exclude_speed", false)
                        .with("ixp_update_exclude_operational", "yes"))
                .row();

        Assertions.assertThat(changed.get(Net.IXP_UPDATE_EXCLUDE))
                .containsExactlyInAnyOrder("is_rs_peer", "operational");
    }

    @Test
    void updatesByExchangesNeedAContact() {
        assertThat(update("allow_ixp_update", "true"))
                .isRefusedFor(bare(
                        "allow_ixp_update",
                        "Cannot be enabled - must have a Technical, NOC, or Policy point of contact with valid"
                                + " email."));
        assertThat(update("allow_ixp_update", "false")).isAccepted();
    }

    @Test
    void updatesByExchangesMayBeAllowedToNewNetworks() {
        assertThat(registry.create(
                        aNetwork().under(org).withName("Other").withAsn(3321).with("allow_ixp_update", true)))
                .isAccepted();
    }

    @ParameterizedTest
    @CsvSource({"Technical, Public", "NOC, Users", "Policy, Public"})
    void contactWhomPeersCanWriteToIsOne(String role, String visible) {
        registry.has(aContact().under(network).with("role", role).with("visible", visible));

        assertThat(update("allow_ixp_update", "true")).isAccepted();
    }

    @ParameterizedTest
    @CsvSource({
        "role, Abuse",
        "role, Maintenance",
        "role, Public Relations",
        "role, Sales",
        "visible, Private",
        "email, ''",
        "status, deleted",
        "status, pending"
    })
    void contactWhomPeersCannotWriteToIsNone(String key, String value) {
        registry.has(aContact().under(network).with(key, value));

        Assertions.assertThat(update("allow_ixp_update", "true").violations())
                .extracting(Violation::field)
                .containsExactly("allow_ixp_update");
    }

    @Test
    void networkInheritsTheWebsiteOfItsOrganization() {
        Row created = registry.create(
                        aNetwork().under(org).withName("Other").withAsn(3321).without("website"))
                .row();

        Assertions.assertThat(created.get(Net.WEBSITE)).isEmpty();
    }

    @Test
    void missingWebsiteIsToldToThoseWhoMayNotAddTheNetwork() {
        Author nobody = new Stranger();

        assertThat(registry.create(
                        aNetwork().under(org).withName("Other").withAsn(3321).without("website"), nobody))
                .isRefusedFor(bare("website", "This field may not be blank."));
        assertThat(registry.create(aNetwork().under(org).withName("Other").withAsn(3321), nobody))
                .isRefusedBecause(new Refusal.Forbidden(
                        AccessRight.CREATE,
                        "net in peeringdb.organization.%d.network.%d".formatted(org.id(), network.id() + 1)));
    }

    @Test
    void webAddressesOfTerminalsAreTakenWhereTerminalsAreMeant() {
        assertThat(update(aNetwork()
                        .with("looking_glass", "telnet://lg.example.net")
                        .with("route_server", "ssh://rs.example.net")))
                .isAccepted();
        assertThat(update(aNetwork()
                        .with("looking_glass", "ftp://lg.example.net")
                        .with("policy_url", "telnet://net.example.net")))
                .isRefusedFor(wrong("looking_glass", "Enter a valid URL."), wrong("policy_url", "Enter a valid URL."));
    }
}
