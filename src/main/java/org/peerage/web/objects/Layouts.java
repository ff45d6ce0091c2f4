package org.peerage.web.objects;

import static org.peerage.web.objects.FieldLayout.LayoutItem.both;
import static org.peerage.web.objects.FieldLayout.LayoutItem.edited;
import static org.peerage.web.objects.FieldLayout.LayoutItem.onlyWhenEdited;
import static org.peerage.web.objects.FieldLayout.LayoutItem.onlyWhenNew;
import static org.peerage.web.objects.FieldLayout.LayoutItem.shown;

import java.util.Map;
import java.util.function.Function;
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

/** The words and the order in which each type's fields stand on pages and in forms: one place for each type. */
final class Layouts {
    private static final String MARKDOWN = "Markdown: **bold**, lists, [links](https://example.net/).";
    private static final String WEBSITE = "With https://. Left empty, the organization's is shown.";
    private static final String DIALLED = "As dialled in its country, or with + and the country code.";

    private static final FieldLayout ORGANIZATION = FieldLayout.of(
            Org.TYPE,
            "Organization",
            "Organizations",
            FieldGroup.of(
                    "Name",
                    edited(Org.NAME, "Name"),
                    both(Org.AKA, "Also known as"),
                    both(Org.NAME_LONG, "Long name"),
                    both(Org.WEBSITE, "Website"),
                    edited(Org.SOCIAL_MEDIA, "Social media")),
            FieldGroup.of(
                    "Address",
                    both(Org.ADDRESS1, "Street"),
                    both(Org.ADDRESS2, "Street, second line"),
                    both(Org.SUITE, "Suite, floor"),
                    edited(Org.FLOOR, "Floor").hint("No longer used: please move it to suite, and leave this empty."),
                    both(Org.ZIPCODE, "Postal code"),
                    both(Org.CITY, "City"),
                    both(Org.STATE, "State"),
                    both(Org.COUNTRY, "Country")),
            FieldGroup.of("Notes", edited(Org.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Org.CREATED, "Created"), shown(Org.UPDATED, "Last changed")));

