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
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.web.objects.FieldLayout.FieldGroup;

/** The order in which each type's fields stand on pages and in forms; their words are declared with them. */
final class Layouts {
    private static final String MARKDOWN = "Markdown: **bold**, lists, [links](https://example.net/).";
    private static final String WEBSITE = "With https://. Left empty, the organization's is shown.";
    private static final String DIALLED = "As dialled in its country, or with + and the country code.";

    private static final FieldLayout ORGANIZATION = FieldLayout.of(
            Org.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Org.NAME),
                    both(Org.AKA),
                    both(Org.NAME_LONG),
                    both(Org.WEBSITE),
                    edited(Org.SOCIAL_MEDIA)),
            FieldGroup.of(
                    "Address",
                    both(Org.ADDRESS1),
                    both(Org.ADDRESS2),
                    both(Org.SUITE),
                    edited(Org.FLOOR).hint("No longer used: please move it to suite, and leave this empty."),
                    both(Org.ZIPCODE),
                    both(Org.CITY),
                    both(Org.STATE),
                    both(Org.COUNTRY)),
            FieldGroup.of("Notes", edited(Org.NOTES).hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Org.CREATED), shown(Org.UPDATED)));

    private static final FieldLayout NETWORK = FieldLayout.of(
            Net.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Net.NAME),
                    onlyWhenNew(Net.ASN)
                            .hint("It cannot be changed later. Your e-mail address has to be in the RIR's record."),
                    both(Net.AKA),
                    both(Net.NAME_LONG),
                    both(Net.WEBSITE).hint(WEBSITE),
                    edited(Net.SOCIAL_MEDIA),
                    both(Net.STATUS_DASHBOARD)),
            FieldGroup.of(
                    "Routing",
                    both(Net.IRR_AS_SET).hint("Such as RIPE::AS-EXAMPLE; several with spaces between."),
                    both(Net.INFO_PREFIXES4).hint("Suggested limit for prefixes you announce."),
                    both(Net.INFO_PREFIXES6).hint("Suggested limit for prefixes you announce."),
                    both(Net.LOOKING_GLASS),
                    both(Net.ROUTE_SERVER),
                    both(Net.INFO_NEVER_VIA_ROUTE_SERVERS)
                            .hint("Ask others to drop your prefixes when a route server sends them."),
                    shown(Net.RIR_STATUS)),
            FieldGroup.of(
                    "Traffic and reach",
                    both(Net.INFO_TYPES),
                    both(Net.INFO_TRAFFIC),
                    both(Net.INFO_RATIO),
                    both(Net.INFO_SCOPE),
                    both(Net.INFO_UNICAST),
                    both(Net.INFO_MULTICAST),
                    both(Net.INFO_IPV6)),
            FieldGroup.of(
                    "Peering policy",
                    both(Net.POLICY_GENERAL),
                    both(Net.POLICY_URL),
                    both(Net.POLICY_LOCATIONS),
                    both(Net.POLICY_RATIO),
                    both(Net.POLICY_CONTRACTS)),
            FieldGroup.of(
                    "Updates by exchanges",
                    edited(Net.ALLOW_IXP_UPDATE).hint("From the exchanges' IX-F member lists."),
                    edited(Net.IXP_UPDATE_EXCLUDE)),
            FieldGroup.of("Notes", edited(Net.NOTES).hint(MARKDOWN)),
            FieldGroup.of(
                    "Record",
                    shown(Net.CREATED),
                    shown(Net.UPDATED),
                    shown(Net.NETIXLAN_UPDATED),
                    shown(Net.NETFAC_UPDATED),
                    shown(Net.POC_UPDATED)));

    private static final FieldLayout EXCHANGE = FieldLayout.of(
            Ix.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Ix.NAME),
                    both(Ix.AKA),
                    both(Ix.NAME_LONG),
                    both(Ix.WEBSITE).hint(WEBSITE),
                    edited(Ix.SOCIAL_MEDIA),
                    both(Ix.URL_STATS),
                    both(Ix.STATUS_DASHBOARD)),
            FieldGroup.of("Place", both(Ix.CITY), both(Ix.COUNTRY), both(Ix.REGION_CONTINENT)),
            FieldGroup.of(
                    "Peering LAN",
                    onlyWhenNew(key(Ix.TYPE, "prefix")).hint("Of the peering LAN, such as 192.0.2.0/24."),
                    onlyWhenNew(key(Ix.TYPE, "ixf_ixp_member_list_url"))
                            .hint("The URL of your member list in JSON; speeds up the approval."),
                    shown(Ix.PROTO_UNICAST),
                    shown(Ix.PROTO_IPV6)),
            FieldGroup.of("Service", both(Ix.SERVICE_LEVEL), both(Ix.TERMS)),
            FieldGroup.of(
                    "Contact",
                    both(Ix.TECH_EMAIL),
                    both(Ix.TECH_PHONE).hint(DIALLED),
                    both(Ix.POLICY_EMAIL),
                    both(Ix.POLICY_PHONE),
                    both(Ix.SALES_EMAIL),
                    both(Ix.SALES_PHONE)),
            FieldGroup.of("Notes", edited(Ix.NOTES).hint(MARKDOWN)),
            FieldGroup.of(
                    "Record",
                    shown(Ix.CREATED),
                    shown(Ix.UPDATED),
                    shown(Ix.IXF_LAST_IMPORT),
                    shown(Ix.IXF_IMPORT_REQUEST)));

    private static final FieldLayout FACILITY = FieldLayout.of(
            Fac.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Fac.NAME),
                    both(Fac.AKA),
                    both(Fac.NAME_LONG),
                    both(Fac.WEBSITE).hint(WEBSITE),
                    edited(Fac.SOCIAL_MEDIA),
                    both(Fac.STATUS_DASHBOARD)),
            FieldGroup.of(
                    "Address",
                    both(Fac.ADDRESS1),
                    both(Fac.ADDRESS2),
                    both(Fac.SUITE),
                    edited(Fac.FLOOR).hint("No longer used: please move it to suite, and leave this empty."),
                    both(Fac.ZIPCODE),
                    both(Fac.CITY),
                    both(Fac.STATE),
                    both(Fac.COUNTRY),
                    shown(Fac.REGION_CONTINENT),
                    onlyWhenEdited(Fac.LATITUDE).hint("May be corrected by up to a kilometre."),
                    onlyWhenEdited(Fac.LONGITUDE)),
            FieldGroup.of(
                    "Building",
                    edited(Fac.CAMPUS_ID),
                    both(Fac.PROPERTY),
                    both(Fac.DIVERSE_SERVING_SUBSTATIONS),
                    both(Fac.AVAILABLE_VOLTAGE_SERVICES),
                    both(Fac.CLLI),
                    both(Fac.NPANXX)),
            FieldGroup.of(
                    "Contact",
                    both(Fac.TECH_EMAIL),
                    both(Fac.TECH_PHONE).hint(DIALLED),
                    both(Fac.SALES_EMAIL),
                    both(Fac.SALES_PHONE)),
            FieldGroup.of("Notes", edited(Fac.NOTES).hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Fac.CREATED), shown(Fac.UPDATED)));

    private static final FieldLayout CARRIER = FieldLayout.of(
            Carrier.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Carrier.NAME),
                    both(Carrier.AKA),
                    both(Carrier.NAME_LONG),
                    both(Carrier.WEBSITE).hint(WEBSITE),
                    edited(Carrier.SOCIAL_MEDIA)),
            FieldGroup.of("Notes", edited(Carrier.NOTES).hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Carrier.CREATED), shown(Carrier.UPDATED)));

    private static final FieldLayout CAMPUS = FieldLayout.of(
            Campus.TYPE,
            FieldGroup.of(
                    "Name",
                    edited(Campus.NAME),
                    both(Campus.AKA),
                    both(Campus.NAME_LONG),
                    both(Campus.WEBSITE).hint(WEBSITE),
                    edited(Campus.SOCIAL_MEDIA)),
            FieldGroup.of(
                    "Place",
                    shown(key(Campus.TYPE, "city")),
                    shown(key(Campus.TYPE, "state")),
                    shown(key(Campus.TYPE, "country"))),
            FieldGroup.of("Notes", edited(Campus.NOTES).hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Campus.CREATED), shown(Campus.UPDATED)));

    private static final FieldLayout LAN = FieldLayout.of(
            IxLan.TYPE,
            FieldGroup.of(
                    "Peering LAN",
                    both(IxLan.NAME),
                    both(IxLan.DESCR),
                    both(IxLan.MTU),
                    both(IxLan.RS_ASN),
                    both(IxLan.ARP_SPONGE).hint("A MAC address.")),
            FieldGroup.of(
                    "IX-F member list",
                    both(IxLan.IXF_IXP_MEMBER_LIST_URL),
                    edited(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE),
                    edited(IxLan.IXF_IXP_IMPORT_ENABLED)));

    private static final FieldLayout PREFIX =
            FieldLayout.of(IxPfx.TYPE, FieldGroup.of("Prefix", both(IxPfx.PREFIX), both(IxPfx.PROTOCOL)));

    private static final FieldLayout CONNECTION = FieldLayout.of(
            NetIxLan.TYPE,
            FieldGroup.of(
                    "Connection",
                    onlyWhenNew(NetIxLan.IXLAN_ID).hint("Its name or number."),
                    both(NetIxLan.IPADDR4),
                    both(NetIxLan.IPADDR6),
                    both(NetIxLan.SPEED).hint("In Mbit/s: 10000 is 10G."),
                    both(NetIxLan.IS_RS_PEER),
                    both(NetIxLan.BFD_SUPPORT),
                    both(NetIxLan.OPERATIONAL),
                    onlyWhenEdited(NetIxLan.NET_SIDE_ID),
                    both(NetIxLan.NOTES)));

    private static final FieldLayout CONTACT = FieldLayout.of(
            Poc.TYPE,
            FieldGroup.of(
                    "Contact",
                    both(Poc.ROLE),
                    both(Poc.VISIBLE),
                    both(Poc.NAME),
                    both(Poc.EMAIL),
                    both(Poc.PHONE).hint("With + and the country code. A phone number or e-mail is needed."),
                    both(Poc.URL)));

    private static final FieldLayout NETWORK_PRESENCE = FieldLayout.of(
            NetFac.TYPE, FieldGroup.of("Facility", onlyWhenNew(NetFac.FAC_ID).hint("Its name or number.")));

    private static final FieldLayout EXCHANGE_PRESENCE = FieldLayout.of(
            IxFac.TYPE, FieldGroup.of("Facility", onlyWhenNew(IxFac.FAC_ID).hint("Its name or number.")));

    private static final FieldLayout CARRIER_PRESENCE = FieldLayout.of(
            CarrierFac.TYPE,
            FieldGroup.of("Facility", onlyWhenNew(CarrierFac.FAC_ID).hint("Its name or number.")));

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

    private static JsonKey key(ObjectType type, String name) {
        return type.key(name).orElseThrow();
    }
}
