package org.peerage.registry.types;

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
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> CARRIER_ID =
            reference("carrier_id", () -> Carrier.TYPE).required().labelled("Carrier");
    public static final Field<Long> FAC_ID = CommonFields.facility();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("carrierfac", "CarrierFacility")
            .named("Facility of the carrier", "Facilities of carriers")
            .shownOn(() -> Carrier.TYPE, () -> CARRIER_ID, "facilities")
            .rowName((row, rows) -> Relations.nameBehind(row, rows, FAC_ID))
            .uniqueTogether(CARRIER_ID, FAC_ID)
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
            .actions("approve", "reject")
            .namespaceUnder(CARRIER_ID, "carrierfac")
            .noFilters("name")
            .filterRelations(FilterRelation.reference(CARRIER_ID), FilterRelation.reference(FAC_ID, "facility"))
            .build();

    private CarrierFac() {}
}
