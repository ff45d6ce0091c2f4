package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** A network: an autonomous system (docs/spec/objects.md §2.3). */
public final class Net {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> ORG_ID = CommonFields.organization();
    public static final Field<String> NAME =
            text("name", 255).indexed().required().notBlank().unique();
    public static final Field<String> AKA = CommonFields.aka();
    public static final Field<String> NAME_LONG = CommonFields.nameLong();
    public static final Field<String> WEBSITE =
            text("website", 255).format("url").presentedAs(Websites.inherited(() -> Net.WEBSITE, () -> Net.ORG_ID));
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Net.SOCIAL_MEDIA, () -> Net.WEBSITE));
    public static final Field<Asn> ASN = field("asn", ValueType.ASN)
            .between(0, 4294967295L)
            .required()
            .unique()
            .immutable()
            .optionsLabel("ASN");
    public static final Field<String> LOOKING_GLASS =
            text("looking_glass", 255).terminalUrl().limitUntold();
    public static final Field<String> ROUTE_SERVER =
            text("route_server", 255).terminalUrl().limitUntold();
    public static final Field<String> IRR_AS_SET = text("irr_as_set", 255)
            .optionsLabel("IRR as-set")
            .help("Reference to an AS-SET in Internet Routing Registry (IRR)");
    /** Deprecated twin of {@link #INFO_TYPES}. */
    public static final JsonKey.Computed<String> INFO_TYPE =
            new JsonKey.Computed<>("info_type", ValueType.TEXT, Net::firstType, "Network type");

    public static final Field<List<String>> INFO_TYPES = field("info_types", ValueType.STRING_LIST)
            .nullable()
            .defaultValue(List.of())
            .oneOf(ChoiceLists.NETWORK_TYPES)
            .presentedAs(Net::types)
            .labelled("Network types");
    public static final Field<Long> INFO_PREFIXES4 =
            field("info_prefixes4", ValueType.INTEGER).nullable().labelled("IPv4 prefix limit");
    public static final Field<Long> INFO_PREFIXES6 =
            field("info_prefixes6", ValueType.INTEGER).nullable().labelled("IPv6 prefix limit");
    public static final Field<String> INFO_TRAFFIC = text("info_traffic", 39)
            .oneOf(ChoiceLists.TRAFFIC)
            .optionsLabel("Traffic Levels")
            .help("Total, self-classified traffic in/out to this network.");
    public static final Field<String> INFO_RATIO = text("info_ratio", 45)
            .oneOf(ChoiceLists.RATIOS)
            .defaultValue("Not Disclosed")
            .optionsLabel("Traffic Ratios");
    public static final Field<String> INFO_SCOPE = text("info_scope", 39)
            .oneOf(ChoiceLists.SCOPES)
            .defaultValue("Not Disclosed")
            .optionsLabel("Geographic Scope");
    public static final Field<Boolean> INFO_UNICAST =
            CommonFields.flag("info_unicast").optionsLabel("Unicast IPv4");
    public static final Field<Boolean> INFO_MULTICAST =
            CommonFields.flag("info_multicast").optionsLabel("Multicast");
    public static final Field<Boolean> INFO_IPV6 =
            CommonFields.flag("info_ipv6").optionsLabel("Unicast IPv6");
    public static final Field<Boolean> INFO_NEVER_VIA_ROUTE_SERVERS = CommonFields.flag("info_never_via_route_servers")
            .optionsLabel("Never via route servers")
            .help("Indicates if this network will announce its routes via route servers or not");
    public static final Field<Long> IX_COUNT = CommonFields.count(
                    "ix_count", "Exchanges", "Number of exchanges at this network")
            .help("number of exchanges at this network");
    public static final Field<Long> FAC_COUNT = CommonFields.count(
                    "fac_count", "Facilities", "Number of facilities at this network")
            .help("number of facilities at this network");
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<Instant> NETIXLAN_UPDATED =
            CommonFields.time("netixlan_updated").labelled("Connections updated");
    public static final Field<Instant> NETFAC_UPDATED =
            CommonFields.time("netfac_updated").labelled("Facilities updated");
    public static final Field<Instant> POC_UPDATED =
            CommonFields.time("poc_updated").labelled("Contacts updated");
    public static final Field<String> POLICY_URL =
            text("policy_url", 255).format("url").optionsLabel("Peering Policy");
    public static final Field<String> POLICY_GENERAL = text("policy_general", 72)
            .oneOf(ChoiceLists.POLICIES)
            .optionsLabel("General Policy")
            .help("Peering with the routeserver and BFD support is shown with an icon");
    public static final Field<String> POLICY_LOCATIONS =
            text("policy_locations", 72).oneOf(ChoiceLists.POLICY_LOCATIONS).optionsLabel("Multiple Locations");
    public static final Field<Boolean> POLICY_RATIO =
            CommonFields.flag("policy_ratio").optionsLabel("Ratio Requirement");
    public static final Field<String> POLICY_CONTRACTS =
            text("policy_contracts", 36).oneOf(ChoiceLists.POLICY_CONTRACTS).optionsLabel("Contract Requirement");
    public static final Field<Boolean> ALLOW_IXP_UPDATE = CommonFields.flag("allow_ixp_update")
            .labelled("Allow IXP update")
            .help(
                    "Specifies whether an IXP is allowed to add a netixlan entry for this network via their ixp_member data");
    public static final Field<List<String>> IXP_UPDATE_EXCLUDE = field("ixp_update_exclude", ValueType.STRING_LIST)
            .setByRule()
            .optionsType("field")
            .defaultValue(List.of())
            .oneOf(ChoiceLists.IXP_UPDATE_FIELDS)
            .labelled("Excluded from IXP updates")
            .help(
                    "List of IX-F fields to exclude from automatic import updates. Valid values: speed, is_rs_peer, operational");
    public static final Field<String> STATUS_DASHBOARD = CommonFields.statusDashboard();
    public static final Field<Instant> RIR_STATUS_UPDATED =
            CommonFields.time("rir_status_updated").labelled("RIR status updated");
    public static final Field<String> RIR_STATUS = text("rir_status", 255)
            .optionsType("field")
            .nullable()
            .readOnly()
            .presentedAs(Net::rirStatus)
            .labelled("RIR status");
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();
    public static final Field<String> NOTES_PRIVATE = text("notes_private", 0).hidden();

    public static final ObjectType TYPE = type("net", "Network")
            .named("Network", "Networks", "nets")
            .keys(
                    ID,
                    ORG_ID,
                    new JsonKey.Parent("org", ORG_ID),
                    NAME,
                    AKA,
                    NAME_LONG,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    ASN,
                    LOOKING_GLASS,
                    ROUTE_SERVER,
                    IRR_AS_SET,
                    INFO_TYPE,
                    INFO_TYPES,
                    INFO_PREFIXES4,
                    INFO_PREFIXES6,
                    INFO_TRAFFIC,
                    INFO_RATIO,
                    INFO_SCOPE,
                    INFO_UNICAST,
                    INFO_MULTICAST,
                    INFO_IPV6,
                    INFO_NEVER_VIA_ROUTE_SERVERS,
                    IX_COUNT,
                    FAC_COUNT,
                    NOTES,
                    NETIXLAN_UPDATED,
                    NETFAC_UPDATED,
                    POC_UPDATED,
                    POLICY_URL,
                    POLICY_GENERAL,
                    POLICY_LOCATIONS,
                    POLICY_RATIO,
                    POLICY_CONTRACTS,
                    Relations.members("netfac_set", () -> NetFac.TYPE, () -> NetFac.NET_ID, "net_id", "net"),
                    Relations.members("netixlan_set", () -> NetIxLan.TYPE, () -> NetIxLan.NET_ID, "net_id", "net"),
                    Relations.members("poc_set", () -> Poc.TYPE, () -> Poc.NET_ID, "net_id", "net"),
                    ALLOW_IXP_UPDATE,
                    IXP_UPDATE_EXCLUDE,
                    new JsonKey.WriteOnly("ixp_update_exclude_speed", ValueType.BOOLEAN),
                    new JsonKey.WriteOnly("ixp_update_exclude_is_rs_peer", ValueType.BOOLEAN),
                    new JsonKey.WriteOnly("ixp_update_exclude_operational", ValueType.BOOLEAN),
                    new JsonKey.WriteOnly("suggest", ValueType.BOOLEAN),
                    STATUS_DASHBOARD,
                    RIR_STATUS,
                    RIR_STATUS_UPDATED,
                    LOGO,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION, NOTES_PRIVATE)
            .namespaceUnder(ORG_ID, "network")
            .counters("fac_count")
            .alwaysShown(
                    Websites.alwaysShown(() -> ORG_ID),
                    new JsonKey.Computed<>("info_types", ValueType.STRING_LIST, Net::typesIfAny),
                    INFO_TYPE)
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.set("netfac_set", () -> NetFac.TYPE, () -> NetFac.NET_ID),
                    FilterRelation.set("netixlan_set", () -> NetIxLan.TYPE, () -> NetIxLan.NET_ID),
                    FilterRelation.set("poc_set", () -> Poc.TYPE, () -> Poc.NET_ID),
                    FilterRelation.connected(
                            "ix", () -> Ix.TYPE, Relations.through(() -> NetIxLan.IXLAN_ID, () -> NetIxLan.NET_ID)),
                    FilterRelation.connected(
                            "ixlan",
                            () -> IxLan.TYPE,
                            Relations.through(() -> NetIxLan.IXLAN_ID, () -> NetIxLan.NET_ID)),
                    FilterRelation.connected(
                            "netixlan", () -> NetIxLan.TYPE, FilterRelation.followActive(() -> NetIxLan.NET_ID)),
                    FilterRelation.connected(
                            "netfac", () -> NetFac.TYPE, FilterRelation.followActive(() -> NetFac.NET_ID)),
                    FilterRelation.connected(
                            "fac", () -> Fac.TYPE, Relations.through(() -> NetFac.FAC_ID, () -> NetFac.NET_ID)))
            .shownIn(() -> NetFac.NET_ID)
            .build();

    private Net() {}

    /** The deprecated single value: the first stored type in the order of the choices. */
    private static String firstType(Row row, Rows rows) {
        List<String> types = row.get(INFO_TYPES);
        return ChoiceLists.NETWORK_TYPES.stream()
                .filter(types::contains)
                .findFirst()
                .orElse("");
    }

    private static @Nullable List<String> typesIfAny(Row row, Rows rows) {
        List<String> types = types(row, rows);
        return types.isEmpty() ? null : types;
    }

    private static List<String> types(Row row, Rows rows) {
        return row.get(INFO_TYPES).stream().sorted().toList();
    }

    /** Several words of the registries mean the same to readers: the number is assigned. */
    private static @Nullable String rirStatus(Row row, Rows rows) {
        String status = row.find(RIR_STATUS);
        return status != null
                        && Set.of("ok", "assigned", "allocated", "pending").contains(status)
                ? "ok"
                : null;
    }
}
