package org.peerage.ixf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * Something that a member list proposes to a network, as the last import saw it (docs/spec/ixf.md §5). What it means now is
 * worked out by {@link #now}: rows may have changed since.
 *
 * @param id 0: not stored yet
 * @param row that is to be changed or deleted; 0: a new one
 * @param merged further rows that would be deleted with it
 * @param before the addresses of the row when it was proposed
 * @param wanted as the connection should be; null: gone
 * @param fields that differ; of a new connection none
 * @param errors by field, why it cannot be done as it is
 * @param pointer into the feed; empty: it has nothing of it
 * @param entry what is there, as JSON; empty: nothing
 */
public record Proposal(
        long id,
        long lan,
        Asn asn,
        Step.Kind kind,
        long row,
        List<Long> merged,
        Addresses before,
        @Nullable Peering wanted,
        List<String> fields,
        String reason,
        Map<String, String> errors,
        String pointer,
        String entry,
        Memory memory) {
    public Proposal {
        merged = List.copyOf(merged);
        fields = List.copyOf(fields);
        errors = Map.copyOf(errors);
    }

    /** Both addresses of a connection. */
    public record Addresses(
            @Nullable IpAddress ipv4, @Nullable IpAddress ipv6) {
        static final Addresses NONE = new Addresses(null, null);

        static Addresses of(Row row) {
            return new Addresses(row.find(NetIxLan.IPADDR4), row.find(NetIxLan.IPADDR6));
        }
    }

    /**
     * What became of it.
     *
     * @param seen by the last import
     * @param dismissed signature of what the network dismissed; empty: nothing
     * @param told signature of what was told; empty: nothing yet
     * @param ticket when those who look after the registry were told; {@link Instant#EPOCH}: not
     * @param reminders how often the network was reminded of a connection that the exchange no longer has
     */
    public record Memory(
            Instant created,
            Instant seen,
            String dismissed,
            String dismissedBy,
            String dismissedWhy,
            String told,
            Instant ticket,
            int reminders,
            Instant reminded) {
        static Memory ofNew(Instant now) {
            return new Memory(now, now, "", "", "", "", Instant.EPOCH, 0, Instant.EPOCH);
        }

        /** With what the network dismissed before something else was proposed: it still does not want that. */
        Memory dismissedAs(Memory other) {
            return new Memory(
                    created,
                    seen,
                    other.dismissed,
                    other.dismissedBy,
                    other.dismissedWhy,
                    told,
                    ticket,
                    reminders,
                    reminded);
        }

        Memory dismissed(String signature) {
            return new Memory(created, seen, signature, dismissedBy, dismissedWhy, told, ticket, reminders, reminded);
        }

        Memory told(String signature) {
            return new Memory(
                    created, seen, dismissed, dismissedBy, dismissedWhy, signature, ticket, reminders, reminded);
        }

        Memory ticketed(Instant now) {
            return new Memory(created, seen, dismissed, dismissedBy, dismissedWhy, told, now, reminders, reminded);
        }

        Memory reminded(Instant now) {
            return new Memory(created, seen, dismissed, dismissedBy, dismissedWhy, told, ticket, reminders + 1, now);
        }
    }

    static Proposal of(long lan, Step.Propose propose, String entry, Instant now) {
        Row row = propose.row();
        return new Proposal(
                0,
                lan,
                propose.asn(),
                propose.kind(),
                row == null ? 0 : row.id(),
                propose.merged().stream().map(Row::id).toList(),
                row == null ? Addresses.NONE : Addresses.of(row),
                propose.peering(),
                propose.fields(),
                propose.reason(),
                propose.errors(),
                propose.pointer(),
                entry,
                Memory.ofNew(now));
    }

    /** What it is about, whatever is proposed: a row, or the addresses of a new one. */
    String subject() {
        return row > 0 ? "row:" + row : Peering.text(ipv4()) + "," + Peering.text(ipv6());
    }

    /** What is proposed, in what counts for this network: unchanged, nobody is told again. */
    String signature() {
        Map<String, String> values = new TreeMap<>();
        Peering peering = wanted;
        if (kind == Step.Kind.MODIFY && peering != null) {
            fields.forEach(field -> values.put(field, value(peering, field)));
            values.put("merged", merged.toString());
        }
        if (isReassigned()) {
            values.put("reassigned", "true");
        }
        if (kind == Step.Kind.ADD && peering != null) {
            values.put("operational", Boolean.toString(peering.operational()));
        }
        Map<String, String> against = new TreeMap<>(errors);
        against.replaceAll((field, error) -> Grace.withoutDay(error));
        return kind.word() + " " + values + " " + against;
    }

    /** A value of a connection, as text; empty for none. */
    public static String value(Peering peering, String field) {
        return switch (field) {
            case "ipaddr4" -> Peering.text(peering.ipv4());
            case "ipaddr6" -> Peering.text(peering.ipv6());
            case "speed" -> Long.toString(peering.speed());
            case "is_rs_peer" ->
                peering.routeServer() == null ? "" : peering.routeServer().toString();
            default -> Boolean.toString(peering.operational());
        };
    }

    @Nullable
    IpAddress ipv4() {
        return wanted == null ? before.ipv4() : wanted.ipv4();
    }

    @Nullable
    IpAddress ipv6() {
        return wanted == null ? before.ipv6() : wanted.ipv6();
    }

    public boolean isDismissed() {
        return memory.dismissed().equals(signature());
    }

    /** Whether the network can do something about it; what is wrong in the feed only the exchange can. */
    public boolean isForNetwork() {
        return errors.values().stream()
                .noneMatch(error -> error.contains("address outside of prefix")
                        || error.contains("does not match any prefix")
                        || error.startsWith("Invalid speed value"));
    }

    /** Whether the connection goes in any case, after a while: the feed gives an address of it to another network. */
    boolean isReassigned() {
        return reason.startsWith(Comparison.REASSIGNED);
    }

    /** Whether another connection keeps an address of it for a while. */
    boolean isWaiting() {
        return errors.values().stream().anyMatch(Grace::isReason);
    }

    Proposal with(long someId, Memory someMemory) {
        return new Proposal(
                someId,
                lan,
                asn,
                kind,
                row,
                merged,
                before,
                wanted,
                fields,
                reason,
                errors,
                pointer,
                entry,
                someMemory);
    }

    private Proposal with(List<Long> someMerged, Peering someWanted, List<String> someFields) {
        return new Proposal(
                id,
                lan,
                asn,
                kind,
                row,
                someMerged,
                before,
                someWanted,
                someFields,
                reason,
                errors,
                pointer,
                entry,
                memory);
    }

    /** Whether the exchange still has a feed that is imported daily: otherwise nobody is shown what it proposed once. */
    public boolean isImporting(Snapshot snapshot) {
        Row found = snapshot.find(IxLan.TYPE, lan);
        return found != null && Importer.isImporting(found);
    }

    /** What is left of it in a state of the registry; empty: nothing. */
    public Optional<Proposal> now(Snapshot snapshot) {
        Optional<Network> network =
                Network.find(snapshot, asn).filter(found -> found.row().isActive());
        Row found = snapshot.find(IxLan.TYPE, lan);
        if (network.isEmpty() || found == null || !found.isActive()) {
            return Optional.empty();
        }
        return switch (kind) {
            case DELETE ->
                own(snapshot, row)
                        .filter(now -> Addresses.of(now).equals(before))
                        .map(now -> this);
            case MODIFY -> own(snapshot, row).flatMap(now -> modification(snapshot, network.get(), now));
            case ADD -> isHeld(snapshot) ? Optional.empty() : Optional.of(this);
        };
    }

    private Optional<Row> own(Snapshot snapshot, long peering) {
        return Optional.ofNullable(snapshot.find(NetIxLan.TYPE, peering))
                .filter(now ->
                        now.isActive() && now.get(NetIxLan.ASN).equals(asn) && now.get(NetIxLan.IXLAN_ID) == lan);
    }

    private Optional<Proposal> modification(Snapshot snapshot, Network network, Row now) {
        Peering then = Objects.requireNonNull(wanted);
        List<String> left = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ipaddr4", Optional.ofNullable(then.ipv4()));
        values.put("ipaddr6", Optional.ofNullable(then.ipv6()));
        values.put("speed", Optional.of(then.speed()));
        values.put("is_rs_peer", Optional.ofNullable(then.routeServer()));
        values.put("operational", Optional.of(then.operational()));
        for (String field : fields) {
            boolean differs = !Objects.equals(
                    Optional.ofNullable(now.find(NetIxLan.TYPE.field(field).orElseThrow())), values.get(field));
            if (differs && network.takes(field)) {
                left.add(field);
            }
        }
        List<Long> others = merged.stream()
                .filter(other -> own(snapshot, other).isPresent())
                .toList();
        return left.isEmpty() && others.isEmpty()
                ? Optional.empty()
                : Optional.of(with(others, then, left).after(this));
    }

    /**
     * Whether it proposes nothing but a part of another one, with the same values: somebody has seen to the rest, and there is nothing
     * new to tell or to decide.
     */
    boolean isRestOf(Proposal other) {
        Peering then = other.wanted;
        Peering now = wanted;
        return kind == Step.Kind.MODIFY
                && other.kind == kind
                && row == other.row
                && then != null
                && now != null
                && !fields.equals(other.fields)
                && other.fields.containsAll(fields)
                && fields.stream().allMatch(field -> value(now, field).equals(value(then, field)))
                && other.merged.containsAll(merged)
                && isReassigned() == other.isReassigned()
                && other.errors.entrySet().containsAll(errors.entrySet());
    }

    /** With what is remembered of the one that it takes the place of: of the rest, what was of the whole. */
    Proposal after(Proposal old) {
        Memory kept = old.memory;
        if (isRestOf(old)) {
            kept = old.isDismissed() ? kept.dismissed(signature()) : kept;
            kept = kept.told().equals(old.signature()) ? kept.told(signature()) : kept;
        }
        return with(old.id, kept);
    }

    /** What is left when some fields are taken over. */
    Proposal without(Set<String> taken, boolean mergedToo) {
        return with(
                mergedToo ? List.of() : merged,
                Objects.requireNonNull(wanted),
                fields.stream().filter(field -> !taken.contains(field)).toList());
    }

    /**
     * What is left of it when the feed does not set some fields any more: as the next import proposes it, with nothing new to tell.
     */
    Proposal keeping(Set<String> kept) {
        Peering then = wanted;
        if (then == null || kept.isEmpty()) {
            return this;
        }
        List<String> left =
                fields.stream().filter(field -> !kept.contains(field)).toList();
        Map<String, String> against = new LinkedHashMap<>(errors);
        against.keySet().removeAll(kept);
        Proposal changed = new Proposal(
                id,
                lan,
                asn,
                kind,
                row,
                merged,
                before,
                kind == Step.Kind.ADD ? then.without(kept) : then,
                left,
                reason.startsWith(Comparison.DIFFERENT) ? Comparison.DIFFERENT + String.join(", ", left) : reason,
                against,
                pointer,
                entry,
                memory);
        return changed.signature().equals(signature()) ? changed : changed.with(id, memory.told(changed.signature()));
    }

    /** Whether it proposes nothing. */
    boolean isEmpty() {
        return kind == Step.Kind.MODIFY && fields.isEmpty() && merged.isEmpty();
    }

    private boolean isHeld(Snapshot snapshot) {
        return holds(snapshot, NetIxLan.IPADDR4, ipv4()) || holds(snapshot, NetIxLan.IPADDR6, ipv6());
    }

    private boolean holds(Snapshot snapshot, org.peerage.schema.Field<IpAddress> field, @Nullable IpAddress address) {
        return address != null
                && snapshot.rowsWhere(field, address).stream()
                        .anyMatch(other -> other.isActive()
                                && other.get(NetIxLan.ASN).equals(asn)
                                && other.get(NetIxLan.IXLAN_ID) == lan);
    }
}
