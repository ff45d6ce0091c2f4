package org.peerage.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ReplicaFollower;

/** Where the follower will be found, once the registry is loaded and it has begun. */
final class LateFollower {
    private volatile @Nullable ReplicaFollower follower;

    void started(ReplicaFollower begun) {
        follower = begun;
    }

    /** What was last seen of the database; empty until it was first looked at. */
    Optional<ReplicaFollower.ReplicaState> view() {
        ReplicaFollower now = follower;
        return now == null || now.state().head() < 0 ? Optional.empty() : Optional.of(now.state());
    }

    /** Seconds since the database last answered, for metrics. */
    double secondsAgo() {
        return view().map(view -> view.age().toMillis() / 1000.0).orElse(Double.NaN);
    }
}
