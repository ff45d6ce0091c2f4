package org.peerage.ixf;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/**
 * A member export of an exchange (Euro-IX's schema 0.4 to 1.0), as far as an import reads it.
 *
 * @param version as the document says; nothing hangs on it
 * @param contact who is told of mistakes in the document; empty: the exchange
 * @param members in the document's order; identical ones once
 * @param facilities of switches, by the switch's id
 * @param nobodys addresses of members whose number cannot be read: they are somebody's
 * @param findings what the reader noticed, in the document's order
 */
public record MemberList(
        String version,
        String contact,
        List<Member> members,
        Map<String, Long> facilities,
        Set<IpAddress> nobodys,
        List<Finding> findings) {
    public MemberList {
        members = List.copyOf(members);
        facilities = Map.copyOf(facilities);
        nobodys = Set.copyOf(nobodys);
        findings = List.copyOf(findings);
    }

    /**
     * A member with its connections.
     *
     * @param damaged whether something of it could not be read, so that nothing can be said of what is missing
     */
    public record Member(Asn asn, List<Connection> connections, boolean damaged, String pointer) {
        public Member {
            connections = List.copyOf(connections);
        }
    }

    /**
     * A connection of a member: ports, and the addresses that are reached through them.
     *
     * @param exchange the document's own id of the exchange; empty: not told
     * @param speed of all ports, Mbit/s
     * @param speeds of each port, as the document has them, sorted
     * @param badSpeeds values that are no speed
     */
    public record Connection(
            String exchange,
            State state,
            long speed,
            List<String> speeds,
            List<String> badSpeeds,
            List<Port> ports,
            List<Entry> entries,
            String pointer) {
        public Connection {
            speeds = List.copyOf(speeds);
            badSpeeds = List.copyOf(badSpeeds);
            ports = List.copyOf(ports);
            entries = List.copyOf(entries);
        }

        /** Where the exchange's ends of the ports are; of several facilities none is the connection's. */
        NavigableSet<Long> facilities(Map<String, Long> ofSwitches) {
            NavigableSet<Long> found = new java.util.TreeSet<>();
            ports.forEach(port -> port.facility(ofSwitches).ifPresent(found::add));
            return found;
        }
    }

    /** The state of a connection, trimmed and in lower case; empty: not told. */
    public record State(String word) {
        private static final List<String> PRESENT = List.of("", "active", "connected", "operational", "inactive");

        /** There, and not operational, where the exchange says so (docs/spec/ixf.md §11.1). */
        public static final List<String> DOWN = List.of("disabled", "quarantine", "notconnected", "awaiting-xconnect");

        /** Whether a connection in this state counts as one. */
        public boolean isPresent() {
            return PRESENT.contains(word);
        }

        public boolean isOperational() {
            return !word.equals("inactive") && !isDown();
        }

        boolean isDown() {
            return DOWN.contains(word);
        }
    }

    /**
     * A port of a connection.
     *
     * @param named whether the document says something of the facility, be it that there is none: then the switch's does not count
     */
    public record Port(@Nullable Long facility, boolean named, String switchId) {
        Optional<Long> facility(Map<String, Long> ofSwitches) {
            return Optional.ofNullable(named ? facility : ofSwitches.get(switchId));
        }
    }

    /** Addresses in a VLAN; {@code vlan} is empty where it is not told. */
    public record Entry(
            String vlan, @Nullable Address ipv4, @Nullable Address ipv6, String pointer) {}

    /**
     * An address.
     *
     * @param addresses one, or several where the document lists them in one text
     * @param routeServer whether it peers with the route servers; null: not told
     */
    public record Address(
            List<IpAddress> addresses, @Nullable Boolean routeServer, String pointer) {
        public Address {
            addresses = List.copyOf(addresses);
        }
    }
}
