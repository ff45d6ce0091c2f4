package org.peerage.registry.types;

import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.Locale;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;

/** A contact of a network (docs/spec/objects.md §2.8). */
public final class Poc {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> NET_ID =
            reference("net_id", () -> Net.TYPE).required().labelled("Network");
    public static final Field<String> ROLE =
            text("role", 27).required().notBlank().oneOf(ChoiceLists.ROLES);
    public static final Field<String> VISIBLE = text("visible", 64)
            .notBlank()
            .oneOf(ChoiceLists.VISIBILITIES)
            .defaultValue("Public")
            .optionsLabel("Visibility");
    public static final Field<String> NAME = text("name", 254).personal();
    public static final Field<String> PHONE = text("phone", 100)
            .format("phone")
            .personal()
            .help(
                    "An E.164-formatted phone number starts with a +, followed by the country code, then the national phone number (dropping the leading 0 in most countries), without spaces or dashes between the groups of digits");
    public static final Field<String> EMAIL = CommonFields.email("email");
    public static final Field<String> URL =
            text("url", 255).format("url").personal().optionsLabel("URL");
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("poc", "NetworkContact")
            .named("Contact", "Contacts")
            .shownOn(() -> Net.TYPE, () -> NET_ID, "contacts")
            .rowName(Poc::nameWithRole)
            .keys(
                    ID,
                    NET_ID,
                    new JsonKey.Parent("net", NET_ID),
                    ROLE,
                    VISIBLE,
                    NAME,
                    PHONE,
                    EMAIL,
                    URL,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .namespace(Poc::readers)
            .visibleBy(VISIBLE, Poc::readers)
            .clearedWhenDeleted(NAME, PHONE, EMAIL, URL)
            .filterRelations(FilterRelation.reference(NET_ID, "network"))
            .build();

    private Poc() {}

    /** A deleted contact is a person who may have gone, whose name is not shown. */
    private static String nameWithRole(Row row, Rows rows) {
        String name = row.status() == Status.DELETED ? "" : row.get(NAME);
        return row.get(ROLE) + " contact" + (name.isEmpty() ? "" : " " + name);
    }

    private static String readers(Row row, Rows rows) {
        return Relations.under(row, rows, NET_ID, ".poc_set." + row.get(VISIBLE).toLowerCase(Locale.ROOT));
    }
}
