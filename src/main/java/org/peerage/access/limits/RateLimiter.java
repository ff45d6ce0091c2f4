package org.peerage.access.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountDirectory;
import org.peerage.access.Caller;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/**
 * Counts requests in token buckets, which refill steadily (docs/spec/rest.md §5). IPv6 clients are counted by their /64.
 * Buckets live in a bounded cache and go when they have been full again for long, so strangers can't fill the memory.
 * Superusers skip the limits of reading. Safe for use by many threads.
 */
public final class RateLimiter {
    private static final int MAX_BUCKETS = 200_000;
    private static final Duration MAX_PERIOD = Duration.ofDays(1);
    private static final Duration SPARE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int V4_NETWORK = 24;
    private static final int V6_CLIENT = 64;
    /** docs/spec/identity.md §15. */
    private static final RateLimit PROPOSAL_LIMIT = new RateLimit(3, Duration.ofMinutes(1));

    private static final RateLimit MAIL_LIMIT = new RateLimit(10, Duration.ofHours(1));

    private final Supplier<RateLimitSettings> current;
    private final Ticker ticker;
    private final Cache<LimitKey, CountedRate> buckets;
    private final Cache<LimitKey, FailedAttempts> attempts;

    private enum LimitScope {
        READ,
        WRITE,
        IXF_IMPORT,
        IXF_PREVIEW,
        IXF_POSTMORTEM,
        USER_MANAGEMENT,
        PAGE,
        CREDENTIALS,
        WRONG_KEY,
        LARGE_RESPONSE,
        SIGN_IN_NAME,
        PROPOSAL,
        MAIL,
        PAST_STATE
    }

    /** Who does what; {@code what} only where things are counted apart. */
    private record LimitKey(LimitScope scope, String client, String subject) {}

    /** A bucket is of the rate that held when it was made. */
    private record CountedRate(RateLimit rate, Bucket bucket) {}

    public RateLimiter(RateLimitSettings settings, Ticker ticker) {
        this(() -> settings, ticker);
    }

