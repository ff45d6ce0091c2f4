package org.peerage.access;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How many streams there may be at once: in all, of one address or account, and of one organization, so that nobody takes
 * them all. Safe for use by many threads.
 */
public final class StreamLimits {
    private static final int ALL = 200;
    private static final int OF_ONE = 4;
    private static final int OF_AN_ORGANIZATION = 20;
    private static final Duration TO_BEGIN = Duration.ofSeconds(30);
    private static final long RETRY_SECONDS = 30;

    private final Ticker ticker;
    private final Set<Lease> leases = new HashSet<>();

    public StreamLimits(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A place among the streams, to be given back; one that nothing is made of in time is taken back. */
    public final class Lease implements AutoCloseable {
        private final String holder;
        private final long made = ticker.read();
        private boolean begun;

        private Lease(String holder) {
            this.holder = holder;
        }

        /** The stream goes out now. */
        public void begin() {
            synchronized (leases) {
                begun = true;
                leases.add(this);
            }
        }

        private boolean isForgotten() {
            return !begun && ticker.read() - made > TO_BEGIN.toNanos();
        }

        @Override
        public void close() {
            synchronized (leases) {
                leases.remove(this);
            }
        }
    }

    /** A place for one more stream; empty where the caller, or everybody together, has as many as there may be. */
    public Optional<Lease> acquire(Caller caller, String address) {
        boolean ofOrganization = caller.organizationId().isPresent();
        String holder = ofOrganization
                ? "org:" + caller.organizationId().getAsLong()
                : caller.throttleIdentity().isEmpty() ? Throttles.client(address) : caller.throttleIdentity();
        synchronized (leases) {
            leases.removeIf(Lease::isForgotten);
            long own =
                    leases.stream().filter(lease -> lease.holder.equals(holder)).count();
            if (leases.size() >= ALL || own >= (ofOrganization ? OF_AN_ORGANIZATION : OF_ONE)) {
                return Optional.empty();
            }
            Lease lease = new Lease(holder);
            leases.add(lease);
            return Optional.of(lease);
        }
    }

    /** What whoever gets none is told. */
    public Throttled refusal() {
        return new Throttled(
                RETRY_SECONDS,
                "Too many streams are open: at most " + OF_ONE + " of an address or account, " + OF_AN_ORGANIZATION
                        + " of an organization, and " + ALL + " in all.");
    }
}
