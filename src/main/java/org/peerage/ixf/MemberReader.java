package org.peerage.ixf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpAddressErrors;
import org.peerage.text.Excerpt;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads one member of a member export: what is bad of it is left out and told, the rest goes on. */
final class MemberReader {
    private static final Set<String> OF_CONNECTION = Set.of("ixp_id", "state", "if_list", "vlan_list");
    private static final Set<String> OF_PORT = Set.of("if_speed", "switch_id", "pdb_facility_id", "if_type");
    private static final Set<String> OF_VLAN = Set.of("vlan_id", "ipv4", "ipv6");
    private static final BigDecimal MAX_SPEED = new BigDecimal(Integer.MAX_VALUE);

    /** Members whom the exchange gives no number, or 0, are ignored as networks that do not exist. */
    private static final Asn NOBODY = new Asn(0);

    private static final Pattern DOTTED = Pattern.compile("(?i:ASN?)?([0-9]{1,5})\\.([1-9][0-9]{0,4})");
    private static final long MAX_HALF = 0xFFFF;
    private static final int MAX_FINDINGS = 200;
    private static final int LONGEST_NUMBER = 30;
    private static final int LONGEST_SHOWN = 100;

    private final String pointer;
    private final List<Finding> findings = new ArrayList<>();
    private final List<IpAddress> nobodys = new ArrayList<>();
    private @Nullable Asn asn;
    private boolean damaged;
    private int entries;
    private int unreadable;

    MemberReader(String pointer) {
        this.pointer = pointer;
    }

    /** An element of a list, with its place. */
    private record Item(JsonNode node, String pointer) {}

    List<Finding> findings() {
        return findings;
    }

    int entries() {
        return entries;
    }

    /** Addresses of a member whose number cannot be read. */
    List<IpAddress> nobodys() {
        return nobodys;
    }

    /** The member; empty where it is none, or has no number. */
    Optional<MemberList.Member> read(JsonNode node) {
        if (!node.isObject()) {
            error(pointer, "A member is a JSON object", node);
            return Optional.empty();
        }
        Optional<Asn> number = asn(node.path("asnum"));
        asn = number.orElse(null);
        List<MemberList.Connection> connections = new ArrayList<>();
        JsonNode list = node.path("connection_list");
        if (list.isNull()) { // not that there are none: nothing is said
            damage(pointer + "/connection_list", "A list belongs here", list);
        }
        for (Item item : items(list, pointer + "/connection_list", OF_CONNECTION)) {
            if (item.node.isObject()) {
                connection(item).ifPresent(connections::add);
            } else {
                damage(item.pointer, "A connection is a JSON object", item.node);
            }
        }
        if (number.isEmpty()) {
            connections.stream()
                    .flatMap(connection -> connection.entries().stream())
                    .flatMap(entry -> Stream.of(entry.ipv4(), entry.ipv6()))
                    .filter(Objects::nonNull)
                    .forEach(address -> nobodys.addAll(address.addresses()));
        }
        return number.map(known -> new MemberList.Member(known, connections, damaged, pointer));
    }

    private Optional<Asn> asn(JsonNode node) {
        String place = pointer + "/asnum";
        if (node.isMissingNode()) {
            error(pointer, "The member has no asnum", node);
            return Optional.empty();
        }
        String text = node.isNumber() ? plain(node) : node.isString() ? WhiteSpace.strip(node.stringValue()) : "";
        Optional<Asn> number = node.isNull()
                ? Optional.of(NOBODY)
                : Asn.parse(text).or(() -> node.isString() ? dotted(text) : Optional.empty());
        if (number.isEmpty()) {
            error(place, "The member is left out: asnum is no AS number", node);
        } else if (!node.isIntegralNumber()) {
            warning(place, "asnum is a number in the schema", node);
        }
        return number;
    }

    /** Numbers of 32 bits as RFC 5396 writes them; but what ends in .0 is one that went through a spreadsheet, perhaps. */
    private static Optional<Asn> dotted(String text) {
        Matcher dotted = DOTTED.matcher(text);
        if (!dotted.matches()) {
            return Optional.empty();
        }
        long high = Long.parseLong(dotted.group(1));
        long low = Long.parseLong(dotted.group(2));
        return high <= MAX_HALF && low <= MAX_HALF ? Optional.of(new Asn(high << 16 | low)) : Optional.empty();
    }

