package org.peerage.ixf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * Which row is which entry: first by both addresses, then, within a network, by one of them, IPv4 before IPv6. What shares
 * an address with an entry and finds no entry of its own is merged into that one (docs/spec/ixf.md §4.1, §4.8).
 */
final class Matching {
    private final Snapshot snapshot;
    private final FeedEntries feed;
    private final Comparison.Settings settings;
    private final Map<FeedEntry, Row> same = new HashMap<>();
    private final Map<FeedEntry, Row> moved = new HashMap<>();
    private final Map<FeedEntry, List<Row>> merged = new HashMap<>();
    private final List<Row> reassigned = new ArrayList<>();
    private final List<Row> missing = new ArrayList<>();
    private final Map<Long, Instant> waiting = new HashMap<>();
    private final Map<Long, Set<Grace.Claim>> claims = new HashMap<>();

    private Matching(Snapshot snapshot, FeedEntries feed, Comparison.Settings settings) {
        this.settings = settings;
        this.snapshot = snapshot;
        this.feed = feed;
    }

    static Matching of(Snapshot snapshot, Lan lan, FeedEntries feed, Comparison.Settings settings) {
        Matching matching = new Matching(snapshot, feed, settings);
        matching.match(lan.rows());
        return matching;
    }

    /** The row with an entry's addresses. */
    @Nullable
    Row same(FeedEntry entry) {
        return same.get(entry);
    }

    /** The row of the same network with one of an entry's addresses. */
    @Nullable
    Row moved(FeedEntry entry) {
        return moved.get(entry);
    }

    List<Row> merged(FeedEntry entry) {
        return merged.getOrDefault(entry, List.of());
    }

    /** Rows of which an address is another network's, by the feed. */
    List<Row> reassigned() {
        return reassigned;
    }

    /** Rows of which an address is another network's, by the feed, and that stay for now: until when, by id. */
    Map<Long, Instant> waiting() {
        return waiting;
    }

    /** What these rows keep. */
    Map<Long, Set<Grace.Claim>> claims() {
        return claims;
    }

    /** Rows of which the feed knows nothing. */
    List<Row> missing() {
        return missing;
    }

    Network network(Row row) {
        return settings.of(Network.of(Objects.requireNonNull(snapshot.find(Net.TYPE, row.get(NetIxLan.NET_ID)))));
    }

    private record Triple(
            Asn asn, @Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {}

    private void match(List<Row> rows) {
        Map<Triple, Row> left = new LinkedHashMap<>();
        rows.forEach(row -> left.putIfAbsent(triple(row), row));
        for (FeedEntry entry : feed.usable()) {
            Row row = left.remove(new Triple(entry.asn(), entry.ipv4(), entry.ipv6()));
            if (row != null) {
                same.put(entry, row);
            }
        }
        List<Row> others = new ArrayList<>();
        for (Row row : left.values().stream().filter(row -> !feed.isUnused(row)).toList()) {
            Set<Grace.Claim> lost = lost(row);
            Optional<Instant> end = lost.isEmpty() ? Optional.empty() : graceOf(row, lost);
            end.ifPresent(until -> {
                waiting.put(row.id(), until);
                claims.put(row.id(), lost);
            });
            (!lost.isEmpty() && end.isEmpty() ? reassigned : others).add(row);
        }
        byAddress(others, NetIxLan.IPADDR4);
        byAddress(others, NetIxLan.IPADDR6);
        merge(others);
        missing.addAll(others);
    }

    /** An address of a family that the network does not use makes no difference. */
    private Triple triple(Row row) {
        Network network = network(row);
        IpAddress four = row.find(NetIxLan.IPADDR4);
        IpAddress six = row.find(NetIxLan.IPADDR6);
        boolean both = four != null && six != null;
        return new Triple(
                row.get(NetIxLan.ASN),
                both && !network.usesIpv4() ? null : four,
                both && !network.usesIpv6() ? null : six);
    }

    /** Addresses of a row that are another network's, by the feed. */
    private Set<Grace.Claim> lost(Row row) {
        return Stream.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)
                .map(row::find)
                .filter(Objects::nonNull)
                .map(address -> new Grace.Claim(row.get(NetIxLan.ASN), address))
                .filter(feed::isAnothers)
                .collect(Collectors.toSet());
    }

    /** Whoever lets exchanges change its connections is asked of none. */
    private Optional<Instant> graceOf(Row row, Set<Grace.Claim> lost) {
        return network(row).automatic() ? Optional.empty() : settings.grace().endOf(lost);
    }

    private static @Nullable IpAddress address(FeedEntry entry, Field<IpAddress> field) {
        return field == NetIxLan.IPADDR4 ? entry.ipv4() : entry.ipv6();
    }

    private void byAddress(List<Row> rows, Field<IpAddress> field) {
        Map<IpAddress, Row> holders = new HashMap<>();
        rows.forEach(row -> {
            IpAddress address = row.find(field);
            if (address != null) {
                holders.put(address, row);
            }
        });
        for (FeedEntry entry : feed.usable()) {
            IpAddress address = address(entry, field);
            Row row = address == null || same.containsKey(entry) || moved.containsKey(entry)
                    ? null
                    : holders.get(address);
            // A row that waits still has an address that the feed gives to somebody else.
            if (row != null && row.get(NetIxLan.ASN).equals(entry.asn())) {
                moved.put(entry, row);
                rows.remove(row);
            }
        }
    }

    private static @Nullable FeedEntry own(@Nullable FeedEntry entry, Row row) {
        return entry != null && entry.asn().equals(row.get(NetIxLan.ASN)) ? entry : null;
    }

    private void merge(List<Row> rows) {
        Map<IpAddress, FeedEntry> entries = new HashMap<>();
        moved.keySet().forEach(entry -> {
            if (entry.ipv4() != null) {
                entries.put(entry.ipv4(), entry);
            }
            if (entry.ipv6() != null) {
                entries.put(entry.ipv6(), entry);
            }
        });
        for (Row row : List.copyOf(rows)) {
            FeedEntry entry = own(entries.get(row.find(NetIxLan.IPADDR4)), row);
            FeedEntry into = entry == null ? own(entries.get(row.find(NetIxLan.IPADDR6)), row) : entry;
            // A row that waits goes by itself, or its time would not count.
            if (into != null && !waiting.containsKey(row.id())) {
                merged.computeIfAbsent(into, any -> new ArrayList<>()).add(row);
                rows.remove(row);
            }
        }
    }
}
