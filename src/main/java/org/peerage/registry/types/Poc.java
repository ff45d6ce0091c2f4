package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
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
import org.peerage.schema.ValueType;

/** A contact of a network (docs/spec/objects.md §2.8). */
public final class Poc {
    public static final Field<Long> ID = field("id", ValueType.ID).readOnly();
    public static final Field<Long> NET_ID = reference("net_id", () -> Net.TYPE).required();
    public static final Field<String> ROLE =
            text("role", 27).required().notBlank().oneOf(ChoiceLists.ROLES);
    public static final Field<String> VISIBLE =
            text("visible", 64).notBlank().oneOf(ChoiceLists.VISIBILITIES).defaultValue("Public");
    public static final Field<String> NAME = text("name", 254).personal();
    public static final Field<String> PHONE = text("phone", 100).format("phone").personal();
    public static final Field<String> EMAIL = text("email", 254).format("email").personal();
    public static final Field<String> URL = text("url", 255).format("url").personal();
    public static final Field<Instant> CREATED =
            field("created", ValueType.TIME).readOnly();
    public static final Field<Instant> UPDATED =
            field("updated", ValueType.TIME).readOnly();
    public static final Field<Status> STATUS =
            field("status", ValueType.STATUS).readOnly().defaultValue(Status.OK);
    public static final Field<Long> VERSION =
            field("version", ValueType.INTEGER).defaultValue(0L).hidden();

    public static final ObjectType TYPE = type("poc", "NetworkContact")
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

    private static String readers(Row row, Rows rows) {
        return Relations.under(row, rows, NET_ID, ".poc_set." + row.get(VISIBLE).toLowerCase(Locale.ROOT));
    }
}
