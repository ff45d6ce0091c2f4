package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
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
    public static final Field<Long> ID = field("id", ValueType.ID).readOnly();
    public static final Field<Long> ORG_ID = reference("org_id", () -> Org.TYPE).required();
    public static final Field<String> NAME =
            text("name", 255).required().notBlank().unique();
    public static final Field<String> AKA = text("aka", 255);
    public static final Field<String> NAME_LONG = text("name_long", 255);
    public static final Field<String> WEBSITE = text("website", 255)
            .format("url")
            .presentedAs(Websites.inherited(() -> Carrier.WEBSITE, () -> Carrier.ORG_ID));
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Carrier.SOCIAL_MEDIA, () -> Carrier.WEBSITE));
    public static final Field<String> NOTES = text("notes", 0);
    public static final Field<Long> FAC_COUNT =
            field("fac_count", ValueType.INTEGER).between(0, 4294967295L).defaultValue(0L);
    public static final Field<String> LOGO = text("logo", 255).nullable().readOnly();
    public static final Field<Instant> CREATED =
            field("created", ValueType.TIME).readOnly();
    public static final Field<Instant> UPDATED =
            field("updated", ValueType.TIME).readOnly();
    public static final Field<Status> STATUS =
            field("status", ValueType.STATUS).readOnly().defaultValue(Status.OK);
    public static final Field<Long> VERSION =
            field("version", ValueType.INTEGER).defaultValue(0L).hidden();

    public static final ObjectType TYPE = type("carrier", "Carrier")
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
            .namespace((row, rows) -> Relations.under(row, rows, ORG_ID, ".carrier." + row.id()))
            .noFilters("org_name", "fac_count")
            .alwaysShown(Websites.alwaysShown(() -> ORG_ID))
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.set("carrierfac_set", () -> CarrierFac.TYPE, () -> CarrierFac.CARRIER_ID))
            .build();

    private Carrier() {}
}
