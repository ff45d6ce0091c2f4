package org.peerage.api.filters;

import java.util.Locale;
import java.util.Optional;

/** What stands after the last {@code __} of a parameter (docs/spec/rest.md §3). */
enum Operator {
    EXACT,
    LT,
    LTE,
    GT,
    GTE,
    CONTAINS,
    STARTSWITH,
    IN;

    /** The operator of that suffix; {@link #EXACT} has none. */
    static Optional<Operator> ofSuffix(String suffix) {
        for (Operator operator : values()) {
            if (operator != EXACT && operator.name().toLowerCase(Locale.ROOT).equals(suffix)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /** Whether {@code comparison} (as of {@link Comparable}) fulfils one of the four orderings. */
    boolean accepts(int comparison) {
        return switch (this) {
            case LT -> comparison < 0;
            case LTE -> comparison <= 0;
            case GT -> comparison > 0;
            case GTE -> comparison >= 0;
            default -> comparison == 0;
        };
    }

    boolean isOrdering() {
        return this == LT || this == LTE || this == GT || this == GTE;
    }
}
