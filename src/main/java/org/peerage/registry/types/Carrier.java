package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** A carrier: who sells transport between facilities (docs/spec/objects.md §2.10). */
public final class Carrier {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> ORG_ID = CommonFields.organization();
    public static final Field<String> NAME =
            text("name", 255).indexed().required().notBlank().unique();
    public static final Field<String> AKA = CommonFields.aka();
    public static final Field<String> NAME_LONG = CommonFields.nameLong();
    public static final Field<String> WEBSITE = text("website", 255)
            .format("url")
            .presentedAs(Websites.inherited(() -> Carrier.WEBSITE, () -> Carrier.ORG_ID));
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Carrier.SOCIAL_MEDIA, () -> Carrier.WEBSITE));
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<Long> FAC_COUNT =
            CommonFields.count("fac_count", "Facilities", "Number of facilities for this carrier");
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("carrier", "Carrier")
            .named("Carrier", "Carriers")
            .keys(
                    ID,
                    ORG_ID,
                    Relations.organizationName(() -> ORG_ID),
                    new JsonKey.Parent("org", ORG_ID),
                    NAME,
                    AKA,
                    NAME_LONG,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    NOTES,
                    Relations.members("carrierfac_set", () -> CarrierFac.TYPE, () -> CarrierFac.CARRIER_ID, "fac"),
                    FAC_COUNT,
                    LOGO,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .namespaceUnder(ORG_ID, "carrier")
            .noFilters("org_name", "fac_count")
            .alwaysShown(Websites.alwaysShown(() -> ORG_ID))
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.set("carrierfac_set", () -> CarrierFac.TYPE, () -> CarrierFac.CARRIER_ID))
            .build();

    private Carrier() {}
}
