package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for a contact of a network (docs/spec/objects.md §2.8). */
@Covers({ContactReachable.class, NotPrivate.class, PhoneNumbers.class})
class ContactRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row network = registry.has(aNetwork().under(registry.has(anOrganization())));

    private WriteOutcome create(TestRow contact) {
        return registry.create(contact.under(network));
    }

    @Test
    void contactIsReachableByPhoneOrMail() {
        assertThat(create(aContact().without("email")))
                .isRefusedFor(wrong("phone", "Phone or email required"), wrong("email", "Phone or email required"));
        assertThat(create(aContact().with("email", "").with("phone", " ")))
                .isRefusedFor(wrong("phone", "Phone or email required"), wrong("email", "Phone or email required"));
        assertThat(create(aContact().without("email").with("phone", "+49 30 12345678")))
                .isAccepted();
        assertThat(create(aContact().with("email", "noc@net.example.net"))).isAccepted();
    }

    @Test
    void contactIsForOthersToSee() {
        assertThat(create(aContact().with("visible", "Private")))
                .isRefusedFor(wrong("visible", "Private contacts are no longer supported."));
        assertThat(create(aContact().with("visible", "Users"))).isAccepted();
        Assertions.assertThat(create(aContact().without("visible")).row().get(Poc.VISIBLE))
                .isEqualTo("Public");
    }

    @Test
    void privateContactFromEarlierStaysSoWhileNobodySaysOtherwise() {
        Row contact = registry.has(aContact().under(network).with("visible", "Private"));

        assertThat(registry.update(
                        contact, aContact().under(network).without("visible").withName("New")))
                .isAccepted();
        assertThat(registry.update(
                        contact,
                        aContact().under(network).with("visible", "Private").withName("Newer")))
                .isRefusedFor(wrong("visible", "Private contacts are no longer supported."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3125550199", "030 12345678", "abc", "+"})
    void phoneNumberOfAContactNeedsItsCountryCode(String dialled) {
        assertThat(create(aContact().with("phone", dialled)))
                .isRefusedFor(wrong("phone", "Not a valid phone number (E.164)"));
    }

    @Test
    void phoneNumberOfAContactIsStoredAsInE164() {
        Assertions.assertThat(create(aContact().with("phone", "+1 (312) 555-0199"))
                        .row()
                        .get(Poc.PHONE))
                .isEqualTo("+13125550199");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            role    | Bogus   | "Bogus" is not a valid choice.
            role    | noc     | "noc" is not a valid choice.
            visible | Nobody  | "Nobody" is not a valid choice.
            email   | x       | Enter a valid email address.
            url     | x       | Enter a valid URL.
            """)
    void valueThatAContactCannotHaveIsRefused(String key, String value, String message) {
        assertThat(create(aContact().with(key, value))).isRefusedFor(wrong(key, message));
    }

    @Test
    void allWrongValuesAreToldInWireOrder() {
        assertThat(create(aContact()
                        .with("url", "z")
                        .with("phone", "y")
                        .with("email", "x")
                        .with("visible", "Nobody")
                        .with("role", "Bogus")))
                .isRefusedFor(
                        wrong("role", "\"Bogus\" is not a valid choice."),
                        wrong("visible", "\"Nobody\" is not a valid choice."),
                        wrong("phone", "Not a valid phone number (E.164)"),
                        wrong("email", "Enter a valid email address."),
                        wrong("url", "Enter a valid URL."));
    }

    @Test
    void roleOfTheLastTechnicalContactMayChange() {
        Row contact = registry.has(aContact().under(network));

        assertThat(registry.update(contact, aContact().under(network).with("role", "Sales")))
                .isAccepted();
    }
}
