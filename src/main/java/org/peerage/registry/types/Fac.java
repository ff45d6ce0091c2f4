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
    public static final Field<Long> ID = field("id", ValueType.ID).readOnly();
    public static final Field<Long> ORG_ID = reference("org_id", () -> Org.TYPE).required();
    public static final Field<Long> CAMPUS_ID =
            reference("campus_id", () -> Campus.TYPE).nullable();
    public static final Field<String> NAME =
            text("name", 255).required().notBlank().unique();
    public static final Field<String> AKA = text("aka", 255);
    public static final Field<String> NAME_LONG = text("name_long", 255);
    public static final Field<String> WEBSITE = text("website", 200)
            .nullable()
            .format("url")
            .presentedAs(Websites.inherited(() -> Fac.WEBSITE, () -> Fac.ORG_ID));
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Fac.SOCIAL_MEDIA, () -> Fac.WEBSITE));
    public static final Field<String> CLLI = text("clli", 18);
    public static final Field<String> RENCODE = text("rencode", 18).readOnly();
    public static final Field<String> NPANXX = text("npanxx", 21);
    public static final Field<String> NOTES = text("notes", 0);
    public static final Field<Long> NET_COUNT =
            field("net_count", ValueType.INTEGER).between(0, 4294967295L).defaultValue(0L);
    public static final Field<Long> IX_COUNT =
            field("ix_count", ValueType.INTEGER).between(0, 4294967295L).defaultValue(0L);
    public static final Field<Long> CARRIER_COUNT =
            field("carrier_count", ValueType.INTEGER).between(0, 4294967295L).defaultValue(0L);
    public static final Field<String> SALES_EMAIL =
            text("sales_email", 254).format("email").personal();
    public static final Field<String> SALES_PHONE =
            text("sales_phone", 192).format("phone").valueWhenOmitted("").personal();
    public static final Field<String> TECH_EMAIL =
            text("tech_email", 254).format("email").personal();
    public static final Field<String> TECH_PHONE =
            text("tech_phone", 192).format("phone").valueWhenOmitted("").personal();
    public static final Field<List<String>> AVAILABLE_VOLTAGE_SERVICES = field(
                    "available_voltage_services", ValueType.STRING_LIST)
            .nullable()
            .defaultValue(List.of())
            .oneOf(ChoiceLists.VOLTAGES);
    public static final Field<Boolean> DIVERSE_SERVING_SUBSTATIONS =
            field("diverse_serving_substations", ValueType.BOOLEAN).nullable();
    public static final Field<String> PROPERTY = text("property", 27).nullable().oneOf(ChoiceLists.PROPERTIES);
    /** Empty for countries without a region, which answers show as null. */
    public static final Field<String> REGION_CONTINENT =
            text("region_continent", 255).readOnly().presentedAs(Fac::region);

    public static final Field<String> STATUS_DASHBOARD =
            text("status_dashboard", 255).nullable().format("url").valueWhenOmitted("");
    public static final Field<String> LOGO = text("logo", 255).nullable().readOnly();
    public static final Field<Instant> CREATED =
            field("created", ValueType.TIME).readOnly();
    public static final Field<Instant> UPDATED =
            field("updated", ValueType.TIME).readOnly();
    public static final Field<Status> STATUS =
            field("status", ValueType.STATUS).readOnly().defaultValue(Status.OK);
    public static final Field<String> ADDRESS1 =
            text("address1", 255).required().notBlank();
    public static final Field<String> ADDRESS2 = text("address2", 255);
    public static final Field<String> CITY = text("city", 255).required().notBlank();
    public static final Field<String> COUNTRY =
            text("country", 2).format("country").oneOf(ChoiceLists.COUNTRIES);
    public static final Field<String> STATE = text("state", 255);
    public static final Field<String> ZIPCODE = text("zipcode", 48).valueWhenOmitted("");
    public static final Field<String> FLOOR = text("floor", 255);
    public static final Field<String> SUITE = text("suite", 255);
    public static final Field<Double> LATITUDE =
            field("latitude", ValueType.DECIMAL).nullable();
    public static final Field<Double> LONGITUDE =
            field("longitude", ValueType.DECIMAL).nullable();
    public static final Field<Long> VERSION =
            field("version", ValueType.INTEGER).defaultValue(0L).hidden();
    public static final Field<Boolean> GEOCODE_STATUS =
            field("geocode_status", ValueType.BOOLEAN).defaultValue(false).hidden();
    public static final Field<Instant> GEOCODE_DATE =
            field("geocode_date", ValueType.TIME).nullable().hidden();

    public static final ObjectType TYPE = type("fac", "Facility")
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
            .namespace((row, rows) -> Relations.under(row, rows, ORG_ID, ".facility." + row.id()))
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
