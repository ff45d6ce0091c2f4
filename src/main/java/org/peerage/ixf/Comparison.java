package org.peerage.ixf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * Compares a feed with the registry (docs/spec/ixf.md §4): a function of both, without effects, whose result previews show and
 * imports carry out.
 */
public final class Comparison {
    static final String MISSING_HERE =
            "The entry for (asn and IPv4 and IPv6) does not exist in PeeringDB as a singular network -> ix connection";
    static final String MISSING_THERE =
            "The entry for (asn and IPv4 and IPv6) does not exist in the exchange's IX-F data as a singular member"
                    + " connection";
    static final String REASSIGNED =
            "The IP address has been reassigned to a different ASN in the exchange's IX-F data";
    static final String DIFFERENT = "Data differences between PeeringDB and the exchange's IX-F data: ";

    private static final long MIN_SPEED = 50;
    private static final long MAX_SPEED = 5_000_000;

    private final Snapshot snapshot;
    private final Lan lan;
    private final MemberList document;
    private final Settings settings;
    private final Set<Asn> damaged = new HashSet<>();
    private final FeedEntries feed;
    private final List<Step> deletions = new ArrayList<>();
    private final List<Step> changes = new ArrayList<>();

    /**
     * How to compare.
     *
     * @param brakes whether changes that are suspiciously many wait for somebody (docs/spec/ixf.md §11.4)
     * @param leaving networks that imports have taken from other exchanges lately: more of it waits
     * @param asAutomatic networks that are taken as if they let exchanges change their connections
     * @param feed what the exchange says of its feed
     */
    public record Settings(boolean brakes, Set<Asn> leaving, Set<Asn> asAutomatic, FeedSettings feed, Grace grace) {
        public static final Settings STANDARD =
                new Settings(true, Set.of(), Set.of(), FeedSettings.STANDARD, Grace.NONE);
        /** Somebody has looked at it. */
        public static final Settings RELEASED =
                new Settings(false, Set.of(), Set.of(), FeedSettings.STANDARD, Grace.NONE);

        public Settings {
            leaving = Set.copyOf(leaving);
            asAutomatic = Set.copyOf(asAutomatic);
        }

        Settings leaving(Set<Asn> networks) {
            return new Settings(brakes, networks, asAutomatic, feed, grace);
        }

        Settings asAutomatic(Asn asn) {
            return new Settings(brakes, leaving, Set.of(asn), feed, grace);
        }

        Settings of(FeedSettings someFeed, Grace someGrace) {
            return new Settings(brakes, leaving, asAutomatic, someFeed, someGrace);
        }

        Network of(Network network) {
            Network kept = network.keeping(feed.kept());
            return asAutomatic.contains(network.asn()) ? kept.asAutomatic() : kept;
        }
    }

    private Comparison(Snapshot snapshot, Row lan, MemberList document, Settings settings) {
        this.snapshot = snapshot;
        this.lan = Lan.of(snapshot, lan);
        this.document = document;
        this.settings = settings;
        this.feed = new FeedEntries(snapshot, this.lan, document.facilities(), settings);
    }

    /** What importing a document into a LAN would do. */
    public static Plan of(Snapshot snapshot, Row lan, MemberList document, Settings settings) {
        return new Comparison(snapshot, lan, document, settings).plan();
    }

    private Plan plan() {
        List<Finding> findings = new ArrayList<>(document.findings());
        if (lan.prefixes().isEmpty()) {
            return Plan.refused("No prefixes defined on ixlan", findings, document.contact());
        }
        FeedConnections pairing = new FeedConnections(lan::contains, settings.feed());
        Map<MemberList.Member, List<FeedConnection>> connections = new LinkedHashMap<>();
        document.members().forEach(member -> connections.put(member, pairing.of(member)));
        findings.addAll(pairing.findings());
        FeedChecks checks = new FeedChecks(
                connections.values().stream().flatMap(List::stream).toList());
        Optional<FeedChecks.Obstacle> obstacle =
                checks.duplicates().or(() -> settings.feed().vlans().isEmpty() ? checks.vlans(lan) : Optional.empty());
        if (obstacle.isPresent()) {
            findings.addAll(obstacle.get().findings());
            return Plan.refused(obstacle.get().error(), findings, document.contact());
        }
        document.members().stream().filter(MemberList.Member::damaged).forEach(member -> damaged.add(member.asn()));
        damaged.addAll(pairing.damaged());
        connections.forEach(feed::add);
        damaged.addAll(feed.damaged());
        findings.addAll(feed.findings());
        Matching matching = Matching.of(snapshot, lan, feed, settings);
        compare(matching);
        List<Step> steps = new Conflicts(lan, matching.waiting())
                .resolved(Stream.of(feed.ignored(), deletions, changes, feed.notices())
                        .flatMap(List::stream)
                        .toList());
        List<Step> braked = settings.brakes() ? new Brakes(lan, feed, settings.leaving()).on(steps) : steps;
        return new Plan(
                Optional.empty(),
                braked,
                findings,
                feed.networks(),
                feed.totals(),
                totals(),
                damaged,
                claims(matching, braked),
                document.contact());
    }

