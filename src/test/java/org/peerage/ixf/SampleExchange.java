package org.peerage.ixf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.testing.Snapshots;

/**
 * An exchange with the prefixes 192.0.2.0/24 and 2001:db8:1::/64, networks by letters, and short words for rows, entries
 * and steps: what rule books are written in.
 *
 * <p>Y, Y2 let exchanges change them, N, N2 do not; v6Y, v6N use IPv6 alone; P is not approved, X is not registered. p4,
 * q4, r4 and p6, q6, r6 are addresses in the prefixes, o4 is none, b4 the first address of the prefix.
 */
final class SampleExchange {
    static final long LAN = 1;
    private static final Map<String, Long> ASNS = Map.of(
            "Y", 64496L, "N", 64497L, "v6Y", 64498L, "N2", 64499L, "Y2", 64500L, "P", 64501L, "v6N", 64502L, "X",
            64511L);
    private static final Map<String, String> ADDRESSES = addresses();
    private static final Pattern ROW = Pattern.compile("(\\w+)\\((\\S+),(\\S+)\\)(.*)");
    private static final Pattern ENTRY = Pattern.compile("(\\w+)\\{(\\S*)\\}(.*)");
    private static final Pattern SPEED = Pattern.compile("([0-9]+)G");

    private final Map<String, Row.Builder> networks = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private long lastRow;

    SampleExchange() {
        rows.add(SampleRows.organization("Org"));
        exchange(1, "Sample-IX", "192.0.2.0/24", "2001:db8:1::/64");
        exchange(2, "Other-IX", "198.51.100.0/24");
        for (long id = 1; id <= 2; id++) {
            rows.add(Fac.TYPE
                    .row()
                    .set(Fac.ID, id)
                    .set(Fac.ORG_ID, 1L)
                    .set(Fac.NAME, "Fac " + id)
                    .set(Fac.STATUS, Status.OK)
                    .build());
        }
        ASNS.forEach((name, asn) -> {
            if (!name.equals("X")) {
                networks.put(
                        name,
                        SampleRows.network(asn, asn, "Net " + asn)
                                .set(Net.INFO_UNICAST, !name.startsWith("v6"))
                                .set(Net.ALLOW_IXP_UPDATE, !name.contains("N"))
                                .set(Net.STATUS, name.equals("P") ? Status.PENDING : Status.OK));
                rows.add(SampleRows.contact(asn, "Policy"));
            }
        });
    }

