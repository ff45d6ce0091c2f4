package org.peerage.web.objects;

import static org.peerage.web.objects.FieldLayout.LayoutItem.both;
import static org.peerage.web.objects.FieldLayout.LayoutItem.edited;
import static org.peerage.web.objects.FieldLayout.LayoutItem.onlyWhenEdited;
import static org.peerage.web.objects.FieldLayout.LayoutItem.onlyWhenNew;
import static org.peerage.web.objects.FieldLayout.LayoutItem.shown;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.peerage.schema.ObjectType;
import org.peerage.web.objects.FieldLayout.FieldGroup;

/** The words and the order in which each type's fields stand on pages and in forms: one place for each type. */
final class Layouts {

    private static final FieldLayout ORGANIZATION = FieldLayout.of(
            Org.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Org.NAME),
                    both(Org.AKA),
                    both(Org.NAME_LONG),
                    both(Org.WEBSITE),
                    edited(Org.SOCIAL_MEDIA)),
            FieldGroup.of(
                    "address",
                    both(Org.ADDRESS1),
                    both(Org.ADDRESS2),
                    both(Org.SUITE),
                    edited(Org.FLOOR).hint("floor"),
                    both(Org.ZIPCODE),
                    both(Org.CITY),
                    both(Org.STATE),
                    both(Org.COUNTRY)),
            FieldGroup.of("notes", edited(Org.NOTES).hint("markdown")),
            FieldGroup.of("metadata", shown(Org.CREATED), shown(Org.UPDATED)));

    private static final FieldLayout NETWORK = FieldLayout.of(
            Net.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Net.NAME),
                    onlyWhenNew(Net.ASN).hint("asn"),
                    both(Net.AKA),
                    both(Net.NAME_LONG),
                    both(Net.WEBSITE).hint("website"),
                    edited(Net.SOCIAL_MEDIA),
                    both(Net.STATUS_DASHBOARD)),
            FieldGroup.of(
                    "routing",
                    both(Net.IRR_AS_SET).hint("asSet"),
                    both(Net.INFO_PREFIXES4).hint("prefixLimit"),
                    both(Net.INFO_PREFIXES6).hint("prefixLimit"),
                    both(Net.LOOKING_GLASS),
                    both(Net.ROUTE_SERVER),
                    both(Net.INFO_NEVER_VIA_ROUTE_SERVERS).hint("neverViaRouteServers"),
                    shown(Net.RIR_STATUS)),
            FieldGroup.of(
                    "traffic",
                    both(Net.INFO_TYPES),
                    both(Net.INFO_TRAFFIC),
                    both(Net.INFO_RATIO),
                    both(Net.INFO_SCOPE),
                    both(Net.INFO_UNICAST),
                    both(Net.INFO_MULTICAST),
                    both(Net.INFO_IPV6)),
            FieldGroup.of(
                    "policy",
                    both(Net.POLICY_GENERAL),
                    both(Net.POLICY_URL),
                    both(Net.POLICY_LOCATIONS),
                    both(Net.POLICY_RATIO),
                    both(Net.POLICY_CONTRACTS)),
            FieldGroup.of(
                    "ixpUpdates", edited(Net.ALLOW_IXP_UPDATE).hint("ixpUpdates"), edited(Net.IXP_UPDATE_EXCLUDE)),
            FieldGroup.of("notes", edited(Net.NOTES).hint("markdown")),
            FieldGroup.of(
                    "metadata",
                    shown(Net.CREATED),
                    shown(Net.UPDATED),
                    shown(Net.NETIXLAN_UPDATED),
                    shown(Net.NETFAC_UPDATED),
                    shown(Net.POC_UPDATED)));

    private static final FieldLayout EXCHANGE = FieldLayout.of(
            Ix.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Ix.NAME),
                    both(Ix.AKA),
                    both(Ix.NAME_LONG),
                    both(Ix.WEBSITE).hint("website"),
                    edited(Ix.SOCIAL_MEDIA),
                    both(Ix.URL_STATS),
                    both(Ix.STATUS_DASHBOARD)),
            FieldGroup.of("place", both(Ix.CITY), both(Ix.COUNTRY), both(Ix.REGION_CONTINENT)),
            FieldGroup.of(
                    "lan",
                    onlyWhenNew(Ix.TYPE, "prefix").hint("firstPrefix"),
                    onlyWhenNew(Ix.TYPE, "ixf_ixp_member_list_url").hint("memberList"),
                    shown(Ix.PROTO_UNICAST),
                    shown(Ix.PROTO_IPV6)),
            FieldGroup.of("service", both(Ix.SERVICE_LEVEL), both(Ix.TERMS)),
            FieldGroup.of(
                    "contact",
                    both(Ix.TECH_EMAIL),
                    both(Ix.TECH_PHONE).hint("phone"),
                    both(Ix.POLICY_EMAIL),
                    both(Ix.POLICY_PHONE),
                    both(Ix.SALES_EMAIL),
                    both(Ix.SALES_PHONE)),
            FieldGroup.of("notes", edited(Ix.NOTES).hint("markdown")),
            FieldGroup.of(
                    "metadata",
                    shown(Ix.CREATED),
                    shown(Ix.UPDATED),
                    shown(Ix.IXF_LAST_IMPORT),
                    shown(Ix.IXF_IMPORT_REQUEST)));

    private static final FieldLayout FACILITY = FieldLayout.of(
            Fac.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Fac.NAME),
                    both(Fac.AKA),
                    both(Fac.NAME_LONG),
                    both(Fac.WEBSITE).hint("website"),
                    edited(Fac.SOCIAL_MEDIA),
                    both(Fac.STATUS_DASHBOARD)),
            FieldGroup.of(
                    "address",
                    both(Fac.ADDRESS1),
                    both(Fac.ADDRESS2),
                    both(Fac.SUITE),
                    edited(Fac.FLOOR).hint("floor"),
                    both(Fac.ZIPCODE),
                    both(Fac.CITY),
                    both(Fac.STATE),
                    both(Fac.COUNTRY),
                    shown(Fac.REGION_CONTINENT),
                    onlyWhenEdited(Fac.LATITUDE).hint("latitude"),
                    onlyWhenEdited(Fac.LONGITUDE)),
            FieldGroup.of(
                    "building",
                    edited(Fac.CAMPUS_ID),
                    both(Fac.PROPERTY),
                    both(Fac.DIVERSE_SERVING_SUBSTATIONS),
                    both(Fac.AVAILABLE_VOLTAGE_SERVICES),
                    both(Fac.CLLI),
                    both(Fac.NPANXX)),
            FieldGroup.of(
                    "contact",
                    both(Fac.TECH_EMAIL),
                    both(Fac.TECH_PHONE).hint("phone"),
                    both(Fac.SALES_EMAIL),
                    both(Fac.SALES_PHONE)),
            FieldGroup.of("notes", edited(Fac.NOTES).hint("markdown")),
            FieldGroup.of("metadata", shown(Fac.CREATED), shown(Fac.UPDATED)));

    private static final FieldLayout CARRIER = FieldLayout.of(
            Carrier.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Carrier.NAME),
                    both(Carrier.AKA),
                    both(Carrier.NAME_LONG),
                    both(Carrier.WEBSITE).hint("website"),
                    edited(Carrier.SOCIAL_MEDIA)),
            FieldGroup.of("notes", edited(Carrier.NOTES).hint("markdown")),
            FieldGroup.of("metadata", shown(Carrier.CREATED), shown(Carrier.UPDATED)));

    private static final FieldLayout CAMPUS = FieldLayout.of(
            Campus.TYPE,
            FieldGroup.of(
                    "name",
                    edited(Campus.NAME),
                    both(Campus.AKA),
                    both(Campus.NAME_LONG),
                    both(Campus.WEBSITE).hint("website"),
                    edited(Campus.SOCIAL_MEDIA)),
            FieldGroup.of(
                    "place", shown(Campus.TYPE, "city"), shown(Campus.TYPE, "state"), shown(Campus.TYPE, "country")),
            FieldGroup.of("notes", edited(Campus.NOTES).hint("markdown")),
            FieldGroup.of("metadata", shown(Campus.CREATED), shown(Campus.UPDATED)));

    private static final FieldLayout LAN = FieldLayout.of(
            IxLan.TYPE,
            FieldGroup.of(
                    "lan",
                    both(IxLan.NAME),
                    both(IxLan.DESCR),
                    both(IxLan.MTU),
                    both(IxLan.RS_ASN),
                    both(IxLan.ARP_SPONGE).hint("mac")),
            FieldGroup.of(
                    "memberList",
                    both(IxLan.IXF_IXP_MEMBER_LIST_URL),
                    edited(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE),
                    edited(IxLan.IXF_IXP_IMPORT_ENABLED)));

    private static final FieldLayout PREFIX =
            FieldLayout.of(IxPfx.TYPE, FieldGroup.of("prefix", both(IxPfx.PREFIX), both(IxPfx.PROTOCOL)));

    private static final FieldLayout CONNECTION = FieldLayout.of(
            NetIxLan.TYPE,
            FieldGroup.of(
                    "connection",
                    onlyWhenNew(NetIxLan.IXLAN_ID).hint("pick"),
                    both(NetIxLan.IPADDR4),
                    both(NetIxLan.IPADDR6),
                    both(NetIxLan.SPEED).hint("speed"),
                    both(NetIxLan.IS_RS_PEER),
                    both(NetIxLan.BFD_SUPPORT),
                    both(NetIxLan.OPERATIONAL),
                    onlyWhenEdited(NetIxLan.NET_SIDE_ID),
                    both(NetIxLan.NOTES)));

    private static final FieldLayout CONTACT = FieldLayout.of(
            Poc.TYPE,
            FieldGroup.of(
                    "contact",
                    both(Poc.ROLE),
                    both(Poc.VISIBLE),
                    both(Poc.NAME),
                    both(Poc.EMAIL),
                    both(Poc.PHONE).hint("contactPhone"),
                    both(Poc.URL)));

    private static final FieldLayout NETWORK_PRESENCE = FieldLayout.of(
            NetFac.TYPE, FieldGroup.of("facility", onlyWhenNew(NetFac.FAC_ID).hint("pick")));

    private static final FieldLayout EXCHANGE_PRESENCE = FieldLayout.of(
            IxFac.TYPE, FieldGroup.of("facility", onlyWhenNew(IxFac.FAC_ID).hint("pick")));

    private static final FieldLayout CARRIER_PRESENCE = FieldLayout.of(
            CarrierFac.TYPE,
            FieldGroup.of("facility", onlyWhenNew(CarrierFac.FAC_ID).hint("pick")));

    private static final Map<ObjectType, FieldLayout> BY_TYPE = Stream.of(
                    ORGANIZATION,
                    NETWORK,
                    EXCHANGE,
                    FACILITY,
                    CARRIER,
                    CAMPUS,
                    LAN,
                    PREFIX,
                    CONNECTION,
                    CONTACT,
                    NETWORK_PRESENCE,
                    EXCHANGE_PRESENCE,
                    CARRIER_PRESENCE)
            .collect(Collectors.toUnmodifiableMap(FieldLayout::type, FieldLayout::withOurs));

    private Layouts() {}

    static FieldLayout of(ObjectType type) {
        FieldLayout found = BY_TYPE.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no layout for " + type);
        }
        return found;
    }
}
