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

/** The presence of a network in a facility (docs/spec/objects.md §2.9). */
public final class NetFac {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> NET_ID =
            reference("net_id", () -> Net.TYPE).required().labelled("Network");
    public static final Field<Long> FAC_ID = CommonFields.facility();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("netfac", "NetworkFacility")
            .named("Facility of the network", "Facilities of networks")
            .shownOn(() -> Net.TYPE, () -> NET_ID, "facilities")
            .rowName((row, rows) -> Relations.nameBehind(row, rows, FAC_ID))
            .uniqueTogether(NET_ID, FAC_ID)
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
            .namespaceUnder(NET_ID, "netfac")
            .noFilters("local_asn")
            .filterRelations(FilterRelation.reference(NET_ID, "network"), FilterRelation.reference(FAC_ID, "facility"))
            .build();

    private NetFac() {}
}
