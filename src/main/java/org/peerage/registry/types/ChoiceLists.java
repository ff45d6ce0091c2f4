package org.peerage.registry.types;

import java.util.List;
import org.peerage.text.CountryCode;

/** The closed lists of values, in the order of docs/spec/objects.md §A.1. */
public final class ChoiceLists {
    /** What people choose who would rather not say. */
    public static final String NOT_DISCLOSED = "Not Disclosed";

    public static final List<String> REGIONS =
            List.of("North America", "Asia Pacific", "Europe", "South America", "Africa", "Australia", "Middle East");
    public static final List<String> TRAFFIC = List.of(
            "",
            "0-20Mbps",
            "20-100Mbps",
            "100-1000Mbps",
            "1-5Gbps",
            "5-10Gbps",
            "10-20Gbps",
            "20-50Gbps",
            "50-100Gbps",
            "100-200Gbps",
            "200-300Gbps",
            "300-500Gbps",
            "500-1000Gbps",
            "1-5Tbps",
            "5-10Tbps",
            "10-20Tbps",
            "20-50Tbps",
            "50-100Tbps",
            "100+Tbps");
    public static final List<String> RATIOS = List.of(
            "", "Not Disclosed", "Heavy Outbound", "Mostly Outbound", "Balanced", "Mostly Inbound", "Heavy Inbound");
    public static final List<String> SCOPES = List.of(
            "",
            "Not Disclosed",
            "Regional",
            "North America",
            "Asia Pacific",
            "Europe",
            "South America",
            "Africa",
            "Australia",
            "Middle East",
            "Global");
    public static final List<String> NETWORK_TYPES = List.of(
            "NSP",
            "Content",
            "Cable/DSL/ISP",
            "Enterprise",
            "Educational/Research",
            "Non-Profit",
            "Route Server",
            "Network Services",
            "Route Collector",
            "Government");
    public static final List<String> POLICIES = List.of("Open", "Selective", "Restrictive", "No");
    public static final List<String> POLICY_LOCATIONS =
            List.of("Not Required", "Preferred", "Required - US", "Required - EU", "Required - International");
    public static final List<String> POLICY_CONTRACTS = List.of("Not Required", "Private Only", "Required");
    public static final List<String> IXP_UPDATE_FIELDS = List.of("speed", "is_rs_peer", "operational");
    public static final List<String> ROLES =
            List.of("Abuse", "Maintenance", "Policy", "Technical", "NOC", "Public Relations", "Sales");
    public static final List<String> VISIBILITIES = List.of("Private", "Users", "Public");
    public static final List<String> PROTOCOLS = List.of("IPv4", "IPv6");
    public static final List<String> SERVICE_LEVELS =
            List.of("", "Not Disclosed", "Best Effort (no SLA)", "Normal Business Hours", "24/7 Support");
    public static final List<String> TERMS = List.of(
            "",
            "Not Disclosed",
            "No Commercial Terms",
            "Bundled With Other Services",
            "Non-recurring Fees Only",
            "Recurring Fees");
    public static final List<String> PROPERTIES = List.of("", "Owner", "Lessee");
    public static final List<String> VOLTAGES = List.of("No Power", "48 VDC", "400 VAC", "480 VAC");
    public static final List<String> IMPORT_STATUSES = List.of("queued", "importing", "finished", "error");
    public static final List<String> SOCIAL_SERVICES = List.of(
            "website",
            "facebook",
            "x",
            "instagram",
            "linkedin",
            "tiktok",
            "bluesky",
            "threads",
            "youtube",
            "mastodon",
            "whatsapp",
            "wechat",
            "telegram",
            "snapchat",
            "douyin",
            "kuaishou",
            "reddit",
            "weibo",
            "qq",
            "pinterest");
    public static final List<String> COUNTRIES =
            CountryCode.all().stream().map(CountryCode::toString).toList();
    public static final List<Long> MTUS = List.of(1500L, 9000L);

    private ChoiceLists() {}
}
