package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** A facility: a building (docs/spec/objects.md §2.2). */
public final class Fac {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> ORG_ID = CommonFields.organization();
    public static final Field<Long> CAMPUS_ID =
            reference("campus_id", () -> Campus.TYPE).nullable().labelled("Campus");
    public static final Field<String> NAME =
            text("name", 255).indexed().required().notBlank().unique();
    public static final Field<String> AKA = CommonFields.aka();
    public static final Field<String> NAME_LONG = CommonFields.nameLong();
    public static final Field<String> WEBSITE = text("website", 200)
            .nullable()
            .nullIsBlank()
            .format("url")
            .presentedAs(Websites.inherited(() -> Fac.WEBSITE, () -> Fac.ORG_ID))
            .limitUntold();
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Fac.SOCIAL_MEDIA, () -> Fac.WEBSITE));
    public static final Field<String> CLLI = text("clli", 18).optionsLabel("CLLI Code");
    public static final Field<String> RENCODE = text("rencode", 18).readOnly();
    public static final Field<String> NPANXX = text("npanxx", 21).optionsLabel("NPA-NXX");
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<Long> NET_COUNT =
            CommonFields.count("net_count", "Networks", "Number of networks at this facility");
    public static final Field<Long> IX_COUNT =
            CommonFields.count("ix_count", "Exchanges", "Number of exchanges at this facility");
    public static final Field<Long> CARRIER_COUNT =
            CommonFields.count("carrier_count", "Carriers", "Number of carriers at this facility");
    public static final Field<String> SALES_EMAIL =
            CommonFields.email("sales_email").optionsLabel("Sales Email");
    public static final Field<String> SALES_PHONE = CommonFields.phone("sales_phone");
    public static final Field<String> TECH_EMAIL =
            CommonFields.email("tech_email").optionsLabel("Technical Email");
    public static final Field<String> TECH_PHONE =
            CommonFields.phone("tech_phone").labelled("Technical phone");
    public static final Field<List<String>> AVAILABLE_VOLTAGE_SERVICES = field(
                    "available_voltage_services", ValueType.STRING_LIST)
            .nullable()
            .defaultValue(List.of())
            .oneOf(ChoiceLists.VOLTAGES);
    public static final Field<Boolean> DIVERSE_SERVING_SUBSTATIONS = field(
                    "diverse_serving_substations", ValueType.BOOLEAN)
            .nullable()
            .optionsLabel("Diverse Serving Substations");
    public static final Field<String> PROPERTY = text("property", 27).nullable().oneOf(ChoiceLists.PROPERTIES);
    /** Empty for countries without a region, which answers show as null. */
    public static final Field<String> REGION_CONTINENT =
            text("region_continent", 255).readOnly().presentedAs(Fac::region).labelled("Continental region");

    public static final Field<String> STATUS_DASHBOARD = CommonFields.statusDashboard();
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<String> ADDRESS1 =
            text("address1", 255).required().notBlank().limitUntold().labelled("Address 1");
    public static final Field<String> ADDRESS2 = text("address2", 255).optionsLabel("Address 2");
    public static final Field<String> CITY =
            text("city", 255).required().notBlank().limitUntold();
    public static final Field<String> COUNTRY =
            text("country", 2).format("country").oneOf(ChoiceLists.COUNTRIES);
    public static final Field<String> STATE = text("state", 255);
    public static final Field<String> ZIPCODE =
            text("zipcode", 48).valueWhenOmitted("").limitUntold().labelled("Postal code");
    public static final Field<String> FLOOR = text("floor", 255);
    public static final Field<String> SUITE = text("suite", 255);
    public static final Field<Double> LATITUDE =
            field("latitude", ValueType.DECIMAL).onlyForChanges().nullable();
    public static final Field<Double> LONGITUDE =
            field("longitude", ValueType.DECIMAL).onlyForChanges().nullable();
    public static final Field<Long> VERSION = CommonFields.version();
    public static final Field<Boolean> GEOCODE_STATUS =
            CommonFields.flag("geocode_status").hidden();
    public static final Field<Instant> GEOCODE_DATE =
            field("geocode_date", ValueType.TIME).nullable().hidden();

    public static final ObjectType TYPE = type("fac", "Facility")
            .named(
                    "Facility",
                    "Facilities",
                    "datacenter",
                    "datacenters",
                    "data center",
                    "data centers",
                    "data centre",
                    "data centres",
                    "dc",
                    "colo")
            .keys(
                    ID,
                    ORG_ID,
                    Relations.organizationName(() -> ORG_ID),
                    new JsonKey.Parent("org", ORG_ID),
                    CAMPUS_ID,
                    new JsonKey.Parent("campus", CAMPUS_ID),
                    NAME,
                    AKA,
                    NAME_LONG,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    CLLI,
                    RENCODE,
                    NPANXX,
                    NOTES,
                    NET_COUNT,
                    IX_COUNT,
                    CARRIER_COUNT,
                    new JsonKey.WriteOnly("suggest", ValueType.BOOLEAN),
                    SALES_EMAIL,
                    SALES_PHONE,
                    TECH_EMAIL,
                    TECH_PHONE,
                    AVAILABLE_VOLTAGE_SERVICES,
                    DIVERSE_SERVING_SUBSTATIONS,
                    PROPERTY,
                    REGION_CONTINENT,
                    STATUS_DASHBOARD,
                    LOGO,
                    CREATED,
                    UPDATED,
                    STATUS,
                    ADDRESS1,
                    ADDRESS2,
                    CITY,
                    COUNTRY,
                    STATE,
                    ZIPCODE,
                    FLOOR,
                    SUITE,
                    LATITUDE,
                    LONGITUDE)
            .hidden(VERSION, GEOCODE_STATUS, GEOCODE_DATE)
            .namespaceUnder(ORG_ID, "facility")
            .searched("address1", "city", "state", "org_name")
            .noFilters("suggest")
            .counters("net_count")
            .alwaysShown(
                    new JsonKey.Computed<>("available_voltage_services", ValueType.STRING_LIST, Fac::services),
                    Websites.alwaysShown(() -> ORG_ID))
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.reference(CAMPUS_ID),
                    FilterRelation.set("carrierfac_set", () -> CarrierFac.TYPE, () -> CarrierFac.FAC_ID),
                    FilterRelation.set("ixfac_set", () -> IxFac.TYPE, () -> IxFac.FAC_ID),
                    FilterRelation.set("netfac_set", () -> NetFac.TYPE, () -> NetFac.FAC_ID),
                    FilterRelation.set("ix_side_set", () -> NetIxLan.TYPE, () -> NetIxLan.IX_SIDE_ID),
                    FilterRelation.connected(
                            "ix", () -> Ix.TYPE, Relations.through(() -> IxFac.IX_ID, () -> IxFac.FAC_ID)),
                    FilterRelation.connected(
                            "net", () -> Net.TYPE, Relations.through(() -> NetFac.NET_ID, () -> NetFac.FAC_ID)))
            .shownIn(() -> IxFac.FAC_ID, () -> NetFac.FAC_ID, () -> CarrierFac.FAC_ID)
            .build();

    private Fac() {}

    private static @Nullable String region(Row row, Rows rows) {
        String region = row.get(REGION_CONTINENT);
        return region.isEmpty() ? null : region;
    }

    private static @Nullable List<String> services(Row row, Rows rows) {
        List<String> services = row.find(AVAILABLE_VOLTAGE_SERVICES);
        return services == null || services.isEmpty() ? null : services;
    }
}
