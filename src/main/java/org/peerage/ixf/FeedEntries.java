package org.peerage.ixf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** The entries of a feed that can be compared with rows, and what becomes of the others (docs/spec/ixf.md §3.4, §4.6). */
final class FeedEntries {
    private final Snapshot snapshot;
    private final Lan lan;
    private final Map<String, Long> switches;
    private final Comparison.Settings settings;
    private final Map<Asn, Optional<Network>> networks = new HashMap<>();
    private final List<FeedEntry> usable = new ArrayList<>();
    private final List<Step> ignored = new ArrayList<>();
    private final List<Step> notices = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<IpAddress, Asn> owners = new HashMap<>();
    private final Set<Asn> found = new LinkedHashSet<>();
    private final Set<Step> noticed = new HashSet<>();
    private final Set<IpAddress> entered = new HashSet<>();
    private final Set<Unused> unused = new HashSet<>();
    private final Set<Asn> members = new HashSet<>();
    private final Set<Asn> damaged = new HashSet<>();
    private int connections;
    private long capacity;

    FeedEntries(Snapshot snapshot, Lan lan, Map<String, Long> switches, Comparison.Settings settings) {
        this.settings = settings;
        this.snapshot = snapshot;
        this.lan = lan;
        this.switches = switches;
    }

    /** Entries of networks that are in use, without addresses of families that the network does not use. */
    List<FeedEntry> usable() {
        return usable;
    }

    List<Step> ignored() {
        return ignored;
    }

