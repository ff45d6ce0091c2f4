package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/** Addresses of a peering LAN that nobody has: first those after the highest that is taken, then gaps from below. */
final class FreeAddresses {
    private FreeAddresses() {}

    /** At most so many; neither the prefix's first address nor its last, which no connection may have. */
    static List<IpAddress> of(IpPrefix prefix, Collection<IpAddress> taken, int count) {
        NavigableSet<IpAddress> inside = new TreeSet<>();
        taken.stream().filter(prefix::contains).forEach(inside::add);
        IpAddress highest = inside.isEmpty() ? prefix.first() : inside.last();
        List<IpAddress> free = new ArrayList<>();
        walk(prefix, highest.next(), inside, count, free);
        walk(prefix, prefix.first().next(), inside, count, free);
        return free.stream().distinct().limit(count).toList();
    }

    /** Ends soon: each step is a free address, of which few are wanted, or one of those that are taken. */
    private static void walk(
            IpPrefix prefix, Optional<IpAddress> from, NavigableSet<IpAddress> taken, int count, List<IpAddress> free) {
        int wanted = free.size() + count;
        Optional<IpAddress> address = from;
        while (free.size() < wanted
                && address.filter(prefix::contains)
                        .filter(there -> !there.equals(prefix.last()))
                        .isPresent()) {
            IpAddress there = address.get();
            if (!taken.contains(there)) {
                free.add(there);
            }
            address = there.next();
        }
    }
}
