package org.peerage.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3): a network address without host bits, and a length
 * of 0 to 32 or 128. Sorts by network address, then the shorter length (the bigger block) first.
 */
public final class IpPrefix implements Comparable<IpPrefix> {

    private final IpAddress network;
    private final int length;

    private IpPrefix(IpAddress network, int length) {
        this.network = network;
        this.length = length;
    }

    /** Throws {@link IllegalArgumentException} for a length outside the version's range, or when host bits are set. */
    public static IpPrefix of(IpAddress network, int length) {
        if (length < 0 || length > network.bitLength()) {
            throw new IllegalArgumentException(
                    "A prefix length is between 0 and " + network.bitLength() + ", not " + length);
        }
        if (!masked(network, length).equals(network)) {
            throw new IllegalArgumentException(network + "/" + length + " has host bits set");
        }
        return new IpPrefix(network, length);
    }

    /** Reads {@code address/length}; empty for anything else, and when host bits are set. */
    public static Optional<IpPrefix> parse(String text) {
        return around(text)
                .filter(prefix -> prefix.network.equals(addressPart(text).orElseThrow()));
    }

    /**
     * Reads {@code address/length} and clears the host bits, so that {@code 10.0.0.1/8} gives {@code 10.0.0.0/8}. Tells
     * a text with host bits from one that is no prefix at all.
     */
    public static Optional<IpPrefix> around(String text) {
        Optional<IpAddress> address = addressPart(text);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int length = lengthPart(text);
        if (length < 0 || length > address.get().bitLength()) {
            return Optional.empty();
        }
        return Optional.of(new IpPrefix(masked(address.get(), length), length));
    }

    private static Optional<IpAddress> addressPart(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? Optional.empty() : IpAddress.parse(text.substring(0, slash));
    }

    private static int lengthPart(String text) {
        int start = text.indexOf('/') + 1;
        int digits = text.length() - start;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(start) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static IpAddress masked(IpAddress address, int length) {
        if (!address.isV6()) {
            return IpAddress.v4(address.lo() & mask(length + 32));
        }
        return IpAddress.v6(address.hi() & mask(length), address.lo() & mask(length - 64));
    }

    /** A word whose upper {@code bits} bits are set; 0 or less: none, 64 or more: all. */
    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }

    /** The network address. */
    public IpAddress first() {
        return network;
    }

    /** The address with all host bits set: the broadcast address of IPv4. */
    public IpAddress last() {
        if (!network.isV6()) {
            return IpAddress.v4(network.lo() | (~mask(length + 32) & 0xFFFF_FFFFL));
        }
        return IpAddress.v6(network.hi() | ~mask(length), network.lo() | ~mask(length - 64));
    }

    public int length() {
        return length;
    }

    public boolean isV6() {
        return network.isV6();
    }

    public boolean contains(IpAddress address) {
        return address.isV6() == network.isV6() && masked(address, length).equals(network);
    }

    /** Whether every address of the other prefix is in this one; true for the prefix itself. */
    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.network);
    }

    /** Whether the two share an address, which means that one contains the other. */
    public boolean overlaps(IpPrefix other) {
        return contains(other) || other.contains(this);
    }

    @Override
    public int compareTo(IpPrefix other) {
        int order = network.compareTo(other.network);
        return order != 0 ? order : Integer.compare(length, other.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpPrefix prefix && length == prefix.length && network.equals(prefix.network);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + length;
    }

    /** The canonical text, {@code network/length}. */
    @Override
    public String toString() {
        return network + "/" + length;
    }
}