    private static final FieldLayout NETWORK = FieldLayout.of(
            Net.TYPE,
            "Network",
            "Networks",
            FieldGroup.of(
                    "Name",
                    edited(Net.NAME, "Name"),
                    onlyWhenNew(Net.ASN, "AS number")
                            .hint("It cannot be changed later. Your e-mail address has to be in the RIR's record."),
                    both(Net.AKA, "Also known as"),
                    both(Net.NAME_LONG, "Long name"),
                    both(Net.WEBSITE, "Website").hint(WEBSITE),
                    edited(Net.SOCIAL_MEDIA, "Social media"),
                    both(Net.STATUS_DASHBOARD, "Status page")),
            FieldGroup.of(
                    "Routing",
                    both(Net.IRR_AS_SET, "IRR as-set").hint("Such as RIPE::AS-EXAMPLE; several with spaces between."),
                    both(Net.INFO_PREFIXES4, "IPv4 prefixes").hint("Suggested limit for prefixes you announce."),
                    both(Net.INFO_PREFIXES6, "IPv6 prefixes").hint("Suggested limit for prefixes you announce."),
                    both(Net.LOOKING_GLASS, "Looking glass"),
                    both(Net.ROUTE_SERVER, "Route server"),
                    both(Net.INFO_NEVER_VIA_ROUTE_SERVERS, "Never via route servers")
                            .hint("Ask others to drop your prefixes when a route server sends them."),
                    shown(Net.RIR_STATUS, "Number at the RIR")),
            FieldGroup.of(
                    "Traffic and reach",
                    both(Net.INFO_TYPES, "Types"),
                    both(Net.INFO_TRAFFIC, "Traffic"),
                    both(Net.INFO_RATIO, "Traffic ratio"),
                    both(Net.INFO_SCOPE, "Geographic scope"),
                    both(Net.INFO_UNICAST, "Unicast IPv4"),
                    both(Net.INFO_MULTICAST, "Multicast"),
                    both(Net.INFO_IPV6, "IPv6")),
            FieldGroup.of(
                    "Peering policy",
                    both(Net.POLICY_GENERAL, "General policy"),
                    both(Net.POLICY_URL, "Policy page"),
                    both(Net.POLICY_LOCATIONS, "Multiple locations"),
                    both(Net.POLICY_RATIO, "Ratio required"),
                    both(Net.POLICY_CONTRACTS, "Contract required")),
            FieldGroup.of(
                    "Updates by exchanges",
                    edited(Net.ALLOW_IXP_UPDATE, "Let exchanges keep your connections up to date")
                            .hint("From the exchanges' IX-F member lists."),
                    edited(Net.IXP_UPDATE_EXCLUDE, "But they may not change")),
            FieldGroup.of("Notes", edited(Net.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of(
                    "Record",
                    shown(Net.CREATED, "Created"),
                    shown(Net.UPDATED, "Last changed"),
                    shown(Net.NETIXLAN_UPDATED, "Connections changed"),
                    shown(Net.NETFAC_UPDATED, "Facilities changed"),
                    shown(Net.POC_UPDATED, "Contacts changed")));

    private static final FieldLayout EXCHANGE = FieldLayout.of(
            Ix.TYPE,
            "Exchange",
            "Exchanges",
            FieldGroup.of(
                    "Name",
                    edited(Ix.NAME, "Name"),
                    both(Ix.AKA, "Also known as"),
                    both(Ix.NAME_LONG, "Long name"),
                    both(Ix.WEBSITE, "Website").hint(WEBSITE),
                    edited(Ix.SOCIAL_MEDIA, "Social media"),
                    both(Ix.URL_STATS, "Traffic statistics"),
                    both(Ix.STATUS_DASHBOARD, "Status page")),
            FieldGroup.of(
                    "Place", both(Ix.CITY, "City"), both(Ix.COUNTRY, "Country"), both(Ix.REGION_CONTINENT, "Region")),
            FieldGroup.of(
                    "Peering LAN",
                    onlyWhenNew(key(Ix.TYPE, "prefix"), "First prefix")
                            .hint("Of the peering LAN, such as 192.0.2.0/24."),
                    onlyWhenNew(key(Ix.TYPE, "ixf_ixp_member_list_url"), "IX-F member list")
                            .hint("The address of your member list in JSON; speeds up the approval."),
                    shown(Ix.PROTO_UNICAST, "Unicast IPv4"),
                    shown(Ix.PROTO_IPV6, "IPv6")),
            FieldGroup.of("Service", both(Ix.SERVICE_LEVEL, "Service level"), both(Ix.TERMS, "Terms")),
            FieldGroup.of(
                    "Contact",
                    both(Ix.TECH_EMAIL, "Technical e-mail"),
                    both(Ix.TECH_PHONE, "Technical phone").hint(DIALLED),
                    both(Ix.POLICY_EMAIL, "Policy e-mail"),
                    both(Ix.POLICY_PHONE, "Policy phone"),
                    both(Ix.SALES_EMAIL, "Sales e-mail"),
                    both(Ix.SALES_PHONE, "Sales phone")),
            FieldGroup.of("Notes", edited(Ix.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of(
                    "Record",
                    shown(Ix.CREATED, "Created"),
                    shown(Ix.UPDATED, "Last changed"),
                    shown(Ix.IXF_LAST_IMPORT, "Last IX-F import"),
                    shown(Ix.IXF_IMPORT_REQUEST, "IX-F import asked for")));

    private static final FieldLayout FACILITY = FieldLayout.of(
            Fac.TYPE,
            "Facility",
            "Facilities",
            FieldGroup.of(
                    "Name",
                    edited(Fac.NAME, "Name"),
                    both(Fac.AKA, "Also known as"),
                    both(Fac.NAME_LONG, "Long name"),
                    both(Fac.WEBSITE, "Website").hint(WEBSITE),
                    edited(Fac.SOCIAL_MEDIA, "Social media"),
                    both(Fac.STATUS_DASHBOARD, "Status page")),
            FieldGroup.of(
                    "Address",
                    both(Fac.ADDRESS1, "Street"),
                    both(Fac.ADDRESS2, "Street, second line"),
                    both(Fac.SUITE, "Suite, floor"),
                    edited(Fac.FLOOR, "Floor").hint("No longer used: please move it to suite, and leave this empty."),
                    both(Fac.ZIPCODE, "Postal code"),
                    both(Fac.CITY, "City"),
                    both(Fac.STATE, "State"),
                    both(Fac.COUNTRY, "Country"),
                    shown(Fac.REGION_CONTINENT, "Region"),
                    onlyWhenEdited(Fac.LATITUDE, "Latitude").hint("May be corrected by up to a kilometre."),
                    onlyWhenEdited(Fac.LONGITUDE, "Longitude")),
            FieldGroup.of(
                    "Building",
                    edited(Fac.CAMPUS_ID, "Campus"),
                    both(Fac.PROPERTY, "Property"),
                    both(Fac.DIVERSE_SERVING_SUBSTATIONS, "Two separate utility feeds"),
                    both(Fac.AVAILABLE_VOLTAGE_SERVICES, "Power"),
                    both(Fac.CLLI, "CLLI code"),
                    both(Fac.NPANXX, "NPA-NXX")),
            FieldGroup.of(
                    "Contact",
                    both(Fac.TECH_EMAIL, "Technical e-mail"),
                    both(Fac.TECH_PHONE, "Technical phone").hint(DIALLED),
                    both(Fac.SALES_EMAIL, "Sales e-mail"),
                    both(Fac.SALES_PHONE, "Sales phone")),
            FieldGroup.of("Notes", edited(Fac.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Fac.CREATED, "Created"), shown(Fac.UPDATED, "Last changed")));

    private static final FieldLayout CARRIER = FieldLayout.of(
            Carrier.TYPE,
            "Carrier",
            "Carriers",
            FieldGroup.of(
                    "Name",
                    edited(Carrier.NAME, "Name"),
                    both(Carrier.AKA, "Also known as"),
                    both(Carrier.NAME_LONG, "Long name"),
                    both(Carrier.WEBSITE, "Website").hint(WEBSITE),
                    edited(Carrier.SOCIAL_MEDIA, "Social media")),
            FieldGroup.of("Notes", edited(Carrier.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Carrier.CREATED, "Created"), shown(Carrier.UPDATED, "Last changed")));

    private static final FieldLayout CAMPUS = FieldLayout.of(
            Campus.TYPE,
            "Campus",
            "Campuses",
            FieldGroup.of(
                    "Name",
                    edited(Campus.NAME, "Name"),
                    both(Campus.AKA, "Also known as"),
                    both(Campus.NAME_LONG, "Long name"),
                    both(Campus.WEBSITE, "Website").hint(WEBSITE),
                    edited(Campus.SOCIAL_MEDIA, "Social media")),
            FieldGroup.of(
                    "Place",
                    shown(key(Campus.TYPE, "city"), "City"),
                    shown(key(Campus.TYPE, "state"), "State"),
                    shown(key(Campus.TYPE, "country"), "Country")),
            FieldGroup.of("Notes", edited(Campus.NOTES, "Notes").hint(MARKDOWN)),
            FieldGroup.of("Record", shown(Campus.CREATED, "Created"), shown(Campus.UPDATED, "Last changed")));

    private static final FieldLayout LAN = FieldLayout.of(
            IxLan.TYPE,
            "Peering LAN",
            "Peering LANs",
            FieldGroup.of(
                    "Peering LAN",
                    both(IxLan.NAME, "LAN name"),
                    both(IxLan.DESCR, "Description"),
                    both(IxLan.MTU, "MTU"),
                    both(IxLan.RS_ASN, "AS number of the route servers"),
                    both(IxLan.ARP_SPONGE, "ARP sponge").hint("A MAC address.")),
            FieldGroup.of(
                    "IX-F member list",
                    both(IxLan.IXF_IXP_MEMBER_LIST_URL, "IX-F member list"),
                    edited(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE, "Who may see its address"),
                    edited(IxLan.IXF_IXP_IMPORT_ENABLED, "Import it regularly")));

    private static final FieldLayout PREFIX = FieldLayout.of(
            IxPfx.TYPE,
            "Prefix",
            "Prefixes",
            FieldGroup.of("Prefix", both(IxPfx.PREFIX, "Prefix"), both(IxPfx.PROTOCOL, "Protocol")));

    private static final FieldLayout CONNECTION = FieldLayout.of(
            NetIxLan.TYPE,
            "Connection",
            "Connections",
            FieldGroup.of(
                    "Connection",
                    onlyWhenNew(NetIxLan.IXLAN_ID, "Exchange").hint("Its name or number."),
                    both(NetIxLan.IPADDR4, "IPv4 address"),
                    both(NetIxLan.IPADDR6, "IPv6 address"),
                    both(NetIxLan.SPEED, "Speed in Mbit/s").hint("10000 is 10G."),
                    both(NetIxLan.IS_RS_PEER, "Peers with the route servers"),
                    both(NetIxLan.BFD_SUPPORT, "BFD"),
                    both(NetIxLan.OPERATIONAL, "Operational"),
                    onlyWhenEdited(NetIxLan.NET_SIDE_ID, "Your end is in"),
                    both(NetIxLan.NOTES, "Notes")));

    private static final FieldLayout CONTACT = FieldLayout.of(
            Poc.TYPE,
            "Contact",
            "Contacts",
            FieldGroup.of(
                    "Contact",
                    both(Poc.ROLE, "Role"),
                    both(Poc.VISIBLE, "Who may see it"),
                    both(Poc.NAME, "Name"),
                    both(Poc.EMAIL, "E-mail"),
                    both(Poc.PHONE, "Phone").hint("With + and the country code. A phone number or e-mail is needed."),
                    both(Poc.URL, "Web page")));

    private static final FieldLayout NETWORK_PRESENCE = FieldLayout.of(
            NetFac.TYPE,
            "Facility of the network",
            "Facilities of networks",
            FieldGroup.of("Facility", onlyWhenNew(NetFac.FAC_ID, "Facility").hint("Its name or number.")));

    private static final FieldLayout EXCHANGE_PRESENCE = FieldLayout.of(
            IxFac.TYPE,
            "Facility of the exchange",
            "Facilities of exchanges",
            FieldGroup.of("Facility", onlyWhenNew(IxFac.FAC_ID, "Facility").hint("Its name or number.")));

    private static final FieldLayout CARRIER_PRESENCE = FieldLayout.of(
            CarrierFac.TYPE,
            "Facility of the carrier",
            "Facilities of carriers",
            FieldGroup.of("Facility", onlyWhenNew(CarrierFac.FAC_ID, "Facility").hint("Its name or number.")));

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
            .collect(Collectors.toUnmodifiableMap(FieldLayout::type, Function.identity()));

    private Layouts() {}

    static FieldLayout of(ObjectType type) {
        FieldLayout found = BY_TYPE.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no layout for " + type);
        }
        return found;
    }

    private static JsonKey key(ObjectType type, String name) {
        return type.keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
