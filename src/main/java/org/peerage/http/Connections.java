package org.peerage.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The connections that are open, and how many there may be: of all clients, and of one IP address. */
final class Connections {
    /** Connections that are looked at for one that is idle, oldest first. */
    private static final int MAX_SEARCHED = 512;

    private static final int IPV6_PREFIX_BYTES = 8;

    private final ServerLimits limits;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Address, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Map<Connection, Long> numbers = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Connection> inOrder = new ConcurrentSkipListMap<>();

    /** A connection that speaks HTTP. */
    interface Connection {
        Peer peer();

        /** Whether no request is answered on it. */
        boolean isIdle();

        /** Closes it at once; on any thread. */
        void close();

        /** Closes it once what is asked on it is answered; on any thread. */
        void drain();
    }

    /** An IPv4 address, or the /64 of an IPv6 address, which is as much as one customer has. */
    private record Address(InetAddress address) {
        static Address of(InetAddress address) {
            if (!(address instanceof Inet6Address)) {
                return new Address(address);
            }
            byte[] prefix = address.getAddress();
            Arrays.fill(prefix, IPV6_PREFIX_BYTES, prefix.length, (byte) 0);
            try {
                return new Address(InetAddress.getByAddress(prefix));
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    Connections(ServerLimits limits) {
        this.limits = limits;
    }

    /** Counts a connection that was accepted; false, and not counted, where there is no room for it. */
    boolean admit() {
        if (count.incrementAndGet() > limits.connections() && !evict(any -> true)) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /** An admitted connection is closed. */
    void release() {
        count.decrementAndGet();
    }

    /** Counts a connection of an address; false, and not counted, where there is no room for it. */
    boolean admit(InetAddress remote) {
        Address address = Address.of(remote);
        int own = counts.merge(address, 1, Integer::sum);
        if (own > limits.connectionsPerAddress()
                && !evict(
                        other -> address.equals(Address.of(other.peer().remote().getAddress())))) {
            release(remote);
            return false;
        }
        return true;
    }

    void release(InetAddress remote) {
        counts.computeIfPresent(Address.of(remote), (any, number) -> number == 1 ? null : number - 1);
    }

    int count() {
        return count.get();
    }

    void opened(Connection connection) {
        long number = sequence.incrementAndGet();
        numbers.put(connection, number);
        inOrder.put(number, connection);
    }

    void closed(Connection connection) {
        Long number = numbers.remove(connection);
        if (number != null) {
            inOrder.remove(number);
        }
    }

    void forEach(Consumer<Connection> action) {
        inOrder.values().forEach(action);
    }

    /** Closes the oldest connection that is idle, so that another one finds room. */
    private boolean evict(Predicate<Connection> which) {
        int searched = 0;
        for (Connection connection : inOrder.values()) {
            if (which.test(connection) && searched++ > MAX_SEARCHED) {
                return false;
            }
            if (connection.isIdle() && which.test(connection)) {
                closed(connection);
                connection.close();
                return true;
            }
        }
        return false;
    }
}
