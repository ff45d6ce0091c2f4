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

/** The presence of an exchange in a facility (docs/spec/objects.md §2.9). */
public final class IxFac {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> IX_ID =
            reference("ix_id", () -> Ix.TYPE).required().labelled("Exchange");
    public static final Field<Long> FAC_ID = CommonFields.facility();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("ixfac", "InternetExchangeFacility")
            .named("Facility of the exchange", "Facilities of exchanges")
            .shownOn(() -> Ix.TYPE, () -> IX_ID, "facilities")
            .rowName((row, rows) -> Relations.nameBehind(row, rows, FAC_ID))
            .uniqueTogether(IX_ID, FAC_ID)
            .keys(
                    ID,
                    Relations.of("name", ValueType.TEXT, () -> FAC_ID, () -> Fac.NAME),
                    Relations.of("city", ValueType.TEXT, () -> FAC_ID, () -> Fac.CITY),
                    Relations.of("country", ValueType.TEXT, () -> FAC_ID, () -> Fac.COUNTRY),
                    IX_ID,
                    new JsonKey.Parent("ix", IX_ID),
                    FAC_ID,
                    new JsonKey.Parent("fac", FAC_ID),
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .namespaceUnder(IX_ID, "ixfac")
            .filterRelations(FilterRelation.reference(IX_ID), FilterRelation.reference(FAC_ID, "facility"))
            .build();

    private IxFac() {}
}
