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
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import org.peerage.web.page.PageRequest;

/** Where objects have their pages, what they are called, and which of them a visitor may see or change. */
public final class ObjectLinks {
    /** Types that have a page of their own. */
    static final List<ObjectType> PAGES = List.of(Org.TYPE, Net.TYPE, Ix.TYPE, Fac.TYPE, Carrier.TYPE, Campus.TYPE);

    /** For what hangs under another object: the reference to it, and the part of its page. */
    private static final Map<ObjectType, OwnerPage> OWNER_PAGES = Map.of(
            NetIxLan.TYPE, new OwnerPage(NetIxLan.NET_ID, "exchanges"),
            NetFac.TYPE, new OwnerPage(NetFac.NET_ID, "facilities"),
            Poc.TYPE, new OwnerPage(Poc.NET_ID, "contacts"),
            IxFac.TYPE, new OwnerPage(IxFac.IX_ID, "facilities"),
            IxPfx.TYPE, new OwnerPage(IxPfx.IXLAN_ID, "prefixes"),
            IxLan.TYPE, new OwnerPage(IxLan.IX_ID, "lan"),
            CarrierFac.TYPE, new OwnerPage(CarrierFac.CARRIER_ID, "facilities"));

    private record OwnerPage(Field<Long> reference, String anchor) {}

    private ObjectLinks() {}

    /** The address of an object's page; of a link's, the part of the page that shows it. */
    public static String url(Row row) {
        OwnerPage home = OWNER_PAGES.get(row.type());
        if (home == null) {
            return "/" + row.type().typeName() + "/" + row.id();
        }
        String typeName = home.reference.target() == IxLan.TYPE
                ? "ix"
                : home.reference.target().typeName();
        return "/" + typeName + "/" + row.get(home.reference) + "#" + home.anchor;
    }

    /** The same with a message for the person who comes back to it. */
    static String urlWithNotice(Row row, String notice) {
        String plain = url(row);
        int part = plain.indexOf('#');
        return part < 0
                ? plain + "?done=" + notice
                : plain.substring(0, part) + "?done=" + notice + plain.substring(part);
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
    static Optional<Row> find(PageRequest request, String typeName, String id) {
        ObjectType type = ObjectTypes.byName(typeName).orElse(null);
        if (type == null || !id.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        Row row = request.snapshot().find(type, Long.parseLong(id));
        return Optional.ofNullable(row)
                .filter(found -> found.status() != Status.DELETED)
                .filter(found -> isVisible(request, found));
    }

    /** Contacts are for some, and so are links of a deleted object; the rest is for everybody. */
    static boolean isVisible(PageRequest request, Row row) {
        return request.visibility().canSee(row, request.snapshot());
    }

    static boolean may(PageRequest request, Permission permission, Row row) {
        return request.user().isPresent()
                && request.caller().may(permission, row.type().namespace(row, request.snapshot()));
    }

    /** Whether the visitor may make an object of that type under a parent. */
    static boolean mayAdd(PageRequest request, Field<Long> reference, Row parent) {
        if (request.user().isEmpty()) {
            return false;
        }
        ObjectType type = reference.owner();
        Row row = type.row().set(type.id(), 0L).set(reference, parent.id()).build();
        return request.caller().may(Permission.CREATE, type.namespace(row, request.snapshot()));
    }

    /** The object's organization; null for an organization. */
    @SuppressWarnings("unchecked")
    static @Nullable Row organization(PageRequest request, Row row) {
        return row.type()
                .field("org_id")
                .map(field -> request.snapshot().find(Org.TYPE, row.get((Field<Long>) field)))
                .orElse(null);
    }

    /** The object on whose page a link stands; the organization of an object; the object itself where it has none. */
    static Row parentPage(PageRequest request, Row row) {
        OwnerPage home = OWNER_PAGES.get(row.type());
        if (home == null) {
            return Objects.requireNonNullElse(organization(request, row), row);
        }
        ObjectType target = home.reference.target() == IxLan.TYPE ? Ix.TYPE : home.reference.target();
        return Objects.requireNonNullElse(request.snapshot().find(target, row.get(home.reference)), row);
    }
}
