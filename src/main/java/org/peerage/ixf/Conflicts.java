package org.peerage.ixf;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * Finds steps that want an address which another row keeps, such as an IPv4 address of a network that says it uses IPv6
 * alone: somebody has to decide.
 */
final class Conflicts {
    private final Lan lan;
    private final Map<Long, Instant> waiting;

    /** @param waiting rows whose addresses are others' by the feed, and until when they keep them */
    Conflicts(Lan lan, Map<Long, Instant> waiting) {
        this.lan = lan;
        this.waiting = waiting;
    }

    /** The steps, with those that cannot be taken as proposals: that may keep further rows as they are. */
    List<Step> resolved(List<Step> steps) {
        List<Step> before = steps;
        while (true) {
            Map<IpAddress, Long> kept = kept(before);
            List<Step> after = before.stream().map(step -> resolved(step, kept)).toList();
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    /** Who keeps which address when the plan is carried out, by the row's id. */
    private Map<IpAddress, Long> kept(List<Step> steps) {
        Map<Long, Peering> modified = new HashMap<>();
        Set<Long> gone = new HashSet<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Delete delete -> gone.add(delete.row().id());
                case Step.Modify modify -> {
                    modified.put(modify.row().id(), modify.peering());
                    modify.merged().forEach(row -> gone.add(row.id()));
                }
                default -> {} // leaves rows where they are
            }
        }
        Map<IpAddress, Long> kept = new HashMap<>();
        for (Row row : lan.rows()) {
            Peering then = modified.get(row.id());
            for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
                IpAddress address = row.find(field);
                boolean stays =
                        then == null || address == null || address.equals(address.isV6() ? then.ipv6() : then.ipv4());
                if (address != null && stays && !gone.contains(row.id())) {
                    kept.put(address, row.id());
                }
            }
        }
        return kept;
    }

    private Step resolved(Step step, Map<IpAddress, Long> kept) {
        return switch (step) {
            case Step.Add add
            when !errors(add.peering(), 0, kept).isEmpty() -> add.proposed(errors(add.peering(), 0, kept));
            case Step.Modify modify
            when !errors(modify.peering(), modify.row().id(), kept).isEmpty() ->
                modify.proposed(errors(modify.peering(), modify.row().id(), kept));
            case Step.Propose propose
            when propose.peering() != null && propose.errors().isEmpty() -> {
                Map<String, String> errors = errors(propose.peering(), row(propose), kept);
                errors.values().removeIf(error -> !Grace.isReason(error));
                yield errors.isEmpty() ? propose : propose.but(errors);
            }
            default -> step;
        };
    }

    private static long row(Step.Propose propose) {
        Row row = propose.row();
        return row == null ? 0 : row.id();
    }

    private String asn(long holder) {
        return lan.rows().stream()
                .filter(row -> row.id() == holder)
                .map(row -> row.get(NetIxLan.ASN).toString())
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> errors(Peering peering, long own, Map<IpAddress, Long> kept) {
        Map<String, String> errors = new LinkedHashMap<>();
        add(errors, "ipaddr4", peering.ipv4(), own, kept);
        add(errors, "ipaddr6", peering.ipv6(), own, kept);
        return errors;
    }

    private void add(
            Map<String, String> errors,
            String field,
            @Nullable IpAddress address,
            long own,
            Map<IpAddress, Long> kept) {
        long holder = address == null ? own : kept.getOrDefault(address, own);
        if (holder != own) {
            Instant end = waiting.get(holder);
            errors.put(field, end == null ? "IP already exists" : Grace.keeps(asn(holder), end));
        }
    }
}
