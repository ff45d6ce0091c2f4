package org.peerage.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test puts forward: of the present time, or one that stands still otherwise. */
public final class AdjustableClock extends Clock {
    private final Clock unmoved;
    private volatile Duration ahead = Duration.ZERO;

    private AdjustableClock(Clock unmoved) {
        this.unmoved = unmoved;
    }

    public static AdjustableClock ofThePresent() {
        return new AdjustableClock(Clock.systemUTC());
    }

    public static AdjustableClock standingAt(Instant time) {
        return new AdjustableClock(Clock.fixed(time, ZoneOffset.UTC));
    }

    public void forward(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
        return unmoved.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
