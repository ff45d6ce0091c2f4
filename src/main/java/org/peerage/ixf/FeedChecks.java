package org.peerage.ixf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.net.IpAddress;
import org.peerage.registry.RegistrySettings;

/** What makes a whole feed useless: an address that two connections have, or several VLANs in one LAN (docs/spec/ixf.md §3). */
final class FeedChecks {
    private final List<FeedConnection> connections;

    FeedChecks(List<FeedConnection> connections) {
        this.connections = connections;
    }

    /**
     * A reason to import nothing.
     *
     * @param error in the reference's words
     * @param findings each place
     */
    record Obstacle(String error, List<Finding> findings) {}

    private record Owner(FeedConnection connection, String pointer) {}

    Optional<Obstacle> duplicates() {
        Map<IpAddress, Owner> owners = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        String first = "";
        for (FeedConnection connection : connections) {
            for (FeedConnection.Pair pair : connection.pairs()) {
                for (FeedConnection.Side side : pair.sides()) {
                    Owner owner = owners.putIfAbsent(side.address(), new Owner(connection, side.pointer()));
                    if (owner != null
                            && !owner.connection
                                    .source()
                                    .pointer()
                                    .equals(connection.source().pointer())) {
                        first = first.isEmpty() ? side.address().toString() : first;
                        findings.add(Finding.error(
                                side.pointer(),
                                connection.asn(),
                                "Address " + side.address() + " is given at " + owner.pointer + " too, for AS"
                                        + owner.connection.asn(),
                                side.address().toString()));
                    }
                }
            }
        }
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Obstacle("Address " + first + " assigned to more than one distinct connection", findings));
    }

    private static final class Vlan {
        private final FeedConnection connection;
        private final FeedConnection.Pair first;
        private int count;

        Vlan(FeedConnection connection, FeedConnection.Pair first) {
            this.connection = connection;
            this.first = first;
        }
    }

    /** A VLAN that is not told before the first that is told does not count. */
    Optional<Obstacle> vlans(Lan lan) {
        Map<String, Vlan> vlans = new LinkedHashMap<>();
        for (FeedConnection connection : connections) {
            for (FeedConnection.Pair pair : connection.pairs()) {
                boolean inLan = pair.sides().stream().anyMatch(side -> lan.contains(side.address()));
                if (inLan && !(vlans.isEmpty() && pair.vlan.isEmpty())) {
                    vlans.computeIfAbsent(pair.vlan, any -> new Vlan(connection, pair)).count++;
                }
            }
        }
        if (vlans.size() < 2) {
            return Optional.empty();
        }
        List<Vlan> found = List.copyOf(vlans.values());
        List<Finding> findings = found.stream()
                .map(vlan -> Finding.error(
                        vlan.first.pointer,
                        vlan.connection.asn(),
                        "VLAN " + name(vlan.first) + " has " + vlan.count
                                + " entries in the exchange's prefixes; this is the first",
                        vlan.first.vlan))
                .toList();
        return Optional.of(new Obstacle(vlanError(found.getFirst(), found.get(1)), findings));
    }

    private static String vlanError(Vlan first, Vlan conflicting) {
        return """
                We found that your IX-F output contained multiple VLANs for the prefixes defined in the PeeringDB entry for your exchange.
                Error occurred at %s
                ASN: %s
                First VLAN ID: %s
                Conflicting VLAN ID: %s
                Conflicting VLAN object:
                ```
                %s
                ```
                This setup is not compatible as PeeringDB regards each VLAN as its own exchange.
                Please contact %s if you need assistance with resolving this issue.""".formatted(
                        dotted(conflicting.first.pointer),
                        conflicting.connection.asn(),
                        name(first.first),
                        name(conflicting.first),
                        json(conflicting.first),
                        RegistrySettings.STANDARD.contact());
    }

    private static String name(FeedConnection.Pair pair) {
        return pair.vlan.isEmpty() ? "None" : pair.vlan;
    }

    /** {@code /member_list/0/vlan_list/1} as the reference writes it. */
    static String dotted(String pointer) {
        return "data" + pointer.replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
    }

    private static String json(FeedConnection.Pair pair) {
        StringBuilder json = new StringBuilder("{\n  \"vlan_id\": ")
                .append(
                        pair.vlan.isEmpty()
                                ? "null"
                                : pair.vlan.matches("[0-9]+") ? pair.vlan : "\"" + pair.vlan + "\"");
        pair.sides().forEach(side -> json.append(",\n  \"")
                .append(side.address().isV6() ? "ipv6" : "ipv4")
                .append("\": {\n    \"address\": \"")
                .append(side.address())
                .append("\"\n  }"));
        return json.append("\n}").toString();
    }
}
