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
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;

/** A row that was read can be written back, whatever rule a stored value breaks (deviations §10). */
@Covers(UnchangedCheck.class)
class UnchangedRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization().with("floor", "3"));

    static Stream<Arguments> rowsThatBreakARule() {
        return Stream.of(
                Arguments.of("a name with two blanks", aNetwork().withName("Two  blanks"), "name"),
                Arguments.of("too many prefixes", aNetwork().with("info_prefixes4", 99_999_999), "info_prefixes4"),
                Arguments.of("a website that is none", aNetwork().with("website", "net example"), "website"),
                Arguments.of("a choice of former times", aNetwork().with("info_traffic", "1 Tbps+"), "info_traffic"),
                Arguments.of(
                        "updates without a contact", aNetwork().with("allow_ixp_update", true), "allow_ixp_update"),
                Arguments.of("a floor", aFacility().with("floor", "3"), "floor"),
                Arguments.of("a phone number that is none", aFacility().with("tech_phone", "ext. 7"), "tech_phone"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rowsThatBreakARule")
    void rowThatBreaksARuleGoesBackAsItWasRead(String what, TestRow row, String key) {
        Row stored = registry.has(row.under(org));
        TestRow read = registry.read(stored);

        assertThat(registry.update(stored, read)).isAccepted();

        Row saved = registry.now(stored);
        Assertions.assertThat(saved.updated()).isGreaterThan(stored.updated());
        Assertions.assertThat(saved.type().field(key).orElseThrow().text(saved))
                .isEqualTo(stored.type().field(key).orElseThrow().text(stored));
    }

    @Test
    void formOfARowThatWasReadGoesBackToo() {
        Row stored = registry.has(aNetwork()
                .under(org)
                .withName("Two  blanks")
                .with("info_types", List.of("NSP", "Content"))
                .with("info_prefixes4", 99_999_999));
        TestRow read = registry.read(stored);

        assertThat(registry.decide(new Operation.Update(Net.TYPE, stored.id(), read.form()), Owner.BOUND))
                .isAccepted();
        Assertions.assertThat(registry.now(stored).get(Net.INFO_TYPES)).containsExactly("NSP", "Content");
    }

    @Test
    void anotherValueBesideABrokenOneBringsTheRulesBack() {
        Row stored = registry.has(aNetwork().under(org).with("info_prefixes4", 99_999_999));

        assertThat(registry.update(stored, registry.read(stored).with("aka", "New")))
                .isRefusedFor(wrong("info_prefixes4", "Maximum value allowed 1200000"));
    }

    @Test
    void websiteThatIsShownOfTheOrganizationIsNoChange() {
        Row stored = registry.has(aNetwork().under(org).with("website", ""));

        Row saved = registry.update(stored, registry.read(stored)).row();

        Assertions.assertThat(saved.get(Net.WEBSITE)).isEmpty();
    }

    @Test
    void connectionOfANetworkWithoutContactsGoesBack() {
        Row network = registry.has(aNetwork().under(org));
        Row lan = registry.has(aLan().under(registry.has(anExchange().under(org))));
        Row stored =
                registry.has(aConnection().under(network, lan).with("speed", 1).at("10.0.0.1", ""));

        assertThat(registry.update(stored, registry.read(stored))).isAccepted();
    }

    @Test
    void prefixOfPrivateSpaceAndPrivateContactGoBack() {
        Row lan = registry.has(aLan().under(registry.has(anExchange().under(org))));
        Row prefix = registry.has(aPrefix().under(lan).withPrefix("10.0.0.0/8").with("in_dfz", false));
        Row network = registry.has(aNetwork().under(org));
        Row contact = registry.has(
                aContact().under(network).with("visible", "Private").with("email", ""));

        assertThat(registry.update(prefix, registry.read(prefix))).isAccepted();
        assertThat(registry.update(contact, registry.read(contact))).isAccepted();
    }

    @Test
    void oneOfTwoBrokenValuesCannotBeMendedAlone() {
        Row stored = registry.has(aNetwork().under(org).withName("A  B").with("info_prefixes4", 99_999_999));

        assertThat(registry.update(stored, registry.read(stored).withName("A B")))
                .isRefusedFor(wrong("info_prefixes4", "Maximum value allowed 1200000"));
    }

    @Test
    void requiredKeyIsRequiredThoughItWouldNotChange() {
        assertThat(registry.update(org, registry.read(org).without("name")))
                .isRefusedFor(wrong("name", "This field is required."));
        Assertions.assertThat(registry.now(org).get(Org.NAME)).isEqualTo("Example Org");
    }
}
