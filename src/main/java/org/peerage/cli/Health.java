package org.peerage.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.registry.WriteHealth;

/** What is wrong with the database of a running server, though it answers readers. Safe for use by many threads. */
final class Health {
    private final WriteHealth writes;
    private volatile List<String> damage = List.of();

    Health(WriteHealth writes) {
        this.writes = writes;
    }

    /** The database is not what it was. */
    void damaged(List<String> problems) {
        damage = List.copyOf(problems);
    }

    boolean isDamaged() {
        return !damage.isEmpty();
    }

    boolean isWritable() {
        return writes.failure().isEmpty();
    }

    /** Everything that is wrong, in words for people; empty: nothing. */
    Optional<String> reason() {
        List<String> reasons = Stream.concat(
                        damage.stream(), writes.failure().map(reason -> "writes fail: " + reason).stream())
                .toList();
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }
}