    /**
     * Known ones stay until the feed takes them back, or the other network has the address: not what becomes of their connections
     * counts, nor that an entry cannot be read this time. New ones do not count before those who keep them are told.
     */
    private Set<Grace.Claim> claims(Matching matching, List<Step> braked) {
        if (settings.grace().days() == 0) {
            return Set.of();
        }
        Set<Grace.Claim> claims = settings.grace().since().keySet().stream()
                .filter(claim -> (feed.isAnothers(claim) || isUnreadable(claim)) && !isSettled(claim))
                .collect(Collectors.toCollection(HashSet::new));
        Map<Long, Set<Grace.Claim>> waiting = new HashMap<>(matching.claims());
        braked.forEach(step -> {
            if (step instanceof Step.Hold(Step.Propose propose, String why) && propose.row() != null) {
                waiting.remove(propose.row().id());
            }
        });
        waiting.values().forEach(claims::addAll);
        return claims;
    }

    /** Whether the list may name the address where it cannot be read. */
    private boolean isUnreadable(Grace.Claim claim) {
        return !damaged.isEmpty() && feed.owner(claim.address()) == null;
    }

    private boolean isSettled(Grace.Claim claim) {
        Field<IpAddress> field = claim.address().isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4;
        return lan.rows().stream()
                .anyMatch(row -> claim.address().equals(row.find(field))
                        && row.get(NetIxLan.ASN).equals(feed.owner(claim.address())));
    }

    private Plan.Totals totals() {
        return new Plan.Totals(
                (int) lan.rows().stream()
                        .map(row -> row.get(NetIxLan.NET_ID))
                        .distinct()
                        .count(),
                lan.rows().size(),
                lan.rows().stream().mapToLong(row -> row.get(NetIxLan.SPEED)).sum());
    }

    private void compare(Matching matching) {
        for (Row row : matching.reassigned()) {
            deletions.add(new Step.Delete(row, row.get(NetIxLan.ASN), true, REASSIGNED));
        }
        for (Row row : matching.missing()) {
            Instant end = matching.waiting().get(row.id());
            // Of a member that cannot be read whole it is not known what it has not.
            if (end != null) {
                deletions.add(leaving(row, end));
            } else if (!damaged.contains(row.get(NetIxLan.ASN)) && !isNobodys(row)) {
                missing(row, matching.network(row));
            }
        }
        deletions.sort(Comparator.comparingLong(Comparison::row));
        for (FeedEntry entry : feed.usable()) {
            Network network = feed.network(entry.asn());
            Row same = matching.same(entry);
            Row moved = matching.moved(entry);
            if (same != null) {
                same(entry, network, same);
            } else if (moved != null) {
                moved(
                        entry,
                        network,
                        moved,
                        matching.merged(entry),
                        matching.waiting().get(moved.id()));
            } else {
                added(entry, network);
            }
        }
    }

