package org.peerage.registry;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * Moves a prefix of an exchange and all addresses in it to another prefix: each keeps its host part, all or none move
 * (docs/spec/operations.md §3, {@code pdb_renumber_lans}). Staff may, and whoever edits the exchange.
 */
final class Renumbering {
    /** Addresses that are told to be in the way: who chose a prefix that is full sees so by these. */
    private static final int MAX_TOLD = 10;

    private Renumbering() {}

    /** Moves the addresses, and gives the prefix, which is left to the rules for prefixes. */
    static Decision moveAddresses(Operation.Renumber wanted, Author author, WorkingCopy workingCopy) {
        Row exchange = workingCopy.find(Ix.TYPE, wanted.exchange());
        if (exchange == null || !exchange.isActive()) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(Ix.TYPE));
        }
        if (!author.may(AccessRight.UPDATE, Ix.TYPE.namespace(exchange, workingCopy))) {
            return Decision.Rejected.of(new Refusal.NotPermitted());
        }
        Optional<Row> prefix = workingCopy.referring(IxPfx.IXLAN_ID, exchange.id()).stream()
                .filter(row -> row.isActive() && row.get(IxPfx.PREFIX).equals(wanted.from()))
                .findFirst();
        List<Row> moving = moving(wanted, workingCopy);
        List<String> obstacles = obstacles(wanted, prefix, moving, workingCopy);
        if (!obstacles.isEmpty()) {
            return Decision.Rejected.of(new Refusal.Message(400, String.join(" ", obstacles)));
        }
        Field<IpAddress> field = field(wanted.from());
        for (Row row : moving) {
            IpAddress address = moved(row.get(field), wanted);
            if (!address.equals(row.get(field))) {
                workingCopy.save(row.toBuilder().set(field, address), WorkingCopy.ChangeKind.UPDATE);
            }
        }
        return Decision.Applied.of(prefix.orElseThrow());
    }

    private static Field<IpAddress> field(IpPrefix prefix) {
        return prefix.isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4;
    }

    private static List<Row> moving(Operation.Renumber wanted, WorkingCopy workingCopy) {
        List<Row> moving = new ArrayList<>();
        for (Row row : workingCopy.referring(NetIxLan.IXLAN_ID, wanted.exchange())) {
            IpAddress address = row.find(field(wanted.from()));
            if (row.isActive() && address != null && wanted.from().contains(address)) {
                moving.add(row);
            }
        }
        return moving;
    }

    private static List<String> obstacles(
            Operation.Renumber wanted, Optional<Row> prefix, List<Row> moving, WorkingCopy workingCopy) {
        IpPrefix from = wanted.from();
        IpPrefix to = wanted.to();
        if (prefix.isEmpty()) {
            return List.of("The exchange has no active prefix " + from + ".");
        }
        if (from.isV6() != to.isV6()) {
            return List.of("Both prefixes have to be IPv4, or both IPv6.");
        }
        if (to.length() > from.length()) {
            return List.of("The new prefix has to have as many addresses as the old one, or more.");
        }
        if (from.equals(to)) {
            return List.of("The new prefix has to be another one than the old one.");
        }
        Set<Long> ids = moving.stream().map(Row::id).collect(Collectors.toSet());
        List<String> obstacles = new ArrayList<>();
        for (Row row : moving) {
            IpAddress after = moved(row.get(field(from)), wanted);
            workingCopy.rowsWhere(field(from), after).stream()
                    .filter(other -> other.isActive() && !ids.contains(other.id()))
                    .findFirst()
                    .ifPresent(other -> obstacles.add(after + " is taken by netixlan " + other.id() + "."));
            if (obstacles.size() > MAX_TOLD) {
                obstacles.set(MAX_TOLD, "There are more such addresses.");
                break;
            }
        }
        return obstacles;
    }

    private static IpAddress moved(IpAddress address, Operation.Renumber wanted) {
        BigInteger host = number(address).subtract(number(wanted.from().first()));
        BigInteger moved = number(wanted.to().first()).add(host);
        return address.isV6()
                ? IpAddress.v6(moved.shiftRight(Long.SIZE).longValue(), moved.longValue())
                : IpAddress.v4(moved.longValue());
    }

    private static BigInteger number(IpAddress address) {
        BigInteger low = new BigInteger(Long.toUnsignedString(address.lo()));
        return address.isV6()
                ? new BigInteger(Long.toUnsignedString(address.hi()))
                        .shiftLeft(Long.SIZE)
                        .add(low)
                : low;
    }
}
