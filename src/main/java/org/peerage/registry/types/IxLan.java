package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.peerage.net.MacAddress;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** The peering LAN of an exchange; its id is the exchange's (docs/spec/objects.md §2.5). */
public final class IxLan {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> IX_ID =
            reference("ix_id", () -> Ix.TYPE).required().labelled("Exchange");
    public static final Field<String> NAME = text("name", 255).indexed().labelled("LAN name");
    public static final Field<String> DESCR = text("descr", 0).labelled("Description");
    public static final Field<Long> MTU = field("mtu", ValueType.INTEGER)
            .oneOf(ChoiceLists.MTUS)
            .defaultValue(1500L)
            .valueWhenOmitted(1500L)
            .labelled("MTU");
    public static final Field<Long> RS_ASN = field("rs_asn", ValueType.INTEGER)
            .emptyIsWrong()
            .between(0, 4294967295L)
            .nullable()
            .defaultValue(0L)
            .labelled("Route server ASN");
    public static final Field<MacAddress> ARP_SPONGE =
            field("arp_sponge", ValueType.MAC).nullable().unique().labelled("ARP sponge");
    public static final Field<String> IXF_IXP_MEMBER_LIST_URL = text("ixf_ixp_member_list_url", 200)
            .nullable()
            .format("url")
            .personal()
            .labelled("IX-F member list");
    public static final Field<String> IXF_IXP_MEMBER_LIST_URL_VISIBLE = text("ixf_ixp_member_list_url_visible", 64)
            .notBlank()
            .oneOf(ChoiceLists.VISIBILITIES)
            .defaultValue("Private")
            .labelled("IX-F member list visibility");
    public static final Field<Boolean> IXF_IXP_IMPORT_ENABLED =
            CommonFields.flag("ixf_ixp_import_enabled").labelled("IX-F import enabled");
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();
    public static final Field<Long> VLAN =
            field("vlan", ValueType.INTEGER).nullable().hidden().labelled("VLAN");

    public static final ObjectType TYPE = type("ixlan", "IXLan")
            .named("Peering LAN", "Peering LANs")
            .shownOn(() -> Ix.TYPE, () -> IX_ID, "lan")
            .rowName((row, rows) -> "Peering LAN of " + Relations.nameBehind(row, rows, IX_ID))
            .keys(
                    ID,
                    IX_ID,
                    new JsonKey.Parent("ix", IX_ID),
                    NAME,
                    DESCR,
                    MTU,
                    new JsonKey.Computed<>("dot1q_support", ValueType.BOOLEAN, (row, rows) -> false),
                    RS_ASN,
                    ARP_SPONGE,
                    new JsonKey.Members(
                            "net_set",
                            () -> Net.TYPE,
                            Relations.through(() -> NetIxLan.IXLAN_ID, () -> NetIxLan.NET_ID),
                            Optional.empty(),
                            Set.of()),
                    Relations.members("ixpfx_set", () -> IxPfx.TYPE, () -> IxPfx.IXLAN_ID, "ixlan_id", "ixlan"),
                    IXF_IXP_MEMBER_LIST_URL,
                    IXF_IXP_MEMBER_LIST_URL_VISIBLE,
                    IXF_IXP_IMPORT_ENABLED,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION, VLAN)
            .namespace((row, rows) -> Relations.under(row, rows, IX_ID, ""))
            .keyVisibleBy(IXF_IXP_MEMBER_LIST_URL, IXF_IXP_MEMBER_LIST_URL_VISIBLE, IxLan::urlReaders)
            .notCreatable()
            .filterRelations(
                    FilterRelation.reference(IX_ID),
                    FilterRelation.set("ixpfx_set", () -> IxPfx.TYPE, () -> IxPfx.IXLAN_ID),
                    FilterRelation.set("netixlan_set", () -> NetIxLan.TYPE, () -> NetIxLan.IXLAN_ID))
            .shownIn(() -> NetIxLan.IXLAN_ID)
            .build();

    private IxLan() {}

    private static String urlReaders(Row row, Rows rows) {
        String level = row.get(IXF_IXP_MEMBER_LIST_URL_VISIBLE).toLowerCase(Locale.ROOT);
        return Relations.under(row, rows, IX_ID, ".ixf_ixp_member_list_url." + level);
    }
}