    /** Whether it is in the list, of a member whose number cannot be read. */
    private boolean isNobodys(Row row) {
        return Stream.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)
                .map(field -> Optional.ofNullable(row.find(field)))
                .anyMatch(
                        address -> address.filter(document.nobodys()::contains).isPresent());
    }

    private static long row(Step deletion) {
        return switch (deletion) {
            case Step.Delete delete -> delete.row().id();
            case Step.Propose propose -> Objects.requireNonNull(propose.row()).id();
            default -> throw new IllegalArgumentException("no deletion: " + deletion);
        };
    }

    /** The loser is asked, and told until when it has time. */
    private Step.Propose leaving(Row row, Instant end) {
        return new Step.Propose(
                        Step.Kind.DELETE,
                        row.get(NetIxLan.ASN),
                        row,
                        List.of(),
                        null,
                        List.of(),
                        reassigned(row, end),
                        Map.of(),
                        "")
                .until(end);
    }

    private String reassigned(Row row, Instant end) {
        String takers = Stream.of(feed.owner(row.find(NetIxLan.IPADDR4)), feed.owner(row.find(NetIxLan.IPADDR6)))
                .filter(taker -> taker != null && !taker.equals(row.get(NetIxLan.ASN)))
                .distinct()
                .map(taker -> "AS" + taker)
                .collect(Collectors.joining(", "));
        return REASSIGNED + " (" + takers + "); the connection stays until " + Grace.day(end);
    }

    private void missing(Row row, Network network) {
        Asn asn = row.get(NetIxLan.ASN);
        deletions.add(
                network.automatic()
                        ? new Step.Delete(row, asn, false, MISSING_THERE)
                        : new Step.Propose(
                                Step.Kind.DELETE, asn, row, List.of(), null, List.of(), MISSING_THERE, Map.of(), ""));
    }

    private void same(FeedEntry entry, Network network, Row row) {
        Peering wanted = wanted(entry, network, row, row.find(NetIxLan.IPADDR4), row.find(NetIxLan.IPADDR6));
        change(entry, network, row, wanted, List.of(), DIFFERENT, null);
        facility(entry, row);
    }

    private void moved(FeedEntry entry, Network network, Row row, List<Row> merged, @Nullable Instant end) {
        Peering wanted = wanted(
                entry,
                network,
                row,
                moved(entry.ipv4(), row.find(NetIxLan.IPADDR4), network.usesIpv4(), entry.asn(), end),
                moved(entry.ipv6(), row.find(NetIxLan.IPADDR6), network.usesIpv6(), entry.asn(), end));
        String how = entry.ipv6() == null
                ? "IPv6 not set"
                : entry.ipv4() == null ? "IPv4 not set" : "IP addresses moved to same entry";
        String reason =
                end != null ? reassigned(row, end) : network.automatic() ? DIFFERENT : MISSING_HERE + " - " + how;
        change(entry, network, row, wanted, merged, reason, end);
        facility(entry, row);
    }

    /** An address goes only where the feed can be trusted to have no other, or has it for another network. */
    private @Nullable IpAddress moved(
            @Nullable IpAddress given, @Nullable IpAddress stored, boolean isUsed, Asn asn, @Nullable Instant end) {
        return given == null && end == null && (!isUsed || damaged.contains(asn)) ? stored : given;
    }

    private void change(
            FeedEntry entry,
            Network network,
            Row row,
            Peering wanted,
            List<Row> merged,
            String reason,
            @Nullable Instant end) {
        List<String> fields = differences(row, wanted);
        if (fields.isEmpty() && merged.isEmpty()) {
            return;
        }
        Map<String, String> errors = errors(entry, network, wanted, fields);
        String why = reason.equals(DIFFERENT) ? reason + String.join(", ", fields) : reason;
        if (network.automatic() && errors.isEmpty()) {
            changes.add(new Step.Modify(row, wanted, fields, merged, why, entry.pointer()));
            return;
        }
        Step.Propose propose = new Step.Propose(
                        Step.Kind.MODIFY, entry.asn(), row, merged, wanted, fields, why, errors, entry.pointer())
                .until(end);
        changes.add(reason.equals(DIFFERENT) ? propose.listedAs(listed(entry, network, wanted)) : propose);
    }

    /** What previews show of a connection that keeps its addresses: also a speed that is not proposed (docs/spec/ixf.md §7.1). */
    private static Peering listed(FeedEntry entry, Network network, Peering wanted) {
        return new Peering(
                wanted.network(),
                wanted.asn(),
                wanted.ipv4(),
                wanted.ipv6(),
                network.takesSpeed() ? entry.speed() : wanted.speed(),
                network.takesRouteServer()
                        ? entry.routeServer()
                        : Boolean.valueOf(Boolean.TRUE.equals(wanted.routeServer())),
                wanted.operational(),
                null);
    }

    /** A row as the feed has it, in what is the feed's to say (docs/spec/ixf.md §4.4). */
    private static Peering wanted(
            FeedEntry entry, Network network, Row row, @Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {
        boolean automatic = network.automatic();
        boolean takesSpeed = automatic && network.takesSpeed() && entry.speed() > 0;
        Boolean routeServer = (automatic && network.takesRouteServer()) ? entry.routeServer() : null;
        return new Peering(
                row.get(NetIxLan.NET_ID),
                entry.asn(),
                ipv4,
                ipv6,
                takesSpeed ? entry.speed() : row.get(NetIxLan.SPEED),
                routeServer != null ? routeServer : row.get(NetIxLan.IS_RS_PEER),
                network.takesOperational() ? entry.operational() : row.get(NetIxLan.OPERATIONAL),
                null);
    }

    private static List<String> differences(Row row, Peering wanted) {
        List<String> fields = new ArrayList<>();
        compare(fields, NetIxLan.IPADDR4, row, wanted.ipv4());
        compare(fields, NetIxLan.IPADDR6, row, wanted.ipv6());
        compare(fields, NetIxLan.IS_RS_PEER, row, wanted.routeServer());
        compare(fields, NetIxLan.SPEED, row, wanted.speed());
        compare(fields, NetIxLan.OPERATIONAL, row, wanted.operational());
        return fields;
    }

    private static <T> void compare(List<String> fields, Field<T> field, Row row, @Nullable T wanted) {
        if (!Objects.equals(row.find(field), wanted)) {
            fields.add(field.name());
        }
    }

    private void added(FeedEntry entry, Network network) {
        boolean automatic = network.automatic();
        Boolean routeServer = entry.routeServer();
        Peering wanted = new Peering(
                        network.row().id(),
                        entry.asn(),
                        entry.ipv4(),
                        entry.ipv6(),
                        entry.speed(),
                        (automatic && routeServer == null) ? Boolean.FALSE : routeServer,
                        entry.operational(),
                        entry.facility())
                .without(network.excluded());
        Map<String, String> errors = errors(entry, network, wanted, List.of("ipaddr4", "ipaddr6", "speed"));
        changes.add(
                automatic && errors.isEmpty()
                        ? new Step.Add(wanted, MISSING_HERE, entry.pointer())
                        : new Step.Propose(
                                Step.Kind.ADD,
                                entry.asn(),
                                null,
                                List.of(),
                                wanted,
                                List.of(),
                                MISSING_HERE,
                                errors,
                                entry.pointer()));
    }

    private void facility(FeedEntry entry, Row row) {
        if (entry.facility() != null && !entry.facility().equals(row.find(NetIxLan.IX_SIDE_ID))) {
            changes.add(new Step.SetFacility(row, entry.asn(), entry.facility(), entry.pointer()));
        }
    }

    private Map<String, String> errors(FeedEntry entry, Network network, Peering wanted, List<String> fields) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (fields.contains("ipaddr4")) {
            address(errors, NetIxLan.IPADDR4, wanted.ipv4(), "IPv4", network.automatic());
        }
        if (fields.contains("ipaddr6")) {
            address(errors, NetIxLan.IPADDR6, wanted.ipv6(), "IPv6", network.automatic());
        }
        if (fields.contains("speed")) {
            if (wanted.speed() == 0 && network.takesSpeed() && !entry.badSpeed().isEmpty()) {
                errors.put("speed", "Invalid speed value: " + entry.badSpeed());
            } else if (wanted.speed() != 0 && wanted.speed() < MIN_SPEED) {
                errors.put("speed", "Minimum speed: 50M");
            } else if (wanted.speed() > MAX_SPEED) {
                errors.put("speed", "Maximum speed: 5T");
            }
        }
        return errors;
    }

    private void address(
            Map<String, String> errors,
            Field<IpAddress> field,
            @Nullable IpAddress address,
            String family,
            boolean automatic) {
        if (address == null) {
            return;
        }
        if (!lan.contains(address)) {
            errors.put(
                    field.name(),
                    automatic
                            ? family + " " + address + " does not match any prefix on this ixlan"
                            : family + " address outside of prefix");
        } else if (snapshot.rowsWhere(field, address).stream()
                .anyMatch(row -> row.isActive()
                        && row.get(NetIxLan.IXLAN_ID) != lan.row().id())) {
            errors.put(
                    field.name(),
                    automatic ? "Ip address " + address + " already exists in another lan" : "IP already exists");
        }
    }
}
