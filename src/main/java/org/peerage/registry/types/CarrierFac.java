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

/** The presence of a carrier in a facility (docs/spec/objects.md §2.9). */
public final class CarrierFac {
    public static final Field<Long> ID = field("id", ValueType.ID).readOnly();
    public static final Field<Long> CARRIER_ID =
            reference("carrier_id", () -> Carrier.TYPE).required();
    public static final Field<Long> FAC_ID = reference("fac_id", () -> Fac.TYPE).required();
    public static final Field<Instant> CREATED =
            field("created", ValueType.TIME).readOnly();
    public static final Field<Instant> UPDATED =
            field("updated", ValueType.TIME).readOnly();
    public static final Field<Status> STATUS =
            field("status", ValueType.STATUS).readOnly().defaultValue(Status.OK);
    public static final Field<Long> VERSION =
            field("version", ValueType.INTEGER).defaultValue(0L).hidden();

    public static final ObjectType TYPE = type("carrierfac", "CarrierFacility")
            .keys(
                    ID,
                    Relations.of("name", ValueType.TEXT, () -> FAC_ID, () -> Fac.NAME),
                    CARRIER_ID,
                    new JsonKey.Parent("carrier", CARRIER_ID),
                    FAC_ID,
                    new JsonKey.Parent("fac", FAC_ID),
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .namespace((row, rows) -> Relations.under(row, rows, CARRIER_ID, ".carrierfac." + row.id()))
            .noFilters("name")
            .filterRelations(FilterRelation.reference(CARRIER_ID), FilterRelation.reference(FAC_ID, "facility"))
            .build();

    private CarrierFac() {}
}