    List<Step> notices() {
        return notices;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Members of whom an entry with an address of its own could not be taken. */
    Set<Asn> damaged() {
        return damaged;
    }

    /** An entry with nothing but an address of a family that its network does not use. */
    private record Unused(
            Asn asn, @Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {}

    /**
     * Whether the feed has exactly this row, though the network does not use the family of its address: then it is not missing from
     * the feed, and to an unused family's address there is no difference (docs/spec/ixf.md §4.2).
     */
    boolean isUnused(Row row) {
        return unused.contains(
                new Unused(row.get(NetIxLan.ASN), row.find(NetIxLan.IPADDR4), row.find(NetIxLan.IPADDR6)));
    }

    /** Whose an address is, whether the network uses its family or not. */
    @Nullable
    Asn owner(@Nullable IpAddress address) {
        return address == null ? null : owners.get(address);
    }

    /** Whether an address that a network has is given to another one. */
    boolean isAnothers(Grace.Claim claim) {
        Asn owner = owner(claim.address());
        return owner != null && !owner.equals(claim.loser());
    }

    /** How many networks have an entry that can be used. */
    int networks() {
        return found.size();
    }

    /** What the exchange says of its LAN, known networks or not. */
    Plan.Totals totals() {
        return new Plan.Totals(members.size(), connections, capacity);
    }

    Network network(Asn asn) {
        return networks.getOrDefault(asn, Optional.empty()).orElseThrow();
    }

    void add(MemberList.Member member, List<FeedConnection> of) {
        of.forEach(this::count);
        Optional<Network> network = networks.computeIfAbsent(
                member.asn(), asn -> Network.find(snapshot, asn).map(settings::of));
        if (network.isEmpty() || !network.get().row().isActive()) {
            ignored.add(new Step.Ignore(
                    member.asn(),
                    network.map(known ->
                                    "Network status is '" + known.row().status().text() + "'")
                            .orElse("Network does not exist in peeringdb"),
                    member.pointer()));
            return;
        }
        of.forEach(connection -> add(network.get(), connection));
    }

    private void count(FeedConnection connection) {
        long inLan = connection.pairs().stream()
                .filter(this::isInLan)
                .map(pair ->
                        pair.sides().stream().map(FeedConnection.Side::address).toList())
                .distinct()
                .count();
        if (inLan > 0) {
            members.add(connection.asn());
            connections += (int) inLan;
            capacity += connection.source().speed();
        }
    }

    private void add(Network network, FeedConnection connection) {
        MemberList.State state = connection.source().state();
        if (!settings.feed().counts(state)) {
            ignored.add(new Step.Ignore(
                    connection.asn(),
                    "Invalid connection state: " + state.word(),
                    connection.source().pointer()));
            return;
        }
        Long facility = facility(connection);
        for (FeedConnection.Pair pair : connection.pairs()) {
            if (isInLan(pair)) {
                add(network, connection, pair, facility);
            } else {
                findings.add(Finding.warning(
                        pair.pointer,
                        connection.asn(),
                        "The entry is left out: no address of it is in the exchange's prefixes",
                        addresses(pair)));
            }
        }
    }

    private void add(Network network, FeedConnection connection, FeedConnection.Pair pair, @Nullable Long facility) {
        if (pair.sides().stream().anyMatch(side -> entered.contains(side.address()))) {
            repeated(connection, pair);
            return;
        }
        pair.sides().forEach(side -> entered.add(side.address()));
        found.add(connection.asn());
        pair.sides().forEach(side -> owners.put(side.address(), connection.asn()));
        IpAddress four = used(network, pair.ipv4(), pair.pointer);
        IpAddress six = used(network, pair.ipv6(), pair.pointer);
        if (four == null && six == null) {
            unused.add(new Unused(connection.asn(), address(pair.ipv4()), address(pair.ipv6())));
            return;
        }
        List<String> bad = connection.source().badSpeeds();
        usable.add(new FeedEntry(
                connection.asn(),
                four,
                six,
                connection.source().speed(),
                bad.isEmpty() ? "" : bad.getFirst(),
                pair.routeServer(),
                connection.source().state().isOperational(),
                facility,
                pair.pointer));
    }

    private static @Nullable IpAddress address(FeedConnection.@Nullable Side side) {
        return side == null ? null : side.address();
    }

    /** Some list each VLAN of a connection with the same addresses: nothing is lost with those. */
    private void repeated(FeedConnection connection, FeedConnection.Pair pair) {
        String message = "The entry is left out: another one of the connection has an address of it";
        if (pair.sides().stream().allMatch(side -> entered.contains(side.address()))) {
            findings.add(Finding.warning(pair.pointer, connection.asn(), message, addresses(pair)));
        } else {
            damaged.add(connection.asn());
            findings.add(Finding.error(pair.pointer, connection.asn(), message, addresses(pair)));
        }
    }

    /** The address, if the network uses its family; else both sides are told once. */
    private @Nullable IpAddress used(Network network, FeedConnection.@Nullable Side side, String pointer) {
        if (side == null || network.uses(side.address().isV6())) {
            return address(side);
        }
        int family = side.address().isV6() ? 6 : 4;
        Step notice = new Step.Notice(network.asn(), network.row().id(), family, "");
        if (noticed.add(notice)) {
            notices.add(new Step.Notice(network.asn(), network.row().id(), family, pointer));
        }
        return null;
    }

    private @Nullable Long facility(FeedConnection connection) {
        NavigableSet<Long> facilities = connection.source().facilities(switches);
        if (facilities.size() > 1) {
            findings.add(Finding.error(
                    connection.source().pointer(),
                    connection.asn(),
                    "Multiple facility IDs found in connection interfaces: "
                            + facilities.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}")),
                    ""));
        }
        if (facilities.size() != 1) {
            return null;
        }
        Row facility = snapshot.find(Fac.TYPE, facilities.first());
        return facility != null && facility.isActive() ? facilities.first() : null;
    }

    private boolean isInLan(FeedConnection.Pair pair) {
        return pair.sides().stream().anyMatch(side -> lan.contains(side.address()));
    }

    private static String addresses(FeedConnection.Pair pair) {
        return pair.sides().stream().map(side -> side.address().toString()).collect(Collectors.joining(", "));
    }
}
