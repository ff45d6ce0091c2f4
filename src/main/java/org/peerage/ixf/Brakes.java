package org.peerage.ixf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;

/**
 * Holds back what a broken feed would do: delete much of a LAN, or give one network the addresses of many others (docs/spec/ixf.md
 * §11.4, §12.9).
 */
final class Brakes {
    private static final int ALWAYS_ALLOWED = 5;
    private static final int PARTS_OF_LAN = 5;

    private final Lan lan;
    private final FeedEntries feed;
    private final int limit;
    private final Set<Asn> leaving;
    private final Set<IpAddress> kept = new HashSet<>();

    /** @param leaving networks that imports have taken from several other exchanges lately */
    Brakes(Lan lan, FeedEntries feed, Set<Asn> leaving) {
        this.leaving = leaving;
        this.lan = lan;
        this.feed = feed;
        this.limit = limit(lan);
    }

    /** So many connections of a LAN may go in one import. */
    static int limit(Lan lan) {
        return Math.max(ALWAYS_ALLOWED, lan.rows().size() / PARTS_OF_LAN);
    }

    List<Step> on(List<Step> steps) {
        Optional<String> all = reasonToKeepAll(steps);
        Map<Asn, Integer> takers = takers(steps);
        List<Step> braked = new ArrayList<>();
        for (Step step : steps) {
            String reason = all.filter(any -> isDeletion(step)).orElseGet(() -> reason(step, takers));
            if (reason.isEmpty()) {
                braked.add(step);
            } else {
                braked.add(new Step.Hold(step, reason));
                Row staying = losing(step);
                if (staying != null) {
                    addresses(staying).forEach(kept::add);
                }
            }
        }
        return kept.isEmpty() ? braked : braked.stream().map(this::afterKept).toList();
    }

    /** The row of which a step takes the addresses, now or after a while. */
    private static @Nullable Row losing(Step step) {
        return switch (step) {
            case Step.Delete delete -> delete.row();
            case Step.Propose propose when propose.until() != null -> propose.row();
            default -> null;
        };
    }

    private Optional<String> reasonToKeepAll(List<Step> steps) {
        if (feed.totals().connections() == 0 && !lan.rows().isEmpty()) {
            return Optional.of("The feed has no connection at this exchange, and the registry has "
                    + lan.rows().size());
        }
        long deletions = steps.stream().filter(Step.Delete.class::isInstance).count();
        return deletions > limit
                ? Optional.of("The feed would delete " + deletions + " of "
                        + lan.rows().size() + " connections at once")
                : Optional.empty();
    }

    private static boolean isDeletion(Step step) {
        return step instanceof Step.Delete
                || (step instanceof Step.Propose propose && propose.kind() == Step.Kind.DELETE);
    }

    /** How many connections of others a network would take over. */
    private Map<Asn, Integer> takers(List<Step> steps) {
        Map<Asn, Integer> takers = new HashMap<>();
        for (Step step : steps) {
            Asn taker = taker(step);
            if (taker != null) {
                takers.merge(taker, 1, Integer::sum);
            }
        }
        return takers;
    }

    private @Nullable Asn taker(Step step) {
        Row losing = losing(step);
        return losing == null || (step instanceof Step.Delete delete && !delete.reassigned())
                ? null
                : addresses(losing)
                        .map(feed::owner)
                        .filter(owner -> owner != null && !owner.equals(step.asn()))
                        .findFirst()
                        .orElse(null);
    }

    private String reason(Step step, Map<Asn, Integer> takers) {
        return step instanceof Step.Delete delete && !delete.reassigned() && leaving.contains(delete.asn())
                ? "AS" + delete.asn() + " has left other exchanges already, by their feeds of the same day"
                : reasonOfTaker(step, takers);
    }

    private String reasonOfTaker(Step step, Map<Asn, Integer> takers) {
        Asn taker = taker(step);
        int taken = taker == null ? 0 : takers.getOrDefault(taker, 0);
        return taken > limit ? "AS" + taker + " would take over " + taken + " connections of others at once" : "";
    }

    /** What needs an address that stays where it is has to wait with it. */
    private Step afterKept(Step step) {
        Peering peering =
                switch (step) {
                    case Step.Add add -> add.peering();
                    case Step.Modify modify -> modify.peering();
                    case Step.Propose propose
                    when propose.errors().values().stream().anyMatch(Grace::isReason) -> propose.peering();
                    default -> null;
                };
        boolean waits = peering != null
                && ((peering.ipv4() != null && kept.contains(peering.ipv4()))
                        || (peering.ipv6() != null && kept.contains(peering.ipv6())));
        return waits ? new Step.Hold(step, "An address of it is still another connection's, which is held back") : step;
    }

    private static Stream<IpAddress> addresses(Row row) {
        return Stream.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)
                .map(field -> Optional.ofNullable(row.find(field)))
                .flatMap(Optional::stream);
    }
}
