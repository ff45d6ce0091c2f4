package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aCampus;
import static org.peerage.testing.TestRow.aCarrier;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;

/** Names are tidy, and each is one object's (docs/spec/objects.md §1.9, §1.10). */
@Covers({UniqueValue.class, TidyName.class})
class NameRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization().withName("Owner"));

    private TestRow owned(TestRow row) {
        return row.type() == Org.TYPE ? row : row.under(org);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("Organization with this Name already exists.", anOrganization()),
                Arguments.of("Facility with this Name already exists.", aFacility()),
                Arguments.of("Network with this Name already exists.", aNetwork()),
                Arguments.of("Internet Exchange with this Name already exists.", anExchange()),
                Arguments.of("Carrier with this Name already exists.", aCarrier()),
                Arguments.of("Campus with this Campus Name already exists.", aCampus()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void nameOfAnotherIsRefusedWhateverItsCaseAndAccents(String message, TestRow row) {
        registry.has(owned(row).withName("Zürich One").withAsn(1000));

        for (String same : new String[] {"Zürich One", "zürich one", "ZURICH ONE", " Zürich One "}) {
            assertThat(registry.create(owned(row).withName(same).withAsn(1001))).isRefusedFor(wrong("name", message));
        }
        assertThat(registry.create(owned(row).withName("Zürich Two").withAsn(1001)))
                .isAccepted();
    }

    @ParameterizedTest
    @MethodSource("types")
    void nameOfOneThatWaitsForApprovalIsTaken(String message, TestRow row) {
        registry.has(owned(row).withName("Zürich One").withAsn(1000).pending());

        assertThat(registry.create(owned(row).withName("Zürich One").withAsn(1001)))
                .isRefusedFor(wrong("name", message));
    }

    @ParameterizedTest
    @MethodSource("types")
    void nameOfADeletedOneIsFreeForNewOnesNotForChanges(String message, TestRow row) {
        registry.has(owned(row).withName("Gone").withAsn(1000).deleted());
        Row other = registry.has(owned(row).withName("Other").withAsn(1001));

        assertThat(registry.update(other, owned(row).withName("Gone").withAsn(1001)))
                .isRefusedFor(wrong("name", message));
        assertThat(registry.create(owned(row).withName("Gone").withAsn(1002))).isAccepted();
    }

    @ParameterizedTest
    @MethodSource("types")
    void nameMayChangeItsCase(String message, TestRow row) {
        Row stored = registry.has(owned(row).withName("Zürich One").withAsn(1000));

        assertThat(registry.update(stored, owned(row).withName("ZURICH ONE").withAsn(1000)))
                .isAccepted();
    }

    @Test
    void hardwareAddressIsOneLans() {
        Row exchange = registry.has(anExchange().under(org));
        Row other = registry.has(anExchange().under(org).withName("Other-IX"));
        registry.has(aLan().under(exchange).with("arp_sponge", "00:00:5e:00:53:01"));
        Row lan = registry.has(aLan().under(other));

        assertThat(registry.update(lan, aLan().under(other).with("arp_sponge", "00:00:5E:00:53:01")))
                .isRefusedFor(wrong("arp_sponge", "This field must be unique."));
        assertThat(registry.update(lan, aLan().under(other).with("arp_sponge", "00:00:5e:00:53:02")))
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Two  blanks", "Three   blanks", "A\u00A0\u00A0B", "A \tB", "A \nB"})
    void nameWithTwoBlanksInARowIsRefused(String name) {
        assertThat(registry.create(aNetwork().under(org).withName(name)))
                .isRefusedFor(wrong("name", "Name cannot contain consecutive whitespace characters."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "\u200B\u200D\u2060", "\u00AD", "\u3164", "\u2800", "\uFEFF", "\u200E"})
    void nameThatNobodySeesIsRefused(String name) {
        assertThat(registry.create(aNetwork().under(org).withName(name)))
                .isRefusedFor(wrong("name", "Name must contain characters that can be seen."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\u0007B", "A\tB", "A\nB", "A\u0085B", "A\u2028B", "gro.\u202Eelpmaxe", "A\u2066B\u2069"})
    void nameWithControlsOrTurnsOfDirectionIsRefused(String name) {
        assertThat(registry.create(aNetwork().under(org).withName(name)))
                .isRefusedFor(
                        wrong("name", "Name cannot contain control characters or characters that change direction."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"One blank", "東京ネット", "Łódź-IX", "a\u200Db", "نت\u200Fنت", "x"})
    void tidyNameIsAccepted(String name) {
        Assertions.assertThat(registry.create(aNetwork().under(org).withName(name))
                        .row()
                        .get(Net.NAME))
                .isEqualTo(name);
    }

    @Test
    void blanksAroundANameAreDropped() {
        Assertions.assertThat(registry.create(aNetwork().under(org).withName(" \t Net \n "))
                        .row()
                        .get(Net.NAME))
                .isEqualTo("Net");
    }

    @Test
    void untidyNameThatIsStoredIsNoObstacleToOtherChanges() {
        Row network = registry.has(aNetwork().under(org).withName("Two  blanks"));

        assertThat(registry.update(
                        network, aNetwork().under(org).withName("Two  blanks").with("aka", "New")))
                .isAccepted();
        assertThat(registry.update(
                        network, aNetwork().under(org).withName("Two  BLANKS").with("aka", "New")))
                .isRefusedFor(wrong("name", "Name cannot contain consecutive whitespace characters."));
    }

    @Test
    void namesOfLansAndContactsAreTidyButMayBeEmpty() {
        Row network = registry.has(aNetwork().under(org));
        Row exchange = registry.has(anExchange().under(org));
        Row lan = registry.has(aLan().under(exchange));

        assertThat(registry.create(aContact().under(network).withName("A  B")))
                .isRefusedFor(wrong("name", "Name cannot contain consecutive whitespace characters."));
        assertThat(registry.create(aContact().under(network).withName(""))).isAccepted();
        assertThat(registry.update(lan, aLan().under(exchange).withName("A  B")))
                .isRefusedFor(wrong("name", "Name cannot contain consecutive whitespace characters."));
        assertThat(registry.update(lan, aLan().under(exchange).withName(""))).isAccepted();
    }

    @Test
    void longNamesOfOtherKindsMayHaveTwoBlanks() {
        assertThat(registry.create(aNetwork().under(org).with("aka", "A  B").with("name_long", "A  B")))
                .isAccepted();
    }
}
