package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** The presence of a network in a facility (docs/spec/objects.md §2.9). */
public final class NetFac {
    public static final Field<Long> ID = field("id", ValueType.ID).readOnly();
    public static final Field<Long> NET_ID = reference("net_id", () -> Net.TYPE).required();
    public static final Field<Long> FAC_ID = reference("fac_id", () -> Fac.TYPE).required();
    public static final Field<Instant> CREATED =
            field("created", ValueType.TIME).readOnly();
    public static final Field<Instant> UPDATED =
            field("updated", ValueType.TIME).readOnly();
    public static final Field<Status> STATUS =
            field("status", ValueType.STATUS).readOnly().defaultValue(Status.OK);
    public static final Field<Long> VERSION =
            field("version", ValueType.INTEGER).defaultValue(0L).hidden();

    public static final ObjectType TYPE = type("netfac", "NetworkFacility")
            .keys(
                    ID,
                    Relations.of("name", ValueType.TEXT, () -> FAC_ID, () -> Fac.NAME),
                    Relations.of("city", ValueType.TEXT, () -> FAC_ID, () -> Fac.CITY),
                    Relations.of("country", ValueType.TEXT, () -> FAC_ID, () -> Fac.COUNTRY),
                    NET_ID,
                    new JsonKey.Parent("net", NET_ID),
                    FAC_ID,
                    new JsonKey.Parent("fac", FAC_ID),
                    Relations.of("local_asn", ValueType.ASN, () -> NET_ID, () -> Net.ASN),
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .namespace((row, rows) -> Relations.under(row, rows, NET_ID, ".netfac." + row.id()))
            .noFilters("local_asn")
            .filterRelations(FilterRelation.reference(NET_ID, "network"), FilterRelation.reference(FAC_ID, "facility"))
            .build();

    private NetFac() {}
}
