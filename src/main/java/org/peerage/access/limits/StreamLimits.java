package org.peerage.access.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.peerage.access.Caller;

/**
 * How many streams there may be at once: in all, of one address or account, and of one organization, so that nobody takes
 * them all. Safe for use by many threads.
 */
public final class StreamLimits {
    private static final int MAX_TOTAL = 200;
    private static final int MAX_PER_CLIENT = 4;
    private static final int MAX_PER_ORGANIZATION = 20;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final long RETRY_SECONDS = 30;

    private final Ticker ticker;
    private final Set<StreamSlot> leases = new HashSet<>();

    public StreamLimits(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A place among the streams, to be given back; one that nothing is made of in time is taken back. */
    public final class StreamSlot implements AutoCloseable {
        private final String holder;
        private final long made = ticker.read();
        private boolean begun;

        private StreamSlot(String holder) {
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
            return !begun && ticker.read() - made > START_TIMEOUT.toNanos();
        }

        @Override
        public void close() {
            synchronized (leases) {
                leases.remove(this);
            }
        }
    }

    /** A place for one more stream; empty where the caller, or everybody together, has as many as there may be. */
    public Optional<StreamSlot> acquire(Caller caller, String ipAddress) {
        boolean ofOrganization = caller.organizationId().isPresent();
        String holder = ofOrganization
                ? "org:" + caller.organizationId().getAsLong()
                : caller.rateLimitIdentity().isEmpty() ? RateLimiter.client(ipAddress) : caller.rateLimitIdentity();
        synchronized (leases) {
            leases.removeIf(StreamSlot::isForgotten);
            long own =
                    leases.stream().filter(lease -> lease.holder.equals(holder)).count();
            if (leases.size() >= MAX_TOTAL || own >= (ofOrganization ? MAX_PER_ORGANIZATION : MAX_PER_CLIENT)) {
                return Optional.empty();
            }
            StreamSlot lease = new StreamSlot(holder);
            leases.add(lease);
            return Optional.of(lease);
        }
    }

    /** What whoever gets none is told. */
    public RateLimited refusal() {
        return new RateLimited(
                RETRY_SECONDS,
                "Too many streams are open: at most " + MAX_PER_CLIENT + " of an address or account, "
                        + MAX_PER_ORGANIZATION + " of an organization, and " + MAX_TOTAL + " in all.");
    }
}
