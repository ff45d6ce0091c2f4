package org.peerage.registry.rules;

import static org.peerage.testing.TestRow.aCampus;
import static org.peerage.testing.TestRow.aCarrier;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;
import static org.peerage.testing.WriteAssert.assertThat;
import static org.peerage.testing.WriteAssert.wrong;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import org.peerage.testing.WriteOutcome;

/** What holds for a facility (docs/spec/objects.md §2.2). */
@Covers({
    CountryGiven.class,
    PostalCode.class,
    VoltagesAgree.class,
    PhoneNumbers.class,
    FacilityPosition.class,
    RegionOfCountry.class,
    WebsiteKnown.class
})
class FacilityRulesTest {
    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization().without("website"));

    private WriteOutcome create(TestRow facility) {
        return registry.create(facility.under(org));
    }

    private WriteOutcome update(Row facility, TestRow values) {
        return registry.update(facility, values.under(org));
    }

    @Test
    void newFacilityWaitsForApproval() {
        Assertions.assertThat(create(aFacility()).row().status()).isEqualTo(Status.PENDING);
    }

    @Test
    void countryHasToBeGivenThoughItMayBeEmpty() {
        assertThat(create(aFacility().without("country"))).isRefusedFor(wrong("country", "This field is required."));
        assertThat(create(aFacility().with("country", "usa")))
                .isRefusedFor(wrong("country", "\"usa\" is not a valid choice."));
        assertThat(create(aFacility().with("country", ""))).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"address1", "city"})
    void addressHasToBeGiven(String key) {
        assertThat(create(aFacility().without(key))).isRefusedFor(wrong(key, "This field is required."));
        assertThat(create(aFacility().with(key, ""))).isRefusedFor(wrong(key, "This field may not be blank."));
        assertThat(create(aFacility().with(key, "x"))).isAccepted();
    }

    @Test
    void postalCodeHasToBeGivenWhereThereAreSome() {
        assertThat(create(aFacility().without("zipcode"))).isRefusedFor(wrong("zipcode", "Input required"));
        assertThat(create(aFacility().with("zipcode", ""))).isRefusedFor(wrong("zipcode", "Input required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HK", "AE", "IE", "ZW"})
    void postalCodeIsDroppedWhereThereAreNone(String country) {
        Assertions.assertThat(create(aFacility().with("country", country).with("zipcode", "12345"))
                        .row()
                        .get(Fac.ZIPCODE))
                .isEmpty();
        assertThat(create(aFacility().withName("Other").with("country", country).without("zipcode")))
                .isAccepted();
    }

    @Test
    void postalCodeThatIsLeftOutOfAChangeIsMissing() {
        Row facility = registry.has(aFacility().under(org));

        assertThat(update(facility, aFacility().without("zipcode"))).isRefusedFor(wrong("zipcode", "Input required"));
    }

    @Test
    void postalCodeThatIsMissingSinceEverIsNoObstacleToOtherChanges() {
        Row facility = registry.has(aFacility().under(org).with("zipcode", ""));

        assertThat(update(facility, aFacility().with("zipcode", "").with("aka", "New")))
                .isAccepted();
        assertThat(update(facility, aFacility().with("zipcode", "").with("country", "FR")))
                .isRefusedFor(wrong("zipcode", "Input required"));
    }

    @Test
    void powerIsEitherNoneOrOfSomeVoltage() {
        assertThat(create(aFacility().with("available_voltage_services", List.of("No Power", "48 VDC"))))
                .isRefusedFor(wrong(
                        "available_voltage_services",
                        "\"No Power\" is mutually exclusive with other voltage options."));
        assertThat(create(aFacility().with("available_voltage_services", List.of("No Power", "No Power"))))
                .isAccepted();
    }

    @Test
    void voltagesComeInTheOrderOfTheChoices() {
        Assertions.assertThat(create(aFacility().with("available_voltage_services", List.of("480 VAC", "48 VDC")))
                        .row()
                        .get(Fac.AVAILABLE_VOLTAGE_SERVICES))
                .containsExactly("48 VDC", "480 VAC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DE | 030 12345678      | +493012345678
            DE | +1 312 555 0199   | +13125550199
            US | (312) 555-0199    | +13125550199
            '' | +49 30 12345678   | +493012345678
            """)
    void phoneNumberIsReadAsDialledInTheCountry(String country, String dialled, String stored) {
        Row facility = create(aFacility()
                        .with("country", country)
                        .with("tech_phone", dialled)
                        .with("sales_phone", dialled))
                .row();

        Assertions.assertThat(facility.get(Fac.TECH_PHONE)).isEqualTo(stored);
        Assertions.assertThat(facility.get(Fac.SALES_PHONE)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"DE, abc", "DE, +49", "'', 030 12345678"})
    void phoneNumberThatCannotBeDialledIsRefused(String country, String dialled) {
        assertThat(create(aFacility()
                        .with("country", country)
                        .with("tech_phone", dialled)
                        .with("sales_phone", dialled)))
                .isRefusedFor(
                        wrong("sales_phone", "Not a valid phone number (E.164)"),
                        wrong("tech_phone", "Not a valid phone number (E.164)"));
    }

    @Test
    void phoneNumbersOfAnExchangeAreReadInItsCountry() {
        assertThat(registry.create(anExchange()
                        .under(org)
                        .with("sales_phone", "x")
                        .with("policy_phone", "030 12345678")
                        .with("tech_phone", "+49")))
                .isRefusedFor(
                        wrong("tech_phone", "Not a valid phone number (E.164)"),
                        wrong("sales_phone", "Not a valid phone number (E.164)"));
    }

    @Test
    void phoneNumberThatIsLeftOutOfAChangeIsEmptied() {
        Row facility = registry.has(aFacility().under(org).with("tech_phone", "+493012345678"));

        Assertions.assertThat(update(facility, aFacility()).row().get(Fac.TECH_PHONE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DE, Europe",
        "US, North America",
        "AU, Australia",
        "JP, Asia Pacific",
        "SY, Middle East",
        "BR, South America"
    })
    void regionFollowsFromTheCountry(String country, String region) {
        Assertions.assertThat(create(aFacility().with("country", country).with("region_continent", "Africa"))
                        .row()
                        .get(Fac.REGION_CONTINENT))
                .isEqualTo(region);
    }

    @Test
    void regionStaysWhereTheNewCountryHasNone() {
        Row facility = registry.has(aFacility().under(org).with("region_continent", "Europe"));

        Assertions.assertThat(update(facility, aFacility().with("country", "GL"))
                        .row()
                        .get(Fac.REGION_CONTINENT))
                .isEqualTo("Europe");
    }

    @Test
    void newFacilityHasNoPositionWhateverIsSent() {
        Row facility = create(aFacility().with("latitude", 52.5).with("longitude", "nonsense"))
                .row();

        Assertions.assertThat(facility.find(Fac.LATITUDE)).isNull();
        Assertions.assertThat(facility.find(Fac.LONGITUDE)).isNull();
    }

    @Test
    void positionThatIsStoredHasToBeSent() {
        Row facility = placed();

        assertThat(update(facility, aFacility().with("aka", "New")))
                .isRefusedFor(
                        wrong("latitude", "Valid latitude is required"),
                        wrong("longitude", "Valid longitude is required"));
        assertThat(update(facility, aFacility().with("latitude", 52.5).with("longitude", null)))
                .isRefusedFor(wrong("longitude", "Valid longitude is required"));
        assertThat(update(
                        facility,
                        aFacility()
                                .with("latitude", 52.5)
                                .with("longitude", 13.4)
                                .with("aka", "New")))
                .isAccepted();
    }

    @Test
    void positionMovesByAKilometreAtMost() {
        // A degree of latitude has 111.2 km.
        assertThat(update(placed(), aFacility().with("latitude", 52.5089).with("longitude", 13.4)))
                .isAccepted();
        assertThat(update(placed(), aFacility().with("latitude", 52.5091).with("longitude", 13.4)))
                .isRefusedFor(
                        wrong("latitude", "exceeds the maximum distance of 1KM from the previous geocode"),
                        wrong("longitude", "exceeds the maximum distance of 1KM from the previous geocode"));
    }

    @Test
    void positionOffTheGlobeIsRefused() {
        assertThat(update(placed(), aFacility().with("latitude", 95).with("longitude", -180.5)))
                .isRefusedFor(
                        wrong("latitude", "Invalid 95.0 latitude!"), wrong("longitude", "Invalid -180.5 longitude!"));
        assertThat(update(placed(), aFacility().with("latitude", 12_345_678).with("longitude", 1e305)))
                .isRefusedFor(
                        wrong("latitude", "Invalid 12345678.0 latitude!"),
                        wrong("longitude", "Invalid 1e+305 longitude!"));
        assertThat(update(placed(), aFacility().with("latitude", "x").with("longitude", 13.4)))
                .isRefusedFor(wrong("latitude", "A valid number is required."));
    }

    @Test
    void positionAtTheEdgeOfTheGlobeIsOnItButFarAway() {
        assertThat(update(placed(), aFacility().with("latitude", 90).with("longitude", -180)))
                .isRefusedFor(
                        wrong("latitude", "exceeds the maximum distance of 1KM from the previous geocode"),
                        wrong("longitude", "exceeds the maximum distance of 1KM from the previous geocode"));
    }

    @Test
    void positionInAnotherCityWouldNeedAGeocoder() {
        Row unplaced = registry.has(aFacility().under(org).withName("Unplaced"));

        assertThat(update(
                        unplaced,
                        aFacility().withName("Unplaced").with("latitude", 52.5).with("longitude", 13.4)))
                .isRefusedFor(wrong("Geo coding failed: City not found"));
        assertThat(update(
                        placed(),
                        aFacility()
                                .with("city", "Potsdam")
                                .with("latitude", 52.5)
                                .with("longitude", 13.4)))
                .isRefusedFor(wrong("Geo coding failed: City not found"));
    }

    private Row placed() {
        return registry.has(
                aFacility().under(org).with("id", 77).with("latitude", 52.5).with("longitude", 13.4));
    }

    @Test
    void websiteIsTheFacilitysOrItsOrganizations() {
        Row known = registry.has(anOrganization().withName("Known"));

        assertThat(create(aFacility().without("website"))).isRefusedFor(wrong("website", "Website required"));
        assertThat(create(aFacility().with("website", ""))).isRefusedFor(wrong("website", "Website required"));
        assertThat(create(aFacility().with("website", null))).isRefusedFor(wrong("website", "Website required"));
        assertThat(registry.create(aFacility().under(known).without("website"))).isAccepted();
    }

    @Test
    void websiteThatIsStoredDoesNotStandForOneThatIsLeftOut() {
        Row facility = registry.has(aFacility().under(org));

        assertThat(update(facility, aFacility().without("website").with("aka", "New")))
                .isRefusedFor(wrong("website", "Website required"));
    }

    @Test
    void websiteOfACarrierAndOfACampusIsTheirsOrTheirOrganizations() {
        assertThat(registry.create(aCarrier().under(org).without("website")))
                .isRefusedFor(wrong("website", "Website required"));
        assertThat(registry.create(aCampus().under(org).without("website")))
                .isRefusedFor(wrong("website", "Website required"));
        assertThat(registry.create(anExchange().under(org).without("website")))
                .isRefusedFor(wrong("website", "Website required"));
    }

    @Test
    void suggestedFacilityIsPutWhereSuggestionsAre() {
        registry.has(anOrganization().with("id", 20525).withName("Suggestions").without("website"));

        Assertions.assertThat(create(aFacility().with("suggest", false)).row().get(Fac.ORG_ID))
                .isEqualTo(20525);
        assertThat(create(aFacility().withName("Other").with("suggest", true).without("website")))
                .isRefusedFor(wrong("website", "Website required"));
    }

    /** Dumps of 2022 have null where later ones have an empty list. */
    @Test
    void facilityWhosePowerIsNullCanBeWritten() {
        Row facility = registry.has(aFacility().under(org).with("available_voltage_services", null));

        assertThat(registry.update(facility, registry.read(facility).with("notes", "new")))
                .isAccepted();
        assertThat(registry.update(facility, registry.read(facility).without("available_voltage_services")))
                .isAccepted();
    }
}
