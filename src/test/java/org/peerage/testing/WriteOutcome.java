package org.peerage.testing;

import java.util.List;
import org.peerage.registry.Decision;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.schema.Row;

/** What became of a write to a {@link TestRegistry}. */
public record WriteOutcome(Decision decision) {

    /** The row that was written. */
    public Row row() {
        if (decision instanceof Decision.Applied applied) {
            return applied.row().orElseThrow();
        }
        throw new AssertionError("refused: " + this);
    }

    /** The rules that the request broke, in the order in which they are told. */
    public List<Violation> violations() {
        return decision instanceof Decision.Rejected(var refusal, var effects)
                        && refusal instanceof Refusal.Invalid(List<Violation> violations)
                ? violations
                : List.of();
    }

    public boolean isAccepted() {
        return decision instanceof Decision.Applied;
    }

    @Override
    public String toString() {
        return decision instanceof Decision.Rejected refused ? refused.refusal().toString() : decision.toString();
    }
}
