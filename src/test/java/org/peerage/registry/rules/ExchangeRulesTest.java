package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.bare;
import static org.peerage.testing.WriteAssert.wrong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for an exchange, its first prefix and its LAN (docs/spec/objects.md §2.4, §2.5). */
@Covers({
    FirstPrefix.class,
    FirstPrefixGiven.class,
    MemberListReadable.class,
    NotSuggestedExchange.class,
    OwnWebsite.class,
    ImportHasSource.class
})
class ExchangeRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row exchange = registry.has(anExchange().under(org).withName("Old-IX"));
    private final Row lan = registry.has(aLan().under(exchange));
    private final Row prefix = registry.has(aPrefix().under(lan).withPrefix("185.77.20.0/24"));

    private WriteOutcome create(TestRow created) {
        return registry.create(created.under(org));
    }

    private WriteOutcome update(TestRow values) {
        return registry.update(exchange, values.under(org).withName("Old-IX"));
    }

    private WriteOutcome updateLan(TestRow values) {
        return registry.update(lan, values.under(exchange));
    }

    @Test
    void newExchangeComesWithItsLanAndItsFirstPrefix() {
        Row created = create(anExchange()).row();

        Row itsLan = registry.all(IxLan.TYPE).getLast();
        Row itsPrefix = registry.all(IxPfx.TYPE).getLast();
        Assertions.assertThat(created.status()).isEqualTo(Status.PENDING);
        Assertions.assertThat(itsLan.id()).isEqualTo(created.id());
        Assertions.assertThat(itsLan.status()).isEqualTo(Status.PENDING);
        Assertions.assertThat(itsPrefix.get(IxPfx.IXLAN_ID)).isEqualTo(created.id());
        Assertions.assertThat(itsPrefix.get(IxPfx.PREFIX)).hasToString("185.1.0.0/24");
        Assertions.assertThat(itsPrefix.get(IxPfx.PROTOCOL)).isEqualTo("IPv4");
        Assertions.assertThat(itsPrefix.status()).isEqualTo(Status.PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"city", "country", "region_continent", "tech_email", "name", "org_id"})
    void exchangeNeedsThese(String key) {
        assertThat(registry.create(anExchange().under(org).without(key)))
                .isRefusedFor(wrong(key, "This field is required."));
        assertThat(registry.update(exchange, anExchange().under(org).without(key)))
                .isRefusedFor(wrong(key, "This field is required."));
    }

    @Test
    void missingFirstPrefixIsToldWithoutAFullStop() {
        assertThat(create(anExchange().without("prefix"))).isRefusedFor(wrong("prefix", "This field is required"));
    }

    @Test
    void missingFirstPrefixIsToldOnceTheRestIsRight() {
        assertThat(create(anExchange().without("prefix", "city")))
                .isRefusedFor(wrong("city", "This field is required."));
    }

    @Test
    void firstPrefixThatCannotBeReadIsRefusedTwice() {
        assertThat(create(anExchange().withPrefix("x")))
                .isRefusedFor(
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "'x' does not appear to be an IPv4 or IPv6 network"));
        assertThat(create(anExchange().withPrefix("185.81.1.1/24")))
                .isRefusedFor(
                        wrong("prefix", "Invalid prefix: 185.81.1.1/24"),
                        wrong("prefix", "Invalid prefix: 185.81.1.1/24"),
                        wrong("prefix", "185.81.1.1/24 has host bits set"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null              | This field may not be null.
            ""                | This field may not be blank.
            " "               | This field may not be blank.
            "185.77.20.0/24"  | This field must be unique.
            "185.77.20.0/25"  | Prefix overlaps with prefix 185.77.20.0/24 on IXP 'Old-IX'
            "185.77.20.0/23"  | Prefix overlaps with prefix 185.77.20.0/24 on IXP 'Old-IX'
            "10.0.0.0/24"     | Address space invalid: 10.0.0.0/24
            "185.0.0.0/17"    | Maximum allowed prefix length is 18
            "185.81.1.0/29"   | Minimum allowed prefix length is 28
            """)
    void firstPrefixThatIsNoLansIsRefused(String json, String message) {
        assertThat(create(anExchange().withJson("prefix", json))).isRefusedFor(wrong("prefix", message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"185.77.21.0/24", "185.64.0.0/18", "185.81.1.0/28", "2001:7f8:1b4::/64"})
    void firstPrefixBesideAllOthersIsAccepted(String text) {
        assertThat(create(anExchange().withPrefix(text))).isAccepted();
    }

    @Test
    void firstPrefixOfADeletedExchangeMovesToTheNewOne() {
        Row gone = registry.has(aPrefix().under(lan).withPrefix("185.81.1.0/24").deleted());

        Row created = create(anExchange().withPrefix("185.81.1.0/24")).row();

        Assertions.assertThat(registry.now(gone).get(IxPfx.IXLAN_ID)).isEqualTo(created.id());
        Assertions.assertThat(registry.now(gone).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void prefixThatIsRepeatedInAChangeHasNoEffectButIsRead() {
        assertThat(update(anExchange().withPrefix("185.77.20.0/24").with("aka", "New")))
                .isAccepted();
        assertThat(update(anExchange().withPrefix("10.0.0.0/24").with("aka", "Newer")))
                .isAccepted();
        assertThat(update(anExchange().withPrefix("x").with("aka", "Newest")))
                .isRefusedFor(
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "Invalid prefix: x"),
                        wrong("prefix", "'x' does not appear to be an IPv4 or IPv6 network"));
        Assertions.assertThat(registry.now(prefix)).isEqualTo(prefix);
    }

    @Test
    void memberListThatComesWithAnExchangeHasAnAddress() {
        assertThat(create(anExchange().with("ixf_ixp_member_list_url", "x")))
                .isRefusedFor(wrong("ixf_ixp_member_list_url", "Enter a valid URL."));
        assertThat(create(anExchange().withJson("ixf_ixp_member_list_url", "[\"https://ix.example.net/\"]")))
                .isRefusedFor(wrong("ixf_ixp_member_list_url", "Not a valid string."));
        assertThat(create(anExchange().with("ixf_ixp_member_list_url", "https://ix.example.net/" + "x".repeat(180))))
                .isRefusedFor(wrong("ixf_ixp_member_list_url", "Ensure this field has no more than 200 characters."));
        assertThat(create(anExchange().with("ixf_ixp_member_list_url", "https://ix.example.net/members.json")))
                .isAccepted();
        assertThat(create(anExchange()
                        .withName("Other-IX")
                        .withPrefix("185.2.0.0/24")
                        .with("ixf_ixp_member_list_url", null)))
                .isAccepted();
    }

    @Test
    void exchangesAreNotSuggested() {
        Row suggestions = registry.has(anOrganization().with("id", 20525).withName("Suggestions"));

        assertThat(registry.create(anExchange().under(suggestions)))
                .isRefusedFor(bare(
                        "org",
                        "User cannot create an internet exchange withits org set as the SUGGEST_ENTITY organization"));
    }

    @Test
    void suggestingHasNoMeaningForAnExchange() {
        Row created = create(anExchange().with("suggest", true)).row();

        Assertions.assertThat(created.get(Ix.ORG_ID)).isEqualTo(org.id());
    }

    @Test
    void exchangeInheritsTheWebsiteOfItsOrganization() {
        assertThat(create(anExchange().without("website"))).isAccepted();
        assertThat(update(anExchange().with("website", "").with("aka", "New"))).isAccepted();
    }

    @Test
    void salesMailIsNotChecked() {
        assertThat(create(anExchange().with("sales_email", "ask at the desk"))).isAccepted();
        assertThat(update(anExchange().with("policy_email", "ask at the desk")))
                .isRefusedFor(wrong("policy_email", "Enter a valid email address."));
    }

    @Test
    void importNeedsAMemberList() {
        assertThat(updateLan(aLan().with("ixf_ixp_import_enabled", true)))
                .isRefusedFor(wrong("Cannot enable IX-F import without specifying the IX-F member list url"));
        assertThat(updateLan(aLan().with("ixf_ixp_import_enabled", true)
                        .with("ixf_ixp_member_list_url", "https://ix.example.net/members.json")))
                .isAccepted();
        assertThat(updateLan(aLan().with("ixf_ixp_import_enabled", true).with("ixf_ixp_member_list_url", null)))
                .isAccepted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mtu                     | 1234  | "1234" is not a valid choice.
            mtu                     | "x"   | "x" is not a valid choice.
            mtu                     | null  | This field may not be null.
            rs_asn                  | "x"   | A valid integer is required.
            arp_sponge              | "x"   | Enter a valid value.
            arp_sponge              | ""    | Enter a valid value.
            ixf_ixp_member_list_url | "x"   | Enter a valid URL.
            """)
    void valueThatALanCannotHaveIsRefused(String key, String json, String message) {
        assertThat(updateLan(aLan().withJson(key, json))).isRefusedFor(wrong(key, message));
    }

    @Test
    void mtuThatIsLeftOutIsTheUsualOne() {
        Assertions.assertThat(updateLan(aLan().with("mtu", 9000)).row().get(IxLan.MTU))
                .isEqualTo(9000);
        Assertions.assertThat(updateLan(aLan()).row().get(IxLan.MTU)).isEqualTo(1500);
    }
}
