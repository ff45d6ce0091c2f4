package org.peerage.ixf;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.peerage.net.AddressSpace;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/**
 * From which addresses feeds are fetched: public ones, so that nobody reaches into the operator's own networks through us,
 * and those that the operator allows.
 */
public record FeedAddresses(List<IpPrefix> allowed) {
    /** Public addresses alone. */
    public static final FeedAddresses PUBLIC = new FeedAddresses(List.of());

    public FeedAddresses {
        allowed = List.copyOf(allowed);
    }

    /**
     * Public addresses, and those of prefixes separated by commas or blanks.
     *
     * @throws IllegalArgumentException where one is no prefix; the message names it
     */
    public static FeedAddresses parse(String text) {
        return new FeedAddresses(Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> IpPrefix.parse(word)
                        .orElseThrow(() -> new IllegalArgumentException(
                                word + " is no prefix such as 192.0.2.0/24 or 2001:db8::/32")))
                .toList());
    }

    boolean contain(InetAddress address) {
        IpAddress ip = of(address);
        IpPrefix alone = IpPrefix.of(ip, ip.bitLength());
        return AddressSpace.isUsable(alone) || isAllowed(ip);
    }

    private boolean isAllowed(IpAddress ip) {
        return allowed.stream().anyMatch(prefix -> prefix.contains(ip));
    }

    /** Whether the way to an address is the operator's own: what nobody else may read can go there without TLS. */
    boolean isOwn(InetAddress address) {
        return isAllowed(of(address));
    }

    /** Whether there are such addresses. */
    public boolean isAnyOwn() {
        return !allowed.isEmpty();
    }

    /** An IPv4 address that is written as an IPv6 one is an IPv4 address here already. */
    private static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? IpAddress.v4(Integer.toUnsignedLong(buffer.getInt()))
                : IpAddress.v6(buffer.getLong(), buffer.getLong());
    }

    /** How names become addresses. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws java.net.UnknownHostException;
    }

    /** The addresses of a host that may be asked; empty: none of them may. */
    Optional<List<InetAddress>> of(String host, Resolver resolver) throws java.net.UnknownHostException {
        List<InetAddress> usable =
                Arrays.stream(resolver.resolve(host)).filter(this::contain).toList();
        return usable.isEmpty() ? Optional.empty() : Optional.of(usable);
    }
}
