package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** A connection of a network to a peering LAN (docs/spec/objects.md §2.7). */
public final class NetIxLan {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> NET_ID =
            reference("net_id", () -> Net.TYPE).required().labelled("Network");
    public static final Field<Long> IXLAN_ID =
            reference("ixlan_id", () -> IxLan.TYPE).required().labelled("Exchange");
    public static final JsonKey.Computed<Long> IX_ID =
            Relations.of("ix_id", ValueType.REFERENCE, () -> IXLAN_ID, () -> IxLan.IX_ID);
    public static final Field<String> NOTES = text("notes", 255);
    public static final Field<Long> SPEED = field("speed", ValueType.INTEGER)
            .between(0, 4294967295L)
            .required()
            .optionsLabel("Capacity (mbit/sec)")
            .labelled("Speed");
    public static final Field<Asn> ASN = field("asn", ValueType.ASN)
            .copiedFrom(NET_ID, () -> Net.ASN)
            .between(0, 4294967295L)
            .required()
            .optionsLabel("ASN");
    public static final Field<IpAddress> IPADDR4 =
            field("ipaddr4", ValueType.ADDRESS).nullable().required().unique().labelled("IPv4 address");
    public static final Field<IpAddress> IPADDR6 = field("ipaddr6", ValueType.ADDRESS)
            .ipv6()
            .nullable()
            .required()
            .unique()
            .labelled("IPv6 address");
    public static final Field<Boolean> IS_RS_PEER =
            CommonFields.flag("is_rs_peer").optionsLabel("RS peer");
    public static final Field<Boolean> BFD_SUPPORT =
            CommonFields.flag("bfd_support").optionsLabel("BFD support");
    public static final Field<Boolean> OPERATIONAL =
            field("operational", ValueType.BOOLEAN).defaultValue(true);
    public static final Field<Long> NET_SIDE_ID =
            reference("net_side_id", () -> Fac.TYPE).nullable().labelled("Network side facility");
    public static final Field<Long> IX_SIDE_ID =
            reference("ix_side_id", () -> Fac.TYPE).nullable().labelled("Exchange side facility");
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    public static final ObjectType TYPE = type("netixlan", "NetworkIXLan")
            .named("Connection", "Connections")
            .shownOn(() -> Net.TYPE, () -> NET_ID, "exchanges")
            .rowName((row, rows) ->
                    "AS" + row.get(ASN) + " at " + Relations.nameBehind(row, rows, IXLAN_ID, IxLan.IX_ID))
            .keys(
                    ID,
                    NET_ID,
                    new JsonKey.Parent("net", NET_ID),
                    IX_ID,
                    new JsonKey.Computed<>("name", ValueType.TEXT, NetIxLan::lanName),
                    IXLAN_ID,
                    new JsonKey.Parent("ixlan", IXLAN_ID),
                    NOTES,
                    SPEED,
                    ASN,
                    IPADDR4,
                    IPADDR6,
                    IS_RS_PEER,
                    BFD_SUPPORT,
                    OPERATIONAL,
                    NET_SIDE_ID,
                    IX_SIDE_ID,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .actions("set-net-side", "set-ix-side")
            .namespaceUnder(NET_ID, "ixlan")
            .noFilters("net_side_id")
            .filterRelations(
                    FilterRelation.reference(NET_ID, "network"),
                    FilterRelation.reference(IXLAN_ID),
                    FilterRelation.reference(IX_SIDE_ID),
                    FilterRelation.connectedBy("ix", () -> Ix.TYPE, () -> IXLAN_ID))
            .build();

    private NetIxLan() {}

    /** The exchange's name, with the name of its LAN where that has one. */
    private static @Nullable String lanName(Row row, Rows rows) {
        Row lan = Relations.follow(row, rows, IXLAN_ID);
        Row ix = lan == null ? null : Relations.follow(lan, rows, IxLan.IX_ID);
        if (lan == null || ix == null) {
            return null;
        }
        String name = lan.get(IxLan.NAME);
        return name.isEmpty() ? ix.get(Ix.NAME) : ix.get(Ix.NAME) + ": " + name;
    }
}
