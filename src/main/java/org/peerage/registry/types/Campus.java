package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** A campus: nearby facilities of one owner (docs/spec/objects.md §2.11). */
public final class Campus {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> ORG_ID = CommonFields.organization();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<String> NAME =
            text("name", 255).indexed().required().notBlank().unique().optionsLabel("Campus Name");
    public static final Field<String> NAME_LONG = CommonFields.nameLong().nullable();
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<String> AKA = CommonFields.aka().nullable();
    public static final Field<String> WEBSITE = text("website", 255)
            .format("url")
            .presentedAs(Websites.inherited(() -> Campus.WEBSITE, () -> Campus.ORG_ID));
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Campus.SOCIAL_MEDIA, () -> Campus.WEBSITE));
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("campus", "Campus")
            .named("Campus", "Campuses")
            .keys(
                    ID,
                    ORG_ID,
                    Relations.organizationName(() -> ORG_ID),
                    new JsonKey.Parent("org", ORG_ID),
                    STATUS,
                    CREATED,
                    UPDATED,
                    NAME,
                    NAME_LONG,
                    NOTES,
                    AKA,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    Relations.members("fac_set", () -> Fac.TYPE, () -> Fac.CAMPUS_ID, "org_id", "org"),
                    ofFirstFacility("country", () -> Fac.COUNTRY),
                    ofFirstFacility("city", () -> Fac.CITY),
                    ofFirstFacility("zipcode", () -> Fac.ZIPCODE),
                    ofFirstFacility("state", () -> Fac.STATE),
                    LOGO)
            .hidden(VERSION)
            .namespaceUnder(ORG_ID, "campus")
            .since(Status.OK, Status.PENDING, Status.DELETED)
            .noFilters("org_name", "country", "city", "zipcode", "state")
            .alwaysShown(Websites.alwaysShown(() -> ORG_ID))
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.connected(
                            "facility", () -> Fac.TYPE, FilterRelation.followActive(() -> Fac.CAMPUS_ID)))
            .showsMembers(() -> Fac.CAMPUS_ID)
            .build();

    private Campus() {}

    private static JsonKey.Computed<String> ofFirstFacility(String name, Supplier<Field<String>> field) {
        return new JsonKey.Computed<>(name, ValueType.TEXT, (row, rows) -> {
            List<Row> members = Relations.active(rows.referring(Fac.CAMPUS_ID, row.id()));
            return members.isEmpty() ? "" : members.getFirst().get(field.get());
        });
    }
}
