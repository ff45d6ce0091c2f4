package org.peerage.web.objects;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** In which facilities an object is: those of an organization or campus, those that others are linked to, a facility itself. */
public final class ObjectFacilities {
    private static final Map<ObjectType, BiFunction<Row, Rows, List<Row>>> BY_TYPE = Map.of(
            Fac.TYPE, (facility, rows) -> List.of(facility),
            Org.TYPE, referring(Fac.ORG_ID),
            Campus.TYPE, referring(Fac.CAMPUS_ID),
            Net.TYPE, linked(NetFac.NET_ID, NetFac.FAC_ID),
            Ix.TYPE, linked(IxFac.IX_ID, IxFac.FAC_ID),
            Carrier.TYPE, linked(CarrierFac.CARRIER_ID, CarrierFac.FAC_ID));

    private ObjectFacilities() {}

    /** In the order in which they were made or linked; none for types without. */
    public static List<Row> of(Row row, Rows rows) {
        return BY_TYPE.getOrDefault(row.type(), (any, all) -> List.of()).apply(row, rows);
    }

    private static BiFunction<Row, Rows, List<Row>> referring(Field<Long> reference) {
        return (row, rows) -> ObjectValues.active(rows, reference, row.id());
    }

    private static BiFunction<Row, Rows, List<Row>> linked(Field<Long> here, Field<Long> there) {
        return (row, rows) -> ObjectValues.active(rows, here, row.id()).stream()
                .flatMap(link -> Optional.ofNullable(rows.find(there.target(), link.get(there))).stream())
                .toList();
    }
}
