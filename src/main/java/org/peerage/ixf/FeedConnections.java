package org.peerage.ixf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/**
 * Brings together what feeds tear apart: the IPv4 and IPv6 address of a connection in two entries, or in two connections
 * (docs/spec/ixf.md §3.2). Addresses of this LAN and of another exchange are never a pair (§12.3).
 */
final class FeedConnections {
    private final Predicate<IpAddress> inLan;
    private final FeedSettings settings;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Asn> damaged = new HashSet<>();

    FeedConnections(Predicate<IpAddress> inLan, FeedSettings settings) {
        this.inLan = inLan;
        this.settings = settings;
    }

    /** What else was found to be wrong. */
    List<Finding> findings() {
        return findings;
    }

    /** Members of whom something could not be told apart. */
    Set<Asn> damaged() {
        return damaged;
    }

    /** Connections that may share a pair. */
    private record Likeness(
            String exchange, MemberList.State state, List<String> speeds, String vlan, boolean six, boolean inLan) {}

    private record Placed(int connection, FeedConnection.Pair pair) {}

    List<FeedConnection> of(MemberList.Member member) {
        List<List<FeedConnection.Pair>> pairs = member.connections().stream()
                .map(connection -> merged(member.asn(), connection))
                .toList();
        pairAcross(member.connections(), pairs);
        for (int i = 0; i < pairs.size(); i++) {
            leaveOut(member, member.connections().get(i), pairs.get(i));
        }
        List<FeedConnection> connections = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            connections.add(
                    new FeedConnection(member.asn(), member.connections().get(i), List.copyOf(pairs.get(i))));
        }
        return connections;
    }

    /** What the exchange says is another LAN's, whatever its addresses. */
    private void leaveOut(MemberList.Member member, MemberList.Connection connection, List<FeedConnection.Pair> pairs) {
        boolean isElsewhere = !settings.includesExchange(connection.exchange());
        pairs.removeIf(pair -> {
            if (!isInLan(pair) || (!isElsewhere && settings.includesVlan(pair.vlan))) {
                return false;
            }
            findings.add(
                    isElsewhere
                            ? Finding.warning(
                                    pair.pointer,
                                    member.asn(),
                                    "The entry is left out: by the exchange's settings its ixp_id is another exchange's",
                                    connection.exchange())
                            : Finding.warning(
                                    pair.pointer,
                                    member.asn(),
                                    "The entry is left out: by the exchange's settings its VLAN is not the LAN's",
                                    pair.vlan));
            return true;
        });
    }

    private List<FeedConnection.Pair> merged(Asn asn, MemberList.Connection connection) {
        List<FeedConnection.Pair> pairs = new ArrayList<>();
        Map<String, FeedConnection.Pair> lastOfVlan = new HashMap<>();
        for (MemberList.Entry entry : connection.entries()) {
            for (FeedConnection.Pair pair : pairs(asn, entry)) {
                FeedConnection.Pair last = lastOfVlan.get(vlan(pair));
                if (last != null && complete(last, pair)) {
                    last.take(pair);
                } else {
                    pairs.add(pair);
                    lastOfVlan.put(vlan(pair), pair);
                }
            }
        }
        return pairs;
    }

    private boolean complete(FeedConnection.Pair one, FeedConnection.Pair other) {
        boolean families = (one.isOnly(false) && other.isOnly(true)) || (one.isOnly(true) && other.isOnly(false));
        return families && isInLan(one) == isInLan(other);
    }

    private List<FeedConnection.Pair> pairs(Asn asn, MemberList.Entry entry) {
        List<FeedConnection.Side> four = sides(asn, entry.ipv4());
        List<FeedConnection.Side> six = sides(asn, entry.ipv6());
        List<FeedConnection.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(four.size(), six.size()); i++) {
            pairs.add(new FeedConnection.Pair(
                    entry.vlan(),
                    i < four.size() ? four.get(i) : null,
                    i < six.size() ? six.get(i) : null,
                    entry.pointer()));
        }
        return pairs;
    }

    /** Several addresses in one text are as many entries where all are of this LAN; else it is not known what is meant. */
    private List<FeedConnection.Side> sides(Asn asn, MemberList.@Nullable Address address) {
        if (address == null) {
            return List.of();
        }
        if (address.addresses().size() > 1 && !address.addresses().stream().allMatch(inLan)) {
            damaged.add(asn);
            findings.add(Finding.error(
                    address.pointer(),
                    asn,
                    "The entry is left out: of several addresses not all are in the exchange's prefixes",
                    address.addresses().toString()));
            return List.of();
        }
        return address.addresses().stream()
                .map(each -> new FeedConnection.Side(each, address.routeServer(), address.pointer()))
                .toList();
    }

    private void pairAcross(List<MemberList.Connection> connections, List<List<FeedConnection.Pair>> pairs) {
        Map<Likeness, Deque<Placed>> single = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            for (FeedConnection.Pair pair : pairs.get(i)) {
                if (pair.isSingle()) {
                    single.computeIfAbsent(
                                    likeness(connections.get(i), pair, pair.isOnly(true)), any -> new ArrayDeque<>())
                            .add(new Placed(i, pair));
                }
            }
        }
        Set<FeedConnection.Pair> moved = new HashSet<>();
        for (int i = 0; i < pairs.size(); i++) {
            for (FeedConnection.Pair pair : pairs.get(i)) {
                if (!pair.isSingle() || moved.contains(pair)) {
                    continue;
                }
                Deque<Placed> others =
                        single.getOrDefault(likeness(connections.get(i), pair, !pair.isOnly(true)), new ArrayDeque<>());
                // Earlier ones had their turn; those that found a partner are no longer single.
                while (!others.isEmpty()
                        && (others.getFirst().connection <= i
                                || !others.getFirst().pair.isSingle()
                                || moved.contains(others.getFirst().pair))) {
                    others.removeFirst();
                }
                if (!others.isEmpty()) {
                    FeedConnection.Pair other = others.removeFirst().pair;
                    pair.take(other);
                    moved.add(other);
                }
            }
        }
        pairs.forEach(list -> list.removeIf(moved::contains));
    }

    private Likeness likeness(MemberList.Connection connection, FeedConnection.Pair pair, boolean six) {
        return new Likeness(
                connection.exchange(), connection.state(), connection.speeds(), vlan(pair), six, isInLan(pair));
    }

    private boolean isInLan(FeedConnection.Pair pair) {
        return pair.sides().stream().anyMatch(side -> inLan.test(side.address()));
    }

    /** VLANs that the exchange says are the LAN's are one, such as one for each family; one that is not told is the untagged one. */
    private String vlan(FeedConnection.Pair pair) {
        if (!settings.vlans().isEmpty() && settings.includesVlan(pair.vlan)) {
            return "the LAN's";
        }
        return pair.vlan.isEmpty() ? "0" : pair.vlan;
    }
}
