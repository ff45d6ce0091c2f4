package org.peerage.access;

import java.util.List;
import java.util.Optional;

/** A try of a password, code or key: counted as a wrong one, unless it is said to be right before it is closed. */
public final class Attempt implements AutoCloseable {
    private final List<Attempts> counted;
    private final Optional<Throttled> refusal;
    private boolean right;

    private Attempt(List<Attempts> counted, Optional<Throttled> refusal) {
        this.counted = List.copyOf(counted);
        this.refusal = refusal;
    }

    /** Where nothing is limited. */
    static Attempt unlimited() {
        return new Attempt(List.of(), Optional.empty());
    }

    /** Counts it for each of them, or for none. */
    static Attempt of(List<Attempts> all) {
        for (int i = 0; i < all.size(); i++) {
            Optional<Throttled> refusal = all.get(i).begin();
            if (refusal.isPresent()) {
                all.subList(0, i).forEach(begun -> begun.end(true));
                return new Attempt(List.of(), refusal);
            }
        }
        return new Attempt(all, Optional.empty());
    }

    /** Why it must not be looked at. */
    public Optional<Throttled> refusal() {
        return refusal;
    }

    public void isRight() {
        right = true;
    }

    @Override
    public void close() {
        counted.forEach(attempts -> attempts.end(right));
    }
}