    /** With settings that may become others: what was counted before is forgotten then. */
    public RateLimiter(Supplier<RateLimitSettings> settings, Ticker ticker) {
        this.current = settings;
        this.ticker = ticker;
        Caffeine<Object, Object> bounded = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_BUCKETS)
                .expireAfterAccess(MAX_PERIOD.plus(SPARE))
                .ticker(ticker);
        buckets = bounded.build();
        attempts = bounded.build();
    }

    public Optional<RateLimited> admitRead(Caller caller, String ipAddress) {
        if (caller.isSuperuser()) {
            return Optional.empty();
        }
        boolean isAnonymous = caller.rateLimitIdentity().isEmpty();
        return admit(
                LimitScope.READ,
                reader(caller, ipAddress),
                isAnonymous ? RateLimitSettings::anonymousReads : RateLimitSettings::signedInReads);
    }

    /** States of the past that are not ready: it takes work to make one. */
    public Optional<RateLimited> admitPastState(Caller caller, String ipAddress) {
        return caller.isSuperuser()
                ? Optional.empty()
                : admit(LimitScope.PAST_STATE, reader(caller, ipAddress), RateLimitSettings::pastStates);
    }

    /** By user, or by key: the keys of one address each have their own. */
    public Optional<RateLimited> admitWrite(Caller caller, String ipAddress) {
        return admit(LimitScope.WRITE, writer(caller, ipAddress), RateLimitSettings::writes);
    }

    public Optional<RateLimited> admitIxfImport(Caller caller, String ipAddress, long exchange) {
        return admit(
                new LimitKey(LimitScope.IXF_IMPORT, writer(caller, ipAddress), Long.toString(exchange)),
                RateLimitSettings::ixfImport);
    }

    /** Previews of imports fetch from elsewhere; refused ones count too. */
    public Optional<RateLimited> admitIxfPreview(String ipAddress) {
        return admit(LimitScope.IXF_PREVIEW, client(ipAddress), RateLimitSettings::ixfImport);
    }

    public Optional<RateLimited> admitIxfPostmortem(String ipAddress) {
        return admit(LimitScope.IXF_POSTMORTEM, client(ipAddress), RateLimitSettings::ixfImport);
    }

    /** Shows what another site proposes. */
    public Optional<RateLimited> admitProposal(Caller caller, String ipAddress) {
        return admit(LimitScope.PROPOSAL, writer(caller, ipAddress), same -> PROPOSAL_LIMIT);
    }

    public Optional<RateLimited> admitUserManagement(Caller caller, String ipAddress) {
        return admit(LimitScope.USER_MANAGEMENT, writer(caller, ipAddress), RateLimitSettings::userManagement);
    }

    /** Pages limit only who isn't signed in. */
    public Optional<RateLimited> admitPage(Caller caller, String ipAddress) {
        return caller.rateLimitIdentity().isEmpty()
                ? admit(LimitScope.PAGE, client(ipAddress), RateLimitSettings::anonymousPages)
                : Optional.empty();
    }

    /**
     * Counts a wrong key; throttled: to be answered instead. Keys are looked at first, for nobody guesses one: who has a
     * right one is not to suffer for others at the same address, nor are those who give a password.
     */
    public Optional<RateLimited> admitWrongKey(String ipAddress) {
        return admit(LimitScope.WRONG_KEY, client(ipAddress), RateLimitSettings::credentialsFailures);
    }

    /** Begins to look at credentials: counted for the address. May wait for others that are being looked at. */
    public LoginAttempt tryCredentials(String ipAddress) {
        return current.get().enabled()
                ? LoginAttempt.of(List.of(attempts(LimitScope.CREDENTIALS, client(ipAddress))))
                : LoginAttempt.unlimited();
    }

    /**
     * Begins to look at a password or code: counted for the address and for the name that was given, whether or not
     * there is such an account. May wait for others that are being looked at.
     */
    public LoginAttempt trySignIn(String ipAddress, String name) {
        return current.get().enabled()
                ? LoginAttempt.of(List.of(
                        attempts(LimitScope.CREDENTIALS, client(ipAddress)),
                        attempts(LimitScope.SIGN_IN_NAME, folded(name))))
                : LoginAttempt.unlimited();
    }

    private FailedAttempts attempts(LimitScope scope, String who) {
        return attempts.get(
                new LimitKey(scope, who, ""),
                key -> new FailedAttempts(full(current.get().credentialsFailures()), TIMEOUT));
    }

    private static String folded(String name) {
        return AccountDirectory.folded(name.strip());
    }

    /** Counts a mail that strangers can have sent: from an address, and to one. */
    public Optional<RateLimited> admitMail(String ipAddress, String email) {
        Optional<RateLimited> from = admit(LimitScope.MAIL, client(ipAddress), same -> MAIL_LIMIT);
        return from.or(() -> admit(LimitScope.MAIL, folded(email), same -> MAIL_LIMIT));
    }

    /**
     * The same large answer again: counted for the address, its network (/24 or /64), the user and the organization
     * whose key it is, each.
     *
     * @param request tells what was asked, such as path and query
     * @param bytes of the answer, not compressed
     */
    public Optional<RateLimited> admitLargeResponse(
            Caller caller, String ipAddress, Supplier<String> request, long bytes) {
        RateLimitSettings settings = current.get();
        RateLimit rate = settings.largeResponses();
        if (rate == null || bytes < settings.largeResponseBytes() || caller.isSuperuser()) {
            return Optional.empty();
        }
        String asked = request.get();
        return Stream.of(
                        List.of(client(ipAddress), network(ipAddress)),
                        identity("user:", caller.userId()),
                        identity("org:", caller.organizationId()))
                .flatMap(List::stream)
                .distinct()
                .flatMap(who -> admit(new LimitKey(LimitScope.LARGE_RESPONSE, who, asked), same -> rate).stream())
                .max((a, b) -> Long.compare(a.retryAfterSeconds(), b.retryAfterSeconds()));
    }

    private static List<String> identity(String kind, OptionalLong id) {
        return id.isPresent() ? List.of(kind + id.getAsLong()) : List.of();
    }

    private Optional<RateLimited> admit(LimitScope scope, String who, Function<RateLimitSettings, RateLimit> limit) {
        return admit(new LimitKey(scope, who, ""), limit);
    }

    private Optional<RateLimited> admit(LimitKey counted, Function<RateLimitSettings, RateLimit> limit) {
        RateLimitSettings settings = current.get();
        if (!settings.enabled()) {
            return Optional.empty();
        }
        RateLimit rate = limit.apply(settings);
        CountedRate known = buckets.get(counted, key -> new CountedRate(rate, full(rate)));
        if (!known.rate.equals(rate)) {
            known = new CountedRate(rate, full(rate));
            buckets.put(counted, known);
        }
        Bucket bucket = known.bucket;
        if (bucket.tryConsume(1)) {
            return Optional.empty();
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(RateLimited.forNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket full(RateLimit rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.requests()).refillGreedy(rate.requests(), rate.period()))
                .withCustomTimePrecision(new TickerClock(ticker))
                .build();
    }

    private static String reader(Caller caller, String ipAddress) {
        return caller.rateLimitIdentity().isEmpty() ? client(ipAddress) : caller.rateLimitIdentity();
    }

    private static String writer(Caller caller, String ipAddress) {
        return caller.isVerified() ? caller.actor() : client(ipAddress);
    }

    /** The address, of IPv6 the /64: that is what one customer has. */
    static String client(String ipAddress) {
        return ipAddress.indexOf(':') < 0 ? ipAddress : block(ipAddress, 0, V6_CLIENT);
    }

    private static String network(String ipAddress) {
        return block(ipAddress, V4_NETWORK, V6_CLIENT);
    }

    /** Text that is no address, such as one with a zone, counts as it is. */
    private static String block(String ipAddress, int v4Length, int v6Length) {
        @Nullable IpAddress parsed = IpAddress.parse(ipAddress).orElse(null);
        if (parsed == null) {
            return ipAddress;
        }
        int length = parsed.isV6() ? v6Length : v4Length;
        return IpPrefix.around(parsed + "/" + length).map(IpPrefix::toString).orElse(ipAddress);
    }

    /** Bucket4j's clock made of Caffeine's, so that a test turns one hand. */
    private record TickerClock(Ticker ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.read();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
