package org.peerage.http;

import io.netty.channel.ChannelHandlerContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The connections that are open, and how many there may be: of all clients, and of one IP address. */
final class Connections {
    /** Connections that are compared for the one that has been idle for longest. */
    private static final int MAX_COMPARED = 512;

    private static final int IPV6_PREFIX_BYTES = 8;

    private final ServerLimits limits;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<ClientNetwork, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentSkipListMap<Long, OpenConnection> inOrder = new ConcurrentSkipListMap<>();

    /** An IPv4 address, or the /64 of an IPv6 address, which is as much as one customer has. */
    private record ClientNetwork(InetAddress address) {
        static ClientNetwork of(InetAddress address) {
            if (!(address instanceof Inet6Address)) {
                return new ClientNetwork(address);
            }
            byte[] prefix = address.getAddress();
            Arrays.fill(prefix, IPV6_PREFIX_BYTES, prefix.length, (byte) 0);
            try {
                return new ClientNetwork(InetAddress.getByAddress(prefix));
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
        ClientNetwork network = ClientNetwork.of(remote);
        int own = counts.merge(network, 1, Integer::sum);
        if (own > limits.connectionsPerAddress()
                && !evict(other ->
                        network.equals(ClientNetwork.of(other.peer().remote().getAddress())))) {
            release(remote);
            return false;
        }
        return true;
    }

    void release(InetAddress remote) {
        counts.computeIfPresent(ClientNetwork.of(remote), (any, number) -> number == 1 ? null : number - 1);
    }

    int count() {
        return count.get();
    }

    /**
     * Takes note of a connection.
     *
     * @param context of the handler that speaks: what is closed from there is closed at once
     * @param end closes it once what is asked on it is answered
     */
    OpenConnection open(ChannelHandlerContext context, Peer peer, Runnable end) {
        OpenConnection connection = new OpenConnection(sequence.incrementAndGet(), context, peer, end);
        inOrder.put(connection.number(), connection);
        return connection;
    }

    /** A connection is closed, or about to be; false where that was known. */
    boolean closed(OpenConnection connection) {
        return inOrder.remove(connection.number()) != null;
    }

    void forEach(Consumer<OpenConnection> action) {
        inOrder.values().forEach(action);
    }

    /** Whether something is answered. */
    boolean isAnyBusy() {
        return inOrder.values().stream().anyMatch(connection -> !connection.isIdle());
    }

    /** Closes the connection that has been idle for longest, so that another one finds room. */
    private boolean evict(Predicate<OpenConnection> which) {
        Optional<OpenConnection> found = longestIdle(which);
        while (found.isPresent() && !closed(found.get())) {
            found = longestIdle(which); // another thread took it
        }
        found.ifPresent(OpenConnection::close);
        return found.isPresent();
    }

    /** Of very many, some are compared, from anywhere on: those that have been open for long are not worse than others. */
    private Optional<OpenConnection> longestIdle(Predicate<OpenConnection> which) {
        long from = ThreadLocalRandom.current().nextLong(sequence.get() + 1);
        return Stream.of(inOrder.tailMap(from), inOrder.headMap(from))
                .flatMap(part -> part.values().stream())
                .filter(connection -> which.test(connection) && connection.isIdle())
                .limit(MAX_COMPARED)
                .min((one, other) -> Long.signum(one.idleSince() - other.idleSince()));
    }
}