    private static Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        addresses.put("o4", "203.0.113.9");
        addresses.put("b4", "192.0.2.0");
        for (char letter : "pqrstuvw".toCharArray()) {
            int host = 10 + 10 * (letter - 'p');
            addresses.put(letter + "4", "192.0.2." + host);
            addresses.put(letter + "6", "2001:db8:1::" + Integer.toHexString(host));
        }
        return addresses;
    }

    private void exchange(long id, String name, String... prefixes) {
        rows.add(SampleRows.exchange(id, name));
        rows.add(SampleRows.lan(id).build());
        for (String prefix : prefixes) {
            rows.add(SampleRows.prefix(rows.size(), id, prefix));
        }
    }

    /** Rows such as {@code Y(p4,–) 20G rs down}; {@code deleted}, {@code elsewhere} and {@code at 1} may follow. */
    SampleExchange given(String text) {
        for (String each : text.isEmpty() ? new String[0] : text.split("; ")) {
            if (each.contains("excludes")) {
                String[] words = each.split(" excludes ");
                network(words[0]).set(Net.IXP_UPDATE_EXCLUDE, List.of(words[1].split("\\+")));
            } else if (each.endsWith("without contacts")) {
                Long network = ASNS.get(each.split(" ")[0]);
                rows.removeIf(
                        row -> row.type() == Poc.TYPE && row.get(Poc.NET_ID).equals(network));
            } else if (each.endsWith("without families")) {
                network(each.split(" ")[0]).set(Net.INFO_UNICAST, false).set(Net.INFO_IPV6, false);
            } else {
                row(each);
            }
        }
        return this;
    }

    /** With a LAN in another state. */
    SampleExchange in(long lan, Status status) {
        rows.replaceAll(row -> row.type() == IxLan.TYPE && row.id() == lan
                ? row.toBuilder().set(IxLan.STATUS, status).build()
                : row);
        return this;
    }

    SampleExchange without(ObjectType type) {
        rows.removeIf(row -> row.type().equals(type));
        return this;
    }

    private Row.Builder network(String name) {
        Row.Builder network = networks.get(name);
        if (network == null) {
            throw new IllegalArgumentException(name);
        }
        return network;
    }

    private void row(String text) {
        Matcher row = ROW.matcher(text);
        if (!row.matches()) {
            throw new IllegalArgumentException(text);
        }
        List<String> words = List.of(row.group(4).strip().split(" "));
        Long asn = ASNS.get(row.group(1));
        rows.add(NetIxLan.TYPE
                .row()
                .set(NetIxLan.ID, ++lastRow)
                .set(NetIxLan.NET_ID, asn)
                .set(NetIxLan.ASN, new Asn(asn == null ? 0 : asn))
                .set(NetIxLan.IXLAN_ID, words.contains("elsewhere") ? 2 : LAN)
                .set(NetIxLan.IPADDR4, address(row.group(2)))
                .set(NetIxLan.IPADDR6, address(row.group(3)))
                .set(NetIxLan.SPEED, speed(row.group(4)))
                .set(NetIxLan.IS_RS_PEER, words.contains("rs"))
                .set(NetIxLan.OPERATIONAL, !words.contains("down"))
                .set(NetIxLan.IX_SIDE_ID, words.contains("@1") ? Long.valueOf(1) : null)
                .set(NetIxLan.STATUS, words.contains("deleted") ? Status.DELETED : Status.OK)
                .build());
    }

    private static long speed(String words) {
        Matcher speed = SPEED.matcher(words);
        return speed.find() ? 1000 * Long.parseLong(speed.group(1)) : 10_000;
    }

    private static @Nullable IpAddress address(String name) {
        return name.equals("–")
                ? null
                : IpAddress.parse(ADDRESSES.getOrDefault(name, name)).orElseThrow();
    }

    Snapshot snapshot() {
        List<Row> all = new ArrayList<>(rows);
        networks.values().forEach(network -> all.add(network.build()));
        return Snapshots.of(all.stream()
                .map(row -> row.toBuilder()
                        .set(row.type().created(), Instant.EPOCH)
                        .set(row.type().updated(), Instant.EPOCH)
                        .build())
                .toArray(Row[]::new));
    }

    /**
     * A feed of entries such as {@code Y{p4,p6} 20G rs inactive}; those after a {@code +} are further entries of the same
     * connection. {@code vlan=2}, {@code ixp=2}, {@code speed="10G"}, {@code state=null}, {@code at=1} may follow.
     */
    static byte[] feed(String text) {
        String members = Arrays.stream(text.isEmpty() ? new String[0] : text.split("; "))
                .map(SampleExchange::member)
                .collect(Collectors.joining(","));
        return ("{\"version\": \"1.0\", \"member_list\": [" + members + "]}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String member(String text) {
        String[] entries = text.split(" \\+ ");
        Matcher first = entry(entries[0]);
        String vlans = Arrays.stream(entries).map(SampleExchange::vlan).collect(Collectors.joining(","));
        String words = first.group(3);
        String given = after(words, "speed=");
        String speed = given.isEmpty() ? Long.toString(speed(words)) : given;
        String state = after(words, "state=");
        String inactive = words.contains(" inactive") ? "\"inactive\"" : "\"active\"";
        String ports = Arrays.stream(speed.split("\\+"))
                .map(each -> "{\"if_speed\": " + each
                        + (after(words, "at=").isEmpty() ? "" : ", \"pdb_facility_id\": " + after(words, "at=")) + "}")
                .collect(Collectors.joining(","));
        String asn = after(words, "asnum=");
        return "{\"asnum\": " + (asn.isEmpty() ? ASNS.get(first.group(1)) : asn)
                + ", \"connection_list\": [{\"ixp_id\": "
                + (after(words, "ixp=").isEmpty() ? "1" : after(words, "ixp="))
                + (state.equals("none") ? "" : ", \"state\": " + (state.isEmpty() ? inactive : state))
                + ", \"if_list\": [" + ports + "], \"vlan_list\": [" + vlans + "]}]}";
    }

    private static String vlan(String text) {
        Matcher entry = entry(text);
        String vlan = after(entry.group(3), "vlan=");
        String routeServer = entry.group(3).contains(" rs") ? "true" : after(entry.group(3), "routeserver=");
        String addresses = Arrays.stream(entry.group(2).split(","))
                .filter(name -> !name.isEmpty())
                .map(name ->
                        "\"" + (name.endsWith("6") || name.contains(":") ? "ipv6" : "ipv4") + "\": {\"address\": \""
                                + ADDRESSES.getOrDefault(name, name) + "\""
                                + (routeServer.isEmpty() ? "" : ", \"routeserver\": " + routeServer) + "}")
                .collect(Collectors.joining(", "));
        return "{\"vlan_id\": " + (vlan.isEmpty() ? "1" : vlan.equals("none") ? "null" : vlan)
                + (addresses.isEmpty() ? "" : ", " + addresses) + "}";
    }

    private static Matcher entry(String text) {
        Matcher entry = ENTRY.matcher(text);
        if (!entry.matches()) {
            throw new IllegalArgumentException(text);
        }
        return entry;
    }

    private static String after(String words, String key) {
        int start = words.indexOf(key);
        return start < 0 ? "" : words.substring(start + key.length()).split(" ")[0];
    }

    /** Addresses by their letters. */
    static String addresses(@Nullable IpAddress four, @Nullable IpAddress six) {
        return name(four) + "," + name(six);
    }

    /** An address by its letter. */
    static String addressOf(String name) {
        return java.util.Objects.requireNonNull(ADDRESSES.get(name));
    }

    /** A network by its letter. */
    static String nameOf(long asn) {
        return name(new Asn(asn));
    }

    /**
     * Settings of the feed such as {@code down vlans=1,2 ixps=1 keeps=speed,is_rs_peer grace=7}; with {@code since=3} all networks have kept all addresses for so
     * many days before that time.
     */
    static Comparison.Settings settings(String words, Instant now) {
        Map<Grace.Claim, Instant> since = new HashMap<>();
        if (!after(words, "since=").isEmpty()) {
            Instant then = now.minus(java.time.Duration.ofDays(Long.parseLong(after(words, "since="))));
            for (long asn : ASNS.values()) {
                ADDRESSES
                        .values()
                        .forEach(text -> since.put(
                                new Grace.Claim(
                                        new Asn(asn), IpAddress.parse(text).orElseThrow()),
                                then));
            }
        }
        FeedSettings feed = feedSettings(words);
        return Comparison.Settings.STANDARD.of(feed, new Grace(feed.graceDays(), since, now));
    }

    static FeedSettings feedSettings(String words) {
        return new FeedSettings(
                List.of(words.split(" ")).contains("down"),
                ids(after(words, "vlans=")),
                ids(after(words, "ixps=")),
                new java.util.HashSet<>(list(after(words, "keeps="))),
                after(words, "grace=").isEmpty() ? 0 : Integer.parseInt(after(words, "grace=")));
    }

    private static java.util.Set<Long> ids(String text) {
        return list(text).stream().map(Long::valueOf).collect(Collectors.toSet());
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    /** A plan in the words of the rule book. */
    static List<String> told(Plan plan) {
        List<String> lines = new ArrayList<>();
        plan.error()
                .ifPresent(error ->
                        lines.add("refused: " + error.lines().findFirst().orElse("")));
        plan.steps().forEach(step -> lines.add(told(step)));
        return lines;
    }

    static String told(Step step) {
        return switch (step) {
            case Step.Add add -> "add " + told(add.peering());
            case Step.Modify modify ->
                "modify " + told(modify.row()) + merged(modify.merged()) + " to " + told(modify.peering());
            case Step.Delete delete -> (delete.reassigned() ? "reassign " : "delete ") + told(delete.row());
            case Step.Propose propose -> told(propose);
            case Step.SetFacility set -> "side " + told(set.row()) + " " + set.facility();
            case Step.Notice notice -> "notice " + name(notice.asn()) + " IPv" + notice.family();
            case Step.Ignore ignore -> "ignore " + name(ignore.asn()) + ": " + ignore.reason();
            case Step.Hold hold -> "hold " + told(hold.step());
        };
    }

    private static String told(Step.Propose propose) {
        Row row = propose.row();
        Peering peering = propose.peering();
        String errors =
                propose.errors().isEmpty() ? "" : " but " + propose.errors().values();
        return switch (propose.kind()) {
            case ADD -> "propose add " + told(java.util.Objects.requireNonNull(peering)) + errors;
            case MODIFY ->
                "propose modify " + told(java.util.Objects.requireNonNull(row)) + merged(propose.merged()) + " to "
                        + told(java.util.Objects.requireNonNull(peering)) + errors;
            case DELETE -> "propose delete " + told(java.util.Objects.requireNonNull(row)) + errors;
        };
    }

    private static String merged(List<Row> merged) {
        return merged.stream().map(row -> " and " + told(row)).collect(Collectors.joining());
    }

    private static String told(Peering peering) {
        return name(peering.asn()) + "(" + name(peering.ipv4()) + "," + name(peering.ipv6()) + ") "
                + speed(peering.speed())
                + (Boolean.TRUE.equals(peering.routeServer()) ? " rs" : "") + (peering.operational() ? "" : " down")
                + (peering.facility() == null ? "" : " @" + peering.facility());
    }

    private static String told(Row row) {
        return name(row.get(NetIxLan.ASN)) + "(" + name(row.find(NetIxLan.IPADDR4)) + ","
                + name(row.find(NetIxLan.IPADDR6)) + ")";
    }

    private static String speed(long speed) {
        return speed % 1000 == 0 ? speed / 1000 + "G" : speed + "M";
    }

    private static String name(Asn asn) {
        return ASNS.entrySet().stream()
                .filter(entry -> entry.getValue() == asn.value())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("AS" + asn);
    }

    private static String name(@Nullable IpAddress address) {
        return address == null
                ? "–"
                : ADDRESSES.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(address.toString()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(address.toString());
    }
}
