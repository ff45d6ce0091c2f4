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
import org.peerage.net.Asn;
import org.peerage.registry.Operation;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.testing.Owner;
import org.peerage.testing.Stranger;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for a network's connection to an exchange (docs/spec/objects.md §2.7). */
@Covers({
    AddressGiven.class,
    AddressInPrefix.class,
    AddressFree.class,
    ContactBeforePeering.class,
    PeeringSpeed.class,
    Contacts.class
})
class ConnectionRulesTest {
    private static final String NO_CONTACT = "Network must have a Technical, NOC, or Policy point of contact with valid"
            + " email before adding exchange point.";

    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org).withAsn(3320));
    private final Row contact = registry.has(aContact().under(network));
    private final Row exchange = registry.has(anExchange().under(org));
    private final Row lan = registry.has(aLan().under(exchange));

    ConnectionRulesTest() {
        registry.has(aPrefix().under(lan).withPrefix("185.1.0.0/23"));
        registry.has(aPrefix().under(lan).withPrefix("2001:7f8:1b4::/64"));
    }

    private WriteOutcome create(TestRow connection) {
        return registry.create(connection.under(network, lan));
    }

    private WriteOutcome createAt(String ipaddr4, String ipaddr6) {
        return create(aConnection().at(ipaddr4, ipaddr6));
    }

    @Test
    void connectionHasAnAddress() {
        assertThat(createAt("", ""))
                .isRefusedFor(
                        wrong("ipaddr4", "Input required for IPv4 or IPv6"),
                        wrong("ipaddr6", "Input required for IPv4 or IPv6"));
        assertThat(createAt("185.1.0.1", "")).isAccepted();
        assertThat(createAt("", "2001:7f8:1b4::1")).isAccepted();
    }

    @Test
    void bothAddressesAreSentThoughOneMayBeEmpty() {
        assertThat(create(aConnection().without("ipaddr4", "ipaddr6", "speed")))
                .isRefusedFor(
                        wrong("speed", "This field is required."),
                        wrong("ipaddr4", "This field is required."),
                        wrong("ipaddr6", "This field is required."));
        assertThat(create(aConnection().with("ipaddr4", null).with("ipaddr6", null)))
                .isRefusedFor(
                        wrong("ipaddr4", "This field may not be null."),
                        wrong("ipaddr6", "This field may not be null."));
    }

    @Test
    void addressThatIsNullInAChangeIsNone() {
        Row connection = createAt("185.1.0.1", "2001:7f8:1b4::1").row();

        Row changed = registry.update(
                        connection,
                        aConnection().under(network, lan).at("185.1.0.1", "").with("ipaddr6", null))
                .row();

        Assertions.assertThat(changed.find(NetIxLan.IPADDR6)).isNull();
        assertThat(registry.update(
                        connection,
                        aConnection().under(network, lan).with("ipaddr4", null).with("ipaddr6", null)))
                .isRefusedFor(
                        wrong("ipaddr4", "Input required for IPv4 or IPv6"),
                        wrong("ipaddr6", "Input required for IPv4 or IPv6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.1.0.0", "185.1.1.255", "185.0.255.255", "185.1.2.0", "127.0.0.1"})
    void addressOutsideThePrefixIsRefused(String address) {
        assertThat(createAt(address, "")).isRefusedFor(wrong("ipaddr4", "IPv4 address outside of prefix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.1.0.1", "185.1.0.255", "185.1.1.0", "185.1.1.254"})
    void addressInsideThePrefixIsAccepted(String address) {
        assertThat(createAt(address, "")).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:7f8:1b4::",
                "2001:7f8:1b4::ffff:ffff:ffff:ffff",
                "2001:7f8:1b3:ffff:ffff:ffff:ffff:ffff",
                "2001:7f8:1b4:1::1",
                "fe80::1"
            })
    void addressOutsideThePrefixOfIpv6IsRefused(String address) {
        assertThat(createAt("", address)).isRefusedFor(wrong("ipaddr6", "IPv6 address outside of prefix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:7f8:1b4::1", "2001:7f8:1b4::ffff:ffff:ffff:fffe", "2001:7F8:1B4:0::A"})
    void addressInsideThePrefixOfIpv6IsAccepted(String address) {
        assertThat(createAt("", address)).isAccepted();
    }

    @Test
    void prefixThatIsNotActiveHoldsNoAddress() {
        registry.has(aPrefix().under(lan).withPrefix("185.2.0.0/24").pending());
        registry.has(aPrefix().under(lan).withPrefix("185.3.0.0/24").deleted());

        assertThat(createAt("185.2.0.1", "")).isRefusedFor(wrong("ipaddr4", "IPv4 address outside of prefix"));
        assertThat(createAt("185.3.0.1", "")).isRefusedFor(wrong("ipaddr4", "IPv4 address outside of prefix"));
    }

    @Test
    void prefixOfAnotherLanHoldsNoAddressOfThisOne() {
        Row other =
                registry.has(aLan().under(registry.has(anExchange().under(org).withName("Other-IX"))));
        registry.has(aPrefix().under(other).withPrefix("185.4.0.0/24"));

        assertThat(createAt("185.4.0.1", "")).isRefusedFor(wrong("ipaddr4", "IPv4 address outside of prefix"));
        assertThat(registry.create(aConnection().under(network, other).at("185.4.0.1", "")))
                .isAccepted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ipaddr4 | 1                     | '1' does not appear to be an IPv4 address
            ipaddr4 | 185.1.000.1           | '185.1.000.1' does not appear to be an IPv4 address: segment value starts with zero
            ipaddr4 | 185.1.0.1/24          | Unexpected '/' in '185.1.0.1/24'
            ipaddr4 | 185.1.0.256           | '185.1.0.256' does not appear to be an IPv4 address: IPv4 segment too large
            ipaddr6 | x                     | 'x' does not appear to be an IPv6 address: invalid character number 0
            ipaddr6 | 2001:7f8::1b4::1      | '2001:7f8::1b4::1' does not appear to be an IPv6 address: IPv6 compressed address is ambiguous
            """)
    void addressThatCannotBeReadIsRefused(String key, String address, String message) {
        assertThat(create(aConnection().at("", "").with(key, address))).isRefusedFor(wrong(key, message));
    }

    @Test
    void addressOfAnotherConnectionIsRefused() {
        registry.has(aConnection().under(network, lan).at("185.1.0.10", "2001:7f8:1b4::10"));

        assertThat(createAt("185.1.0.10", "2001:7f8:1b4:0000::10"))
                .isRefusedFor(wrong("ipaddr4", "IP already exists"), wrong("ipaddr6", "IP already exists"));
        assertThat(createAt("185.1.0.11", "2001:7f8:1b4::10")).isRefusedFor(wrong("ipaddr6", "IP already exists"));
        assertThat(createAt("185.1.0.11", "2001:7f8:1b4::11")).isAccepted();
    }

    @Test
    void addressOfAnotherConnectionIsRefusedInAChangeToo() {
        registry.has(aConnection().under(network, lan).at("185.1.0.10", ""));
        registry.has(aConnection().under(network, lan).at("185.1.0.12", "").deleted());
        Row connection = registry.has(aConnection().under(network, lan).at("185.1.0.11", ""));

        assertThat(registry.update(connection, aConnection().under(network, lan).at("185.1.0.10", "")))
                .isRefusedFor(wrong("ipaddr4", "IP already exists"));
        assertThat(registry.update(connection, aConnection().under(network, lan).at("185.1.0.12", "")))
                .isAccepted();
    }

    @Test
    void addressIsTheSameWhateverItsZone() {
        registry.has(aConnection().under(network, lan).at("", "2001:7f8:1b4::10%eth0"));

        assertThat(createAt("", "2001:7f8:1b4::10")).isRefusedFor(wrong("ipaddr6", "IP already exists"));
        assertThat(createAt("", "2001:7f8:1b4::10%eth1")).isRefusedFor(wrong("ipaddr6", "IP already exists"));
    }

    @Test
    void connectionKeepsItsOwnAddress() {
        Row connection = createAt("185.1.0.10", "").row();

        assertThat(registry.update(
                        connection,
                        aConnection().under(network, lan).at("185.1.0.10", "").with("speed", 20_000)))
                .isAccepted();
    }

    @ParameterizedTest
    @CsvSource({"1, Minimum speed: 50M", "49, Minimum speed: 50M", "5000001, Maximum speed: 5T"})
    void speedThatNoPortHasIsRefusedButToSuperusers(long speed, String message) {
        assertThat(create(aConnection().with("speed", speed))).isRefusedFor(wrong("speed", message));
        assertThat(registry.create(aConnection().under(network, lan).with("speed", speed), new Owner("test", true)))
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "50", "5000000", "\"1000\"", "1000.0"})
    void speedOfAPortOrNoneIsAccepted(String speed) {
        assertThat(create(aConnection().withJson("speed", speed))).isAccepted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -1            | Ensure this value is greater than or equal to 0.
            1000000000000 | Ensure this value is less than or equal to 4294967295.
            1.5           | A valid integer is required.
            "1e3"         | A valid integer is required.
            "10G"         | A valid integer is required.
            ""            | A valid integer is required.
            true          | A valid integer is required.
            null          | This field may not be null.
            """)
    void speedThatIsNoNumberIsRefused(String speed, String message) {
        assertThat(create(aConnection().withJson("speed", speed))).isRefusedFor(wrong("speed", message));
    }

    @Test
    void networkWithoutAContactDoesNotPeer() {
        Row silent = registry.has(aNetwork().under(org).withName("Silent").withAsn(3321));

        assertThat(registry.create(aConnection().under(silent, lan))).isRefusedFor(wrong(NO_CONTACT));
    }

    @ParameterizedTest
    @CsvSource({"role, Abuse", "visible, Private", "email, ''", "status, deleted"})
    void contactWhomPeersCannotWriteToDoesNotCount(String key, String value) {
        Row silent = registry.has(aNetwork().under(org).withName("Silent").withAsn(3321));
        registry.has(aContact().under(silent).with("phone", "+493012345678").with(key, value));

        assertThat(registry.create(aConnection().under(silent, lan))).isRefusedFor(wrong(NO_CONTACT));
    }

    /** What contacts that are not for everybody are like could be asked for by connections otherwise. */
    @ParameterizedTest
    @CsvSource({
        "Users, Technical, a@n.example.net",
        "Users, Sales, a@n.example.net",
        "Users, Technical, ''",
        "Private, NOC, x@y.z"
    })
    void strangersAreToldNothingOfHiddenContacts(String visible, String role, String email) {
        Row silent = registry.has(aNetwork().under(org).withName("Silent").withAsn(3321));
        TestRow connection = aConnection().under(silent, lan);
        assertThat(registry.create(connection, new Stranger())).isRefusedFor(wrong(NO_CONTACT));

        registry.has(aContact()
                .under(silent)
                .with("phone", "+493012345678")
                .with("visible", visible)
                .with("role", role)
                .with("email", email));

        Assertions.assertThat(registry.create(connection, new Stranger()).toString())
                .startsWith("Forbidden");
    }

    @Test
    void networkThatLostItsContactCannotChangeItsConnection() {
        Row connection = createAt("185.1.0.10", "").row();
        registry.has(registry.read(contact).deleted());
        TestRow change = aConnection().under(network, lan).at("185.1.0.10", "");

        assertThat(registry.update(connection, change.with("speed", 1000))).isRefusedFor(wrong(NO_CONTACT));
        assertThat(registry.update(connection, change)).isAccepted(); // nothing changes
    }

    @Test
    void problemsAreLookedForInOrderAndTheFirstIsTold() {
        Row silent = registry.has(aNetwork().under(org).withName("Silent").withAsn(3321));

        assertThat(registry.create(
                        aConnection().under(silent, lan).at("127.0.0.1", "").with("speed", 1)))
                .isRefusedFor(wrong(NO_CONTACT));
        assertThat(create(aConnection().at("127.0.0.1", "::1").with("speed", 1)))
                .isRefusedFor(wrong("ipaddr4", "IPv4 address outside of prefix"));
    }

    @Test
    void rehearsalTellsAllProblems() {
        assertThat(registry.rehearse(new Operation.Create(
                        NetIxLan.TYPE,
                        aConnection()
                                .under(network, lan)
                                .at("127.0.0.1", "::1")
                                .with("speed", 1)
                                .request())))
                .isRefusedFor(
                        wrong("speed", "Minimum speed: 50M"),
                        wrong("ipaddr4", "IPv4 address outside of prefix"),
                        wrong("ipaddr6", "IPv6 address outside of prefix"));
    }

    @Test
    void asnIsTheNetworksWhateverIsSent() {
        Assertions.assertThat(create(aConnection().withAsn(1)).row().get(NetIxLan.ASN))
                .isEqualTo(new Asn(3320));
        assertThat(registry.create(aConnection().under(lan).without("asn")))
                .isRefusedFor(wrong("net_id", "This field is required."), wrong("asn", "This field is required."));
        assertThat(registry.create(aConnection().under(lan))).isRefusedFor(wrong("net_id", "This field is required."));
    }

    @Test
    void connectionThatMovesToAnotherNetworkTakesItsAsn() {
        Row connection = createAt("185.1.0.10", "").row();
        Row other = registry.has(aNetwork().under(org).withName("Other").withAsn(3321));
        registry.has(aContact().under(other));

        Assertions.assertThat(registry.update(
                                connection, aConnection().under(other, lan).at("185.1.0.10", ""))
                        .row()
                        .get(NetIxLan.ASN))
                .isEqualTo(new Asn(3321));
    }
}
