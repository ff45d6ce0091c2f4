package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** An organization: the legal holder of everything (docs/spec/objects.md §2.1). */
public final class Org {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<String> NAME =
            text("name", 255).indexed().required().notBlank().unique();
    public static final Field<String> AKA = CommonFields.aka();
    public static final Field<String> NAME_LONG = CommonFields.nameLong();
    public static final Field<String> WEBSITE = text("website", 255).format("url");
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Org.SOCIAL_MEDIA, () -> Org.WEBSITE));
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<String> ADDRESS1 = text("address1", 255).optionsLabel("Address 1");
    public static final Field<String> ADDRESS2 = text("address2", 255).optionsLabel("Address 2");
    public static final Field<String> CITY = text("city", 255);
    public static final Field<String> COUNTRY =
            text("country", 2).format("country").oneOf(ChoiceLists.COUNTRIES);
    public static final Field<String> STATE = text("state", 255);
    public static final Field<String> ZIPCODE =
            text("zipcode", 48).optionsLabel("Zip-Code").labelled("Postal code");
    public static final Field<String> FLOOR = text("floor", 255);
    public static final Field<String> SUITE = text("suite", 255);
    public static final Field<Double> LATITUDE =
            field("latitude", ValueType.DECIMAL).nullable().readOnly();
    public static final Field<Double> LONGITUDE =
            field("longitude", ValueType.DECIMAL).nullable().readOnly();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();
    public static final Field<Boolean> RESTRICT_USER_EMAILS =
            CommonFields.flag("restrict_user_emails").hidden();
    public static final Field<String> EMAIL_DOMAINS = text("email_domains", 0).hidden();
    public static final Field<Boolean> PERIODIC_REAUTH =
            CommonFields.flag("periodic_reauth").hidden();
    public static final Field<String> PERIODIC_REAUTH_PERIOD =
            text("periodic_reauth_period", 255).defaultValue("3m").hidden();
    public static final Field<Long> ORG_FLAGS =
            field("org_flags", ValueType.INTEGER).defaultValue(0L).hidden();
    public static final Field<Boolean> GEOCODE_STATUS =
            CommonFields.flag("geocode_status").hidden();
    public static final Field<Instant> GEOCODE_DATE =
            field("geocode_date", ValueType.TIME).nullable().hidden();

    public static final ObjectType TYPE = type("org", "Organization")
            .named("Organization", "Organizations", "organisation", "organisations")
            .keys(
                    ID,
                    NAME,
                    AKA,
                    NAME_LONG,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    NOTES,
                    Relations.members("net_set", () -> Net.TYPE, () -> Net.ORG_ID, "org_id", "org"),
                    Relations.members("fac_set", () -> Fac.TYPE, () -> Fac.ORG_ID, "org_id", "org"),
                    Relations.members("ix_set", () -> Ix.TYPE, () -> Ix.ORG_ID, "org_id", "org"),
                    Relations.members("carrier_set", () -> Carrier.TYPE, () -> Carrier.ORG_ID, "org_id", "org"),
                    Relations.members("campus_set", () -> Campus.TYPE, () -> Campus.ORG_ID, "org_id", "org"),
                    LOGO,
                    ADDRESS1,
                    ADDRESS2,
                    CITY,
                    COUNTRY,
                    STATE,
                    ZIPCODE,
                    FLOOR,
                    SUITE,
                    LATITUDE,
                    LONGITUDE,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(
                    VERSION,
                    RESTRICT_USER_EMAILS,
                    EMAIL_DOMAINS,
                    PERIODIC_REAUTH,
                    PERIODIC_REAUTH_PERIOD,
                    ORG_FLAGS,
                    GEOCODE_STATUS,
                    GEOCODE_DATE)
            .namespace((row, rows) -> "peeringdb.organization." + row.id())
            .searched("address1", "city", "state")
            .filterRelations(
                    FilterRelation.set("campus_set", () -> Campus.TYPE, () -> Campus.ORG_ID),
                    FilterRelation.set("carrier_set", () -> Carrier.TYPE, () -> Carrier.ORG_ID),
                    FilterRelation.set("ix_set", () -> Ix.TYPE, () -> Ix.ORG_ID))
            .shownIn(() -> Net.ORG_ID, () -> Fac.ORG_ID, () -> Ix.ORG_ID, () -> Carrier.ORG_ID, () -> Campus.ORG_ID)
            .build();

    private Org() {}

    /** The organization that an object belongs to. */
    @SuppressWarnings("unchecked")
    public static Optional<Row> of(Row row, Rows rows) {
        return row.type().field("org_id").map(reference -> rows.find(TYPE, row.get((Field<Long>) reference)));
    }
}
