package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** An Internet exchange (docs/spec/objects.md §2.4). */
public final class Ix {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> ORG_ID = CommonFields.organization();
    public static final Field<String> NAME =
            text("name", 64).indexed().required().notBlank().unique();
    public static final Field<String> AKA = CommonFields.aka();
    public static final Field<String> NAME_LONG = CommonFields.nameLong();
    public static final Field<String> CITY = text("city", 192).required().notBlank();
    public static final Field<String> COUNTRY =
            text("country", 2).required().notBlank().format("country").oneOf(ChoiceLists.COUNTRIES);
    public static final Field<String> REGION_CONTINENT = text("region_continent", 255)
            .required()
            .notBlank()
            .oneOf(ChoiceLists.REGIONS)
            .optionsLabel("Continental Region");
    public static final Field<String> NOTES = CommonFields.notes();
    public static final Field<Boolean> PROTO_UNICAST = field("proto_unicast", ValueType.BOOLEAN)
            .readOnly()
            .defaultValue(false)
            .presentedAs((row, rows) -> hasPrefix(row, rows, "IPv4"))
            .labelled("Unicast IPv4");
    public static final Field<Boolean> PROTO_IPV6 = field("proto_ipv6", ValueType.BOOLEAN)
            .readOnly()
            .defaultValue(false)
            .presentedAs((row, rows) -> hasPrefix(row, rows, "IPv6"))
            .labelled("Unicast IPv6");
    public static final Field<Boolean> PROTO_MULTICAST = field("proto_multicast", ValueType.BOOLEAN)
            .readOnly()
            .defaultValue(false)
            .optionsLabel("Multicast");
    public static final Field<String> WEBSITE = text("website", 255)
            .nullable()
            .nullIsBlank()
            .format("url")
            .presentedAs(Websites.inherited(() -> Ix.WEBSITE, () -> Ix.ORG_ID))
            .limitUntold();
    public static final Field<List<SocialLink>> SOCIAL_MEDIA = field("social_media", ValueType.SOCIAL_MEDIA)
            .defaultValue(List.of())
            .presentedAs(Websites.links(() -> Ix.SOCIAL_MEDIA, () -> Ix.WEBSITE));
    public static final Field<String> URL_STATS =
            text("url_stats", 255).format("url").optionsLabel("Traffic Stats Website");
    public static final Field<String> TECH_EMAIL = text("tech_email", 254)
            .required()
            .notBlank()
            .format("email")
            .personal()
            .limitUntold()
            .labelled("Technical email");
    public static final Field<String> TECH_PHONE =
            CommonFields.phone("tech_phone").labelled("Technical phone");
    public static final Field<String> POLICY_EMAIL =
            CommonFields.email("policy_email").optionsLabel("Policy Email");
    public static final Field<String> POLICY_PHONE = CommonFields.phone("policy_phone");
    public static final Field<String> SALES_PHONE = CommonFields.phone("sales_phone");
    public static final Field<String> SALES_EMAIL =
            text("sales_email", 254).valueWhenOmitted("").personal().limitUntold();
    public static final Field<Long> NET_COUNT =
            CommonFields.count("net_count", "Networks", "Number of networks at this exchange");
    public static final Field<Long> FAC_COUNT =
            CommonFields.count("fac_count", "Facilities", "Number of facilities at this exchange");
    public static final Field<Long> IXF_NET_COUNT = field("ixf_net_count", ValueType.INTEGER)
            .readOnly()
            .defaultValue(0L)
            .labelled("Networks in the IX-F data");
    public static final Field<Instant> IXF_LAST_IMPORT =
            CommonFields.time("ixf_last_import").labelled("Last IX-F import");
    public static final Field<Instant> IXF_IMPORT_REQUEST =
            CommonFields.time("ixf_import_request").labelled("IX-F import requested");
    public static final Field<String> IXF_IMPORT_REQUEST_STATUS = text("ixf_import_request_status", 32)
            .notBlank()
            .oneOf(ChoiceLists.IMPORT_STATUSES)
            .defaultValue("queued")
            .optionsLabel("Manual IX-F import status");
    public static final Field<String> SERVICE_LEVEL = text("service_level", 60)
            .oneOf(ChoiceLists.SERVICE_LEVELS)
            .defaultValue("Not Disclosed")
            .optionsLabel("Service Level");
    public static final Field<String> TERMS =
            text("terms", 60).oneOf(ChoiceLists.TERMS).defaultValue("Not Disclosed");
    public static final Field<String> STATUS_DASHBOARD = CommonFields.statusDashboard();
    public static final Field<String> LOGO = CommonFields.logo();
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();

