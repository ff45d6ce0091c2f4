package org.peerage.access.limits;

import java.util.List;
import java.util.Optional;

/** A try of a password, code or key: counted as a wrong one, unless it is said to be right before it is closed. */
public final class LoginAttempt implements AutoCloseable {
    private final List<FailedAttempts> counted;
    private final Optional<RateLimited> refusal;
    private boolean right;

    private LoginAttempt(List<FailedAttempts> counted, Optional<RateLimited> refusal) {
        this.counted = List.copyOf(counted);
        this.refusal = refusal;
    }

    /** Where nothing is limited. */
    static LoginAttempt unlimited() {
        return new LoginAttempt(List.of(), Optional.empty());
    }

    /** Counts it for each of them, or for none. */
    static LoginAttempt of(List<FailedAttempts> all) {
        for (int i = 0; i < all.size(); i++) {
            Optional<RateLimited> refusal = all.get(i).tryAcquire();
            if (refusal.isPresent()) {
                all.subList(0, i).forEach(begun -> begun.release(true));
                return new LoginAttempt(List.of(), refusal);
            }
        }
        return new LoginAttempt(all, Optional.empty());
    }

    /** Why it must not be looked at. */
    public Optional<RateLimited> refusal() {
        return refusal;
    }

    public void succeeded() {
        right = true;
    }

    @Override
    public void close() {
        counted.forEach(attempts -> attempts.release(right));
    }
}
