package org.peerage.web.objects;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Permission;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import org.peerage.web.page.Visit;

/** Where objects have their pages, what they are called, and which of them a visitor may see or change. */
public final class Places {
    /** Types that have a page of their own. */
    static final List<ObjectType> PAGES = List.of(Org.TYPE, Net.TYPE, Ix.TYPE, Fac.TYPE, Carrier.TYPE, Campus.TYPE);

    /** For what hangs under another object: the reference to it, and the part of its page. */
    private static final Map<ObjectType, Home> HOMES = Map.of(
            NetIxLan.TYPE, new Home(NetIxLan.NET_ID, "exchanges"),
            NetFac.TYPE, new Home(NetFac.NET_ID, "facilities"),
            Poc.TYPE, new Home(Poc.NET_ID, "contacts"),
            IxFac.TYPE, new Home(IxFac.IX_ID, "facilities"),
            IxPfx.TYPE, new Home(IxPfx.IXLAN_ID, "prefixes"),
            IxLan.TYPE, new Home(IxLan.IX_ID, "lan"),
            CarrierFac.TYPE, new Home(CarrierFac.CARRIER_ID, "facilities"));

    private record Home(Field<Long> reference, String part) {}

    private Places() {}

    /** The address of an object's page; of a link's, the part of the page that shows it. */
    public static String of(Row row) {
        Home home = HOMES.get(row.type());
        if (home == null) {
            return "/" + row.type().tag() + "/" + row.id();
        }
        String tag = home.reference.target() == IxLan.TYPE
                ? "ix"
                : home.reference.target().tag();
        return "/" + tag + "/" + row.get(home.reference) + "#" + home.part;
    }

    /** The same with a message for the person who comes back to it. */
    static String of(Row row, String done) {
        String plain = of(row);
        int part = plain.indexOf('#');
        return part < 0 ? plain + "?done=" + done : plain.substring(0, part) + "?done=" + done + plain.substring(part);
    }

    /** The name of an object; of a link, words for what it links. */
    public static String name(Row row, Rows rows) {
        if (row.type() == NetIxLan.TYPE) {
            return "AS" + row.get(NetIxLan.ASN) + " at " + nameBehind(row, NetIxLan.IXLAN_ID, rows);
        }
        if (row.type() == IxLan.TYPE) {
            return "Peering LAN of " + nameBehind(row, IxLan.IX_ID, rows);
        }
        if (row.type() == IxPfx.TYPE) {
            return row.get(IxPfx.PREFIX).toString();
        }
        if (row.type() == Poc.TYPE) {
            // A deleted contact is a person who may have gone: docs/spec/objects.md says that the name is not shown.
            String name = row.status() == Status.DELETED ? "" : row.get(Poc.NAME);
            return name.isEmpty() ? row.get(Poc.ROLE) + " contact" : row.get(Poc.ROLE) + " contact " + name;
        }
        for (Field<Long> facility : List.of(NetFac.FAC_ID, IxFac.FAC_ID, CarrierFac.FAC_ID)) {
            if (facility.owner() == row.type()) {
                return nameBehind(row, facility, rows);
            }
        }
        return plainName(row);
    }

    @SuppressWarnings("unchecked")
    static String plainName(Row row) {
        return row.get((Field<String>) row.type().field("name").orElseThrow());
    }

    private static String nameBehind(Row row, Field<Long> reference, Rows rows) {
        Row there = rows.find(reference.target() == IxLan.TYPE ? Ix.TYPE : reference.target(), row.get(reference));
        return there == null ? "" : plainName(there);
    }

    /** An object that the visitor may see and that is not deleted, by the text of its id. */
    static Optional<Row> find(Visit visit, String tag, String id) {
        ObjectType type = Types.byTag(tag).orElse(null);
        if (type == null || !id.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        Row row = visit.snapshot().find(type, Long.parseLong(id));
        return Optional.ofNullable(row)
                .filter(found -> found.status() != Status.DELETED)
                .filter(found -> isVisible(visit, found));
    }

    /** Contacts are for some, and so are links of a deleted object; the rest is for everybody. */
    static boolean isVisible(Visit visit, Row row) {
        return visit.sight().sees(row, visit.snapshot());
    }

    static boolean may(Visit visit, Permission permission, Row row) {
        return visit.user().isPresent()
                && visit.caller().may(permission, row.type().namespace(row, visit.snapshot()));
    }

    /** Whether the visitor may make an object of that type under a parent. */
    static boolean mayAdd(Visit visit, Field<Long> reference, Row parent) {
        if (visit.user().isEmpty()) {
            return false;
        }
        ObjectType type = reference.owner();
        Row row = type.row().set(type.id(), 0L).set(reference, parent.id()).build();
        return visit.caller().may(Permission.CREATE, type.namespace(row, visit.snapshot()));
    }

    /** The object's organization; null for an organization. */
    @SuppressWarnings("unchecked")
    static @Nullable Row organization(Visit visit, Row row) {
        return row.type()
                .field("org_id")
                .map(field -> visit.snapshot().find(Org.TYPE, row.get((Field<Long>) field)))
                .orElse(null);
    }

    /** The object on whose page a link stands; the organization of an object; the object itself where it has none. */
    static Row above(Visit visit, Row row) {
        Home home = HOMES.get(row.type());
        if (home == null) {
            return Objects.requireNonNullElse(organization(visit, row), row);
        }
        ObjectType target = home.reference.target() == IxLan.TYPE ? Ix.TYPE : home.reference.target();
        return Objects.requireNonNullElse(visit.snapshot().find(target, row.get(home.reference)), row);
    }
}