    /** The first prefix of a new exchange (docs/spec/objects.md §2.4). */
    public static final JsonKey.WriteOnly PREFIX = new JsonKey.WriteOnly("prefix", ValueType.TEXT);

    public static final ObjectType TYPE = type("ix", "InternetExchange")
            .named("Exchange", "Exchanges", "ixp", "ixps", "internet exchange", "internet exchanges")
            .keys(
                    ID,
                    ORG_ID,
                    new JsonKey.Parent("org", ORG_ID),
                    NAME,
                    AKA,
                    NAME_LONG,
                    CITY,
                    COUNTRY,
                    REGION_CONTINENT,
                    new JsonKey.Computed<>("media", ValueType.TEXT, (row, rows) -> "Ethernet"),
                    NOTES,
                    PROTO_UNICAST,
                    PROTO_MULTICAST,
                    PROTO_IPV6,
                    WEBSITE,
                    SOCIAL_MEDIA,
                    URL_STATS,
                    TECH_EMAIL,
                    TECH_PHONE,
                    POLICY_EMAIL,
                    POLICY_PHONE,
                    SALES_PHONE,
                    SALES_EMAIL,
                    new JsonKey.Members(
                            "fac_set",
                            () -> Fac.TYPE,
                            Relations.through(() -> IxFac.IX_ID, () -> IxFac.FAC_ID),
                            Optional.empty(),
                            Set.of()),
                    Relations.members("ixlan_set", () -> IxLan.TYPE, () -> IxLan.IX_ID, "ix_id", "ix"),
                    PREFIX,
                    new JsonKey.WriteOnly("ixf_ixp_member_list_url", ValueType.TEXT, "IX-F member list"),
                    NET_COUNT,
                    FAC_COUNT,
                    IXF_NET_COUNT,
                    IXF_LAST_IMPORT,
                    IXF_IMPORT_REQUEST,
                    IXF_IMPORT_REQUEST_STATUS,
                    SERVICE_LEVEL,
                    TERMS,
                    STATUS_DASHBOARD,
                    LOGO,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION)
            .actions("request_ixf_import")
            .namespaceUnder(ORG_ID, "internetexchange")
            .searched("city")
            .counters("net_count", "fac_count")
            .alwaysShown(Websites.alwaysShown(() -> ORG_ID))
            .filterRelations(
                    FilterRelation.reference(ORG_ID),
                    FilterRelation.set("ixfac_set", () -> IxFac.TYPE, () -> IxFac.IX_ID),
                    FilterRelation.set("ixlan_set", () -> IxLan.TYPE, () -> IxLan.IX_ID),
                    FilterRelation.connected("ixlan", () -> IxLan.TYPE, FilterRelation.followActive(() -> IxLan.IX_ID)),
                    FilterRelation.connected("ixfac", () -> IxFac.TYPE, FilterRelation.followActive(() -> IxFac.IX_ID)),
                    FilterRelation.connected(
                            "fac", () -> Fac.TYPE, Relations.through(() -> IxFac.FAC_ID, () -> IxFac.IX_ID)),
                    FilterRelation.connected(
                            "net", () -> Net.TYPE, Relations.through(() -> NetIxLan.NET_ID, () -> NetIxLan.IXLAN_ID)))
            .shownIn(() -> NetIxLan.IXLAN_ID)
            .showsMembers(() -> IxPfx.IXLAN_ID)
            .build();

    private Ix() {}

    private static boolean hasPrefix(Row row, Rows rows, String protocol) {
        for (Row lan : rows.referring(IxLan.IX_ID, row.id())) {
            for (Row prefix : rows.referring(IxPfx.IXLAN_ID, lan.id())) {
                if (prefix.isActive() && prefix.get(IxPfx.PROTOCOL).equals(protocol)) {
                    return true;
                }
            }
        }
        return false;
    }
}