    private Optional<MemberList.Connection> connection(Item item) {
        Optional<MemberList.State> state = state(item);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        List<String> speeds = new ArrayList<>();
        List<String> badSpeeds = new ArrayList<>();
        List<MemberList.Port> ports = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Item port : items(item.node.path("if_list"), item.pointer + "/if_list", OF_PORT)) {
            if (port.node.isObject()) {
                ports.add(port(port));
            }
            JsonNode given = port.node.isObject() ? port.node.path("if_speed") : port.node;
            if (isGiven(given)) {
                if (!text(given).isEmpty()) {
                    speeds.add(text(given));
                }
                Optional<BigDecimal> speed = speed(given);
                if (speed.isPresent()) {
                    sum = sum.add(speed.get());
                } else {
                    badSpeeds.add(Excerpt.of(text(given), LONGEST_SHOWN));
                    error(
                            port.node.isObject() ? port.pointer + "/if_speed" : port.pointer,
                            "Invalid speed value: " + Excerpt.of(text(given), LONGEST_SHOWN),
                            given);
                }
            }
        }
        speeds.sort(null);
        List<MemberList.Entry> found = new ArrayList<>();
        for (Item vlan : items(item.node.path("vlan_list"), item.pointer + "/vlan_list", OF_VLAN)) {
            if (vlan.node.isObject()) {
                entry(vlan).ifPresent(found::add);
            } else {
                damage(vlan.pointer, "An entry of vlan_list is a JSON object", vlan.node);
            }
        }
        entries += 1 + found.size();
        return Optional.of(new MemberList.Connection(
                text(item.node.path("ixp_id")),
                state.get(),
                sum.min(MAX_SPEED).longValue(),
                speeds,
                badSpeeds,
                ports,
                found,
                item.pointer));
    }

    /** Empty where nothing can be made of it: then the connection may be there or not. */
    private Optional<MemberList.State> state(Item item) {
        JsonNode state = item.node.path("state");
        if (state.isMissingNode()) {
            return Optional.of(new MemberList.State(""));
        }
        if (state.isNull() || state.isContainer()) {
            damage(item.pointer + "/state", "The connection is left out: its state cannot be read", state);
            return Optional.empty();
        }
        return Optional.of(new MemberList.State(WhiteSpace.strip(text(state)).toLowerCase(Locale.ROOT)));
    }

    private MemberList.Port port(Item item) {
        JsonNode named = item.node.path("pdb_facility_id");
        Long facility = number(named);
        if (isGiven(named) && facility == null) {
            warning(item.pointer + "/pdb_facility_id", "pdb_facility_id is no id of a facility", named);
        }
        return new MemberList.Port(facility, item.node.has("pdb_facility_id"), text(item.node.path("switch_id")));
    }

    private static Optional<BigDecimal> speed(JsonNode node) {
        if (node.isString() && node.stringValue().length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal value = node.isIntegralNumber()
                    ? new BigDecimal(node.bigIntegerValue())
                    : node.isNumber()
                            ? BigDecimal.valueOf(node.doubleValue())
                            : node.isString()
                                    ? new BigDecimal(new BigInteger(WhiteSpace.strip(node.stringValue())))
                                    : null;
            return Optional.ofNullable(value)
                    .filter(speed -> speed.signum() >= 0)
                    .map(speed -> speed.min(MAX_SPEED).setScale(0, java.math.RoundingMode.DOWN));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private Optional<MemberList.Entry> entry(Item item) {
        String vlan = vlan(single(item.node.path("vlan_id"), item.pointer + "/vlan_id"));
        int before = unreadable;
        MemberList.Address four = address(item, "ipv4", vlan);
        MemberList.Address six = address(item, "ipv6", vlan);
        // Half of a pair of addresses would make another connection of it.
        return unreadable > before || (four == null && six == null)
                ? Optional.empty()
                : Optional.of(new MemberList.Entry(vlan, four, six, item.pointer));
    }

    /** 1, "1" and "01" are the same. */
    private static String vlan(JsonNode node) {
        String text = WhiteSpace.strip(text(node));
        return text.matches("[0-9]{1,9}") ? Integer.toString(Integer.parseInt(text)) : text;
    }

    private MemberList.@Nullable Address address(Item item, String family, String vlan) {
        String place = item.pointer + "/" + family;
        JsonNode node = single(item.node.path(family), place);
        String where = node.isObject() ? place + "/address" : place;
        JsonNode given = node.isObject() ? single(node.path("address"), where) : node;
        if (!isGiven(given) || (given.isString() && given.stringValue().isEmpty())) {
            return null;
        }
        if (!node.isObject() && given.isString()) {
            warning(where, "An address is given where an object belongs", node);
        }
        String text = text(given);
        boolean six = family.equals("ipv6");
        List<IpAddress> addresses = addresses(text, six);
        if (!given.isString() || addresses.isEmpty()) {
            String why = given.isString() ? problem(text, six) : "no address: " + text;
            damage(
                    where,
                    "Ip address error '" + why + "' in vlan_list entry for vlan_id " + (vlan.isEmpty() ? "None" : vlan),
                    given);
            return null;
        }
        if (addresses.size() > 1) {
            warning(where, "Several addresses in one text", given);
        }
        return new MemberList.Address(addresses, routeServer(node, place), where);
    }

    /** What is meant by a list of one value; an empty one, as PHP writes empty objects, is nothing. */
    private JsonNode single(JsonNode node, String place) {
        if (!node.isArray() || node.size() > 1) {
            return node;
        }
        if (node.isEmpty()) {
            return MissingNode.getInstance();
        }
        warning(place, "A list is given where one value belongs", node);
        return node.get(0);
    }

    private static List<IpAddress> addresses(String text, boolean six) {
        Optional<IpAddress> one = IpAddress.parse(text).filter(found -> found.isV6() == six);
        if (one.isPresent()) {
            return List.of(one.get());
        }
        List<Optional<IpAddress>> parts = Arrays.stream(WhiteSpace.strip(text).split("[,\\s]+", 8))
                .map(part -> IpAddress.parse(part).filter(found -> found.isV6() == six))
                .toList();
        // An address with spaces around it is none: the reference says so, and exchanges know it from there.
        return parts.size() > 1 && parts.stream().allMatch(Optional::isPresent)
                ? parts.stream().map(Optional::orElseThrow).distinct().toList()
                : List.of();
    }

    private static String problem(String text, boolean six) {
        String shown = Excerpt.of(text, LONGEST_SHOWN);
        return (six ? IpAddressErrors.of6(shown) : IpAddressErrors.of4(shown)).orElse("no single address: " + shown);
    }

    private @Nullable Boolean routeServer(JsonNode node, String place) {
        JsonNode given = node.path("routeserver");
        if (given.isBoolean()) {
            return given.booleanValue();
        }
        if (!isGiven(given) || text(given).isEmpty()) {
            return null;
        }
        return switch (WhiteSpace.strip(text(given)).toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> {
                warning(place + "/routeserver", "routeserver is neither true nor false", given);
                yield null;
            }
        };
    }

    /** The elements of a list; of an object its values, and of lists within it theirs. */
    private List<Item> items(JsonNode list, String place, Set<String> ownKeys) {
        List<Item> items = new ArrayList<>();
        if (list.isArray()) {
            for (int i = 0; i < list.size(); i++) {
                add(items, list.get(i), place + "/" + i, ownKeys);
            }
        } else if (list.isObject()) {
            warning(place, "An object where a list belongs", list);
            if (ownKeys.stream().anyMatch(list::has)) {
                items.add(new Item(list, place));
            } else {
                list.properties()
                        .forEach(entry ->
                                add(items, entry.getValue(), place + "/" + Places.escaped(entry.getKey()), ownKeys));
            }
        } else if (isGiven(list)) {
            damage(place, "A list belongs here", list);
        }
        return items;
    }

    private void add(List<Item> items, JsonNode node, String place, Set<String> ownKeys) {
        if (node.isArray()) {
            items.addAll(items(node, place, ownKeys));
        } else {
            items.add(new Item(node, place));
        }
    }

    /** Something without which it is not known what the member has. */
    private void damage(String place, String message, JsonNode got) {
        damaged = true;
        unreadable++;
        error(place, message, got);
    }

    private void error(String place, String message, JsonNode got) {
        find(Finding.error(place, asn, message, shown(got)));
    }

    private void warning(String place, String message, JsonNode got) {
        find(Finding.warning(place, asn, message, shown(got)));
    }

    private void find(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "" : node.isObject() ? "{…}" : node.isArray() ? "[…]" : node.toString();
    }

    private static boolean isGiven(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static String text(JsonNode node) {
        return node.isNumber() ? plain(node) : node.isContainer() ? shown(node) : node.asString("");
    }

    /** 64500.0 is 64500. */
    private static String plain(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().toString();
        }
        double value = node.doubleValue();
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    /** A whole number above 0, also as a text; null for anything else. */
    static @Nullable Long number(JsonNode node) {
        String text = node.isNumber() || node.isString() ? WhiteSpace.strip(text(node)) : "";
        return text.matches("[0-9]{1,15}") ? Long.valueOf(text) : null;
    }
}
