package org.peerage.ixf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Connections that an exchange has not listed for long, of networks that do not react: they are reminded, and at last the
 * connections are removed (docs/spec/ixf.md §5.5).
 */
final class StaleRows {
    static final String REASON = "Stale netixlan removed due to long-standing unsolved data conflict (github#1271)";

    private static final Duration PERIOD = Duration.ofDays(30);
    private static final Duration REMOVED_AFTER = Duration.ofDays(90);
    private static final int REMINDERS = 3;

    private StaleRows() {}

    static boolean isToRemind(Proposal proposal, Instant now) {
        Proposal.Memory memory = proposal.memory();
        return proposal.kind() == Step.Kind.DELETE
                && memory.reminders() < REMINDERS
                && !memory.created().plus(PERIOD).isAfter(now)
                && !memory.reminded().plus(PERIOD).isAfter(now);
    }

    /** A period after the last reminder, so that there was time to react to it. */
    private static boolean isToRemove(Proposal proposal, Instant now) {
        Proposal.Memory memory = proposal.memory();
        return proposal.kind() == Step.Kind.DELETE
                && memory.reminders() >= REMINDERS
                && !memory.created().plus(REMOVED_AFTER).isAfter(now)
                && !memory.reminded().plus(PERIOD).isAfter(now);
    }

    /**
     * A plan in which what was proposed for too long is done, as far as the brakes let it; the rest is the next import's.
     *
     * @param most how many connections may go in one import (docs/spec/ixf.md §11.4)
     */
    static Plan removed(Plan plan, List<Proposal> stored, int most, Instant now) {
        Map<Long, Proposal> stale = stored.stream()
                .filter(proposal -> isToRemove(proposal, now))
                .collect(Collectors.toMap(Proposal::row, Function.identity(), (one, two) -> one));
        if (stale.isEmpty()) {
            return plan;
        }
        long left = most
                - plan.steps().stream().filter(Step.Delete.class::isInstance).count();
        List<Step> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (left > 0
                    && step instanceof Step.Propose propose
                    && propose.row() != null
                    && propose.kind() == Step.Kind.DELETE
                    && stale.containsKey(propose.row().id())) {
                steps.add(new Step.Delete(propose.row(), propose.asn(), false, REASON));
                left--;
            } else {
                steps.add(step);
            }
        }
        return plan.with(steps);
    }
}
