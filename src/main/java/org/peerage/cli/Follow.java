package org.peerage.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.Follower;

/** Where the follower will be found, once the registry is loaded and it has begun. */
final class Follow {
    private volatile @Nullable Follower follower;

    void begun(Follower begun) {
        follower = begun;
    }

    /** What was last seen of the database; empty until it was first looked at. */
    Optional<Follower.View> view() {
        Follower now = follower;
        return now == null || now.view().head() < 0 ? Optional.empty() : Optional.of(now.view());
    }

    /** Seconds since the database last answered, for metrics. */
    double secondsAgo() {
        return view().map(view -> view.age().toMillis() / 1000.0).orElse(Double.NaN);
    }
}
