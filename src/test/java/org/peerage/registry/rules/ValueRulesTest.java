package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aCampus;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.nested;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.testing.Owner;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** How single values are read, whatever they are about (docs/spec/objects.md §1.1, §1.6, §1.10, §1.11). */
@Covers({FieldReader.class, ListReader.class, JsonScalars.class, ReferenceMessages.class})
class ValueRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());
    private final Row network = registry.has(aNetwork().under(org));

    private WriteOutcome update(String key, String json) {
        return registry.update(network, aNetwork().under(org).withJson(key, json));
    }

    @Test
    void requiredKeysThatAreMissingAreAllTold() {
        assertThat(registry.create(aFacility().without("name", "address1", "city", "country")))
                .isRefusedFor(
                        wrong("org_id", "This field is required."),
                        wrong("name", "This field is required."),
                        wrong("address1", "This field is required."),
                        wrong("city", "This field is required."),
                        wrong("country", "This field is required."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name             | ""        | This field may not be blank.
            name             | "  "      | This field may not be blank.
            name             | null      | This field may not be null.
            name             | {"a": 1}  | Not a valid string.
            name             | ["a"]     | Not a valid string.
            name             | true      | Not a valid string.
            name             | "\\u0000" | Null characters are not allowed.
            name             | "\\ud800" | Surrogate characters are not allowed: U+D800.
            aka              | null      | This field may not be null.
            notes            | null      | This field may not be null.
            org_id           | "x"       | Incorrect type. Expected pk value, received str.
            org_id           | true      | Incorrect type. Expected pk value, received bool.
            org_id           | 1.5       | Incorrect type. Expected pk value, received float.
            org_id           | [1]       | Incorrect type. Expected pk value, received list.
            org_id           | {"a": 1}  | Incorrect type. Expected pk value, received dict.
            org_id           | 999999    | Invalid pk "999999" - object does not exist.
            org_id           | "999999"  | Invalid pk "999999" - object does not exist.
            org_id           | ""        | This field may not be null.
            org_id           | 4294967297 | Invalid pk "4294967297" - object does not exist.
            info_prefixes4   | true      | A valid integer is required.
            info_prefixes4   | 1.5       | A valid integer is required.
            info_prefixes4   | "1e3"     | A valid integer is required.
            info_prefixes4   | [1]       | A valid integer is required.
            info_unicast     | "maybe"   | Must be a valid boolean.
            info_unicast     | 2         | Must be a valid boolean.
            info_unicast     | null      | This field may not be null.
            info_unicast     | ""        | Must be a valid boolean.
            info_traffic     | "lots"    | "lots" is not a valid choice.
            info_traffic     | 1         | "1" is not a valid choice.
            info_traffic     | null      | This field may not be null.
            fac_count        | 4294967296 | Ensure this value is less than or equal to 4294967295.
            fac_count        | -1        | Ensure this value is greater than or equal to 0.
            policy_general   | "open"    | "open" is not a valid choice.
            website          | "nope"    | Enter a valid URL.
            website          | "javascript:alert(1)" | Enter a valid URL.
            website          | "ssh://net.example.net" | Enter a valid URL.
            status_dashboard | "x"       | Enter a valid URL.
            info_types       | "Content" | Expected a list of items but got type "str".
            info_types       | ""        | Expected a list of items but got type "str".
            info_types       | 1         | Expected a list of items but got type "int".
            info_types       | ["nsp"]   | "nsp" is not a valid choice.
            info_types       | [""]      | "" is not a valid choice.
            info_types       | [1]       | "1" is not a valid choice.
            info_types       | [null]    | "None" is not a valid choice.
            info_types       | [["a"]]   | "['a']" is not a valid choice.
            info_types       | [{"a": true}] | "{'a': True}" is not a valid choice.
            info_types       | {"a": 1}  | "a" is not a valid choice.
            """)
    void valueOfTheWrongKindIsRefused(String key, String json, String message) {
        assertThat(update(key, json)).isRefusedFor(wrong(key, message));
    }

    @ParameterizedTest
    @CsvSource({"fac_count, 0", "fac_count, 4294967295", "info_prefixes6, 180000"})
    void numberAtItsBoundIsAccepted(String key, String number) {
        assertThat(update(key, number)).isAccepted();
    }

    @Test
    void surrogateThatIsHalfAPairIsRefused() {
        assertThat(update("aka", "\"\\udfff\""))
                .isRefusedFor(wrong("aka", "Surrogate characters are not allowed: U+DFFF."));
    }

    @ParameterizedTest
    @CsvSource({"name, 255", "aka, 255", "website, 255"})
    void textHasAMostLengthInCharacters(String key, int max) {
        String start = key.equals("website") ? "https://net.example.net/" : "";
        String longest = start + (key.equals("website") ? "x" : "\uD83D\uDE00").repeat(max - start.length());

        assertThat(registry.update(network, aNetwork().under(org).with(key, longest)))
                .isAccepted();
        assertThat(registry.update(network, aNetwork().under(org).with(key, longest + "x")))
                .isRefusedFor(wrong(key, "Ensure this field has no more than " + max + " characters."));
    }

    @Test
    void lengthIsMeasuredWithoutTheBlanksAround() {
        assertThat(registry.update(network, aNetwork().under(org).with("aka", "  " + "x".repeat(255) + "  ")))
                .isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"true\"", "\"True\"", "\"t\"", "\"yes\"", "\"Y\"", "\"on\"", "\"1\"", "1.0"})
    void truthHasManySpellings(String json) {
        Assertions.assertThat(update("info_unicast", json).row().get(Net.INFO_UNICAST))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"false\"", "\"F\"", "\"no\"", "\"n\"", "\"off\"", "\"0\"", "0.0"})
    void untruthHasManySpellings(String json) {
        registry.has(aNetwork().under(org).with("id", network.id()).with("info_unicast", true));

        Assertions.assertThat(update("info_unicast", json).row().get(Net.INFO_UNICAST))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "\"12\"", "\" 12 \"", "12.0", "\"12.00\"", "\"+12\"", "\"1_2\"", "\"012\""})
    void wholeNumberHasManySpellings(String json) {
        Assertions.assertThat(update("info_prefixes4", json).row().find(Net.INFO_PREFIXES4))
                .isEqualTo(12);
    }

    @Test
    void numberOfAThousandDigitsIsNone() {
        assertThat(update("info_prefixes4", "\"" + "1".repeat(1001) + "\""))
                .isRefusedFor(wrong("info_prefixes4", "A valid integer is required."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "\"None\""})
    void truthThatMayBeUnknownMayBeEmpty(String json) {
        Assertions.assertThat(registry.create(aFacility().under(org).withJson("diverse_serving_substations", json))
                        .row()
                        .find(Fac.DIVERSE_SERVING_SUBSTATIONS))
                .isNull();
    }

    @Test
    void numberIsATextWhereATextIsExpected() {
        Assertions.assertThat(update("aka", "12.50").row().get(Net.AKA)).startsWith("12.5");
    }

    @Test
    void keysThatAreUnknownOrReadOnlyAreIgnored() {
        Row changed = registry.update(
                        network,
                        aNetwork()
                                .under(org)
                                .with("id", 99)
                                .with("status", "deleted")
                                .with("created", "nonsense")
                                .with("version", 7)
                                .with("shoe_size", 43)
                                .with("aka", "New"))
                .row();

        Assertions.assertThat(changed.id()).isEqualTo(network.id());
        Assertions.assertThat(changed.isActive()).isTrue();
        Assertions.assertThat(changed.get(Net.CREATED)).isEqualTo(network.get(Net.CREATED));
    }

    @Test
    void keysThatAreLeftOutKeepTheirValueOrAreReset() {
        Row full = registry.has(aNetwork()
                .under(org)
                .withName("Full")
                .withAsn(3321)
                .with("aka", "Old")
                .with("info_prefixes4", 12)
                .with("status_dashboard", "https://status.example.net"));

        Row changed = registry.update(
                        full, aNetwork().under(org).withName("New").withAsn(3321))
                .row();

        Assertions.assertThat(changed.get(Net.AKA)).isEqualTo("Old");
        Assertions.assertThat(changed.find(Net.INFO_PREFIXES4)).isEqualTo(12);
        Assertions.assertThat(changed.find(Net.STATUS_DASHBOARD)).isEmpty();
    }

    @Test
    void listsAreStoredInOrderAndOnce() {
        Assertions.assertThat(update("info_types", "[\"Content\", \"NSP\", \"Content\"]")
                        .row()
                        .get(Net.INFO_TYPES))
                .containsExactly("NSP", "Content");
        Assertions.assertThat(update("info_types", "null").row().get(Net.INFO_TYPES))
                .isEmpty();
    }

    @Test
    void formCarriesListsAndNumbersAsTexts() {
        TestRow sent = aNetwork()
                .under(org)
                .with("info_types", "[\"Content\", \"NSP\"]")
                .with("info_prefixes4", "")
                .with("info_prefixes6", "12")
                .with("info_unicast", "on");

        Row changed = registry.decide(new Operation.Update(Net.TYPE, network.id(), sent.form()), Owner.BOUND)
                .row();

        Assertions.assertThat(changed.get(Net.INFO_TYPES)).containsExactly("NSP", "Content");
        Assertions.assertThat(changed.find(Net.INFO_PREFIXES4)).isNull();
        Assertions.assertThat(changed.find(Net.INFO_PREFIXES6)).isEqualTo(12);
        Assertions.assertThat(changed.get(Net.INFO_UNICAST)).isTrue();
    }

    @Test
    void nullIsATextOfSomeTypes() {
        Row campus = registry.has(aCampus().under(org));

        Row changed = registry.update(
                        campus, aCampus().under(org).with("aka", null).with("notes", "n"))
                .row();

        Assertions.assertThat(changed.find(Campus.AKA)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x         | abc                  | Invalid identifier abc for service x!
            x         | aaaaaaaaaaaaaaaa     | Invalid identifier aaaaaaaaaaaaaaaa for service x!
            x         | @fresh               | Invalid identifier @fresh for service x!
            x         | https://x.com/fresh  | Invalid identifier https://x.com/fresh for service x!
            facebook  | four                 | Invalid identifier four for service facebook!
            facebook  | a..bcde              | Invalid identifier a..bcde for service facebook!
            instagram | .fresh               | Invalid identifier .fresh for service instagram!
            threads   | fresh.               | Invalid identifier fresh. for service threads!
            linkedin  | company/fresh        | Invalid identifier company/fresh for service linkedin!
            linkedin  | abcd                 | Invalid identifier abcd for service linkedin!
            tiktok    | f                    | Invalid identifier f for service tiktok!
            bluesky   | fresh.bsky.social    | Invalid identifier fresh.bsky.social for service bluesky!
            bluesky   | -fresh               | Invalid identifier -fresh for service bluesky!
            youtube   | fr                   | Invalid identifier fr for service youtube!
            telegram  | fre                  | Invalid identifier fre for service telegram!
            kuaishou  | x                    | Invalid identifier x for service kuaishou!
            reddit    | r-1                  | Invalid identifier r-1 for service reddit!
            pinterest | ab                   | Invalid identifier ab for service pinterest!
            mastodon  | @a@m.example.net     | Invalid mastodon URL!
            mastodon  | ftp://m.example.net  | Invalid mastodon URL!
            qq        | 123456               | Invalid qq URL!
            website   | w.example.net        | Invalid website URL!
            whatsapp  | 12                   | Invalid whatsapp phone number!
            """)
    void nameThatAServiceDoesNotGiveIsRefused(String service, String identifier, String message) {
        assertThat(link(Map.of("service", service, "identifier", identifier))).isRefusedFor(wrong(message));
    }

    @ParameterizedTest
    @CsvSource({
        "x, four",
        "x, fifteen_letters",
        "facebook, fives",
        "linkedin, abcde",
        "tiktok, fr",
        "bluesky, f",
        "youtube, fre",
        "telegram, fresh",
        "wechat, whatever it is",
        "mastodon, https://m.example.net/@a",
        "whatsapp, +493012345678"
    })
    void nameThatAServiceGivesIsAccepted(String service, String identifier) {
        Assertions.assertThat(link(Map.of("service", service, "identifier", identifier))
                        .row()
                        .get(Net.SOCIAL_MEDIA))
                .containsExactly(new SocialLink(service, identifier));
    }

    private WriteOutcome link(Object... links) {
        return registry.update(network, aNetwork().under(org).with("social_media", List.of(links)));
    }

    @Test
    void linksAreOneForEachService() {
        assertThat(link(Map.of("service", "x", "identifier", "fresh"), Map.of("service", "x", "identifier", "other")))
                .isRefusedFor(wrong("Duplicate social media services set."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"info_traffic", "org_id", "info_type", "info_types", "ixp_update_exclude", "social_media"})
    void messageNamesOfALongValueTheBeginning(String key) {
        String text = "\"" + "x".repeat(100_000) + "\"";
        String json =
                switch (key) {
                    case "info_types", "ixp_update_exclude" -> "[" + text + "]";
                    case "social_media" -> "[{\"service\": \"x\", \"identifier\": " + text + "}]";
                    case "org_id" -> "9".repeat(999);
                    default -> text;
                };

        Assertions.assertThat(update(key, json).toString())
                .hasSizeBetween(900, 1200)
                .contains(key.equals("org_id") ? "999" : "xxx…");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "x"                                     | {"non_field_errors": ["Expected a list of items but got type \\"str\\"."]}
            {}                                      | {"non_field_errors": ["Expected a list of items but got type \\"dict\\"."]}
            ["x"]                                   | [{"non_field_errors": ["Invalid data. Expected a dictionary, but got str."]}]
            [{}]                                    | [{"service": ["This field is required."], "identifier": ["This field is required."]}]
            [{"service": "twitter", "identifier": "fresh"}] | [{"service": ["\\"twitter\\" is not a valid choice."]}]
            [{"service": "", "identifier": "fresh"}]   | [{"service": ["\\"\\" is not a valid choice."]}]
            [{"service": null, "identifier": "fresh"}] | [{"service": ["This field may not be null."]}]
            [{"service": "x", "identifier": ""}]    | [{"identifier": ["This field may not be blank."]}]
            [{"service": "x", "identifier": null}]  | [{"identifier": ["This field may not be null."]}]
            [{"service": "x", "identifier": [1]}]   | [{"identifier": ["Not a valid string."]}]
            [{"service": "x", "identifier": "fresh"}, {"service": "y", "identifier": "z"}] | [{}, {"service": ["\\"y\\" is not a valid choice."]}]
            """)
    void linksOfTheWrongShapeAreToldInTheirPlace(String json, String errors) {
        assertThat(update("social_media", json)).isRefusedFor(nested("social_media", errors));
    }

    @Test
    void linksAreAListAndNotNull() {
        assertThat(update("social_media", "null")).isRefusedFor(wrong("social_media", "This field may not be null."));
    }

    @Test
    void telephoneNumberIsMeasuredAsAnyText() {
        assertThat(registry.create(aContact().under(network).with("phone", "+49 " + "1".repeat(97))))
                .isRefusedFor(wrong("phone", "Ensure this field has no more than 100 characters."));
    }
}
