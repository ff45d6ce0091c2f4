package org.peerage.access;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/**
 * Counts requests in token buckets, which refill steadily (docs/spec/rest.md §5). IPv6 clients are counted by their /64.
 * Buckets live in a bounded cache and go when they have been full again for long, so strangers can't fill the memory.
 * Superusers skip the limits of reading. Safe for use by many threads.
 */
public final class Throttles {
    private static final int MOST_BUCKETS = 200_000;
    private static final Duration SPARE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int V4_NETWORK = 24;
    private static final int V6_CLIENT = 64;
    private static final Rate LETTERS = new Rate(10, Duration.ofHours(1));

    private final ThrottleSettings settings;
    private final Ticker ticker;
    private final Cache<Counted, Bucket> buckets;
    private final Cache<Counted, Attempts> attempts;

    private enum Scope {
        READ,
        WRITE,
        DISTANCE,
        IXF_IMPORT,
        IXF_PREVIEW,
        IXF_POSTMORTEM,
        USER_MANAGEMENT,
        PAGE,
        CREDENTIALS,
        WRONG_KEY,
        LARGE_ANSWER,
        SIGN_IN_NAME,
        LETTER
    }

    /** Who does what; {@code what} only where things are counted apart. */
    private record Counted(Scope scope, String who, String what) {}

    public Throttles(ThrottleSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        Caffeine<Object, Object> bounded = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(longestPeriod(settings).plus(SPARE))
                .ticker(ticker);
        buckets = bounded.build();
        attempts = bounded.build();
    }

    private static Duration longestPeriod(ThrottleSettings settings) {
        return Stream.of(
                        settings.anonymousReads(),
                        settings.signedInReads(),
                        settings.writes(),
                        settings.distance(),
                        settings.ixfImport(),
                        settings.userManagement(),
                        settings.anonymousPages(),
                        settings.credentialsFailures(),
                        LETTERS,
                        settings.largeAnswers() == null ? settings.writes() : settings.largeAnswers())
                .map(Rate::period)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    public Optional<Throttled> admitRead(Caller caller, String address) {
        if (caller.isSuperuser()) {
            return Optional.empty();
        }
        boolean isAnonymous = caller.throttleIdentity().isEmpty();
        return admit(
                Scope.READ,
                reader(caller, address),
                isAnonymous ? settings.anonymousReads() : settings.signedInReads());
    }

    /** By user, or by key: the keys of one address each have their own. */
    public Optional<Throttled> admitWrite(Caller caller, String address) {
        return admit(Scope.WRITE, writer(caller, address), settings.writes());
    }

    /** A filter by distance without coordinates. */
    public Optional<Throttled> admitDistance(Caller caller, String address) {
        return caller.isSuperuser()
                ? Optional.empty()
                : admit(Scope.DISTANCE, reader(caller, address), settings.distance());
    }

    public Optional<Throttled> admitIxfImport(Caller caller, String address, long exchange) {
        return admit(
                new Counted(Scope.IXF_IMPORT, writer(caller, address), Long.toString(exchange)), settings.ixfImport());
    }

    /** Previews of imports fetch from elsewhere; refused ones count too. */
    public Optional<Throttled> admitIxfPreview(String address) {
        return admit(Scope.IXF_PREVIEW, client(address), settings.ixfImport());
    }

    public Optional<Throttled> admitIxfPostmortem(String address) {
        return admit(Scope.IXF_POSTMORTEM, client(address), settings.ixfImport());
    }

    public Optional<Throttled> admitUserManagement(Caller caller, String address) {
        return admit(Scope.USER_MANAGEMENT, writer(caller, address), settings.userManagement());
    }

    /** Pages limit only who isn't signed in. */
    public Optional<Throttled> admitPage(Caller caller, String address) {
        return caller.throttleIdentity().isEmpty()
                ? admit(Scope.PAGE, client(address), settings.anonymousPages())
                : Optional.empty();
    }

    /**
     * Counts a wrong key; throttled: to be answered instead. Keys are looked at first, for nobody guesses one: who has a
     * right one is not to suffer for others at the same address, nor are those who give a password.
     */
    public Optional<Throttled> admitWrongKey(String address) {
        return admit(Scope.WRONG_KEY, client(address), settings.credentialsFailures());
    }

    /** Begins to look at credentials: counted for the address. May wait for others that are being looked at. */
    public Attempt tryCredentials(String address) {
        return settings.enabled()
                ? Attempt.of(List.of(attempts(Scope.CREDENTIALS, client(address))))
                : Attempt.unlimited();
    }

    /**
     * Begins to look at a password or code: counted for the address and for the name that was given, whether or not
     * there is such an account. May wait for others that are being looked at.
     */
    public Attempt trySignIn(String address, String name) {
        return settings.enabled()
                ? Attempt.of(List.of(
                        attempts(Scope.CREDENTIALS, client(address)), attempts(Scope.SIGN_IN_NAME, folded(name))))
                : Attempt.unlimited();
    }

    private Attempts attempts(Scope scope, String who) {
        return attempts.get(
                new Counted(scope, who, ""), key -> new Attempts(full(settings.credentialsFailures()), PATIENCE));
    }

    private static String folded(String name) {
        return AccountDirectory.folded(name.strip());
    }

    /** Counts a mail that strangers can have sent: from an address, and to one. */
    public Optional<Throttled> admitLetter(String address, String email) {
        Optional<Throttled> from = admit(Scope.LETTER, client(address), LETTERS);
        return from.or(() -> admit(Scope.LETTER, folded(email), LETTERS));
    }

    /**
     * The same large answer again: counted for the address, its network (/24 or /64), the user and the organization
     * whose key it is, each.
     *
     * @param request what was asked, such as path and query
     * @param bytes of the answer, not compressed
     */
    public Optional<Throttled> admitLargeAnswer(Caller caller, String address, String request, long bytes) {
        Rate rate = settings.largeAnswers();
        if (rate == null || bytes < settings.largeAnswerBytes() || caller.isSuperuser()) {
            return Optional.empty();
        }
        return Stream.of(
                        List.of(client(address), network(address)),
                        identity("user:", caller.userId()),
                        identity("org:", caller.organizationId()))
                .flatMap(List::stream)
                .distinct()
                .flatMap(who -> admit(new Counted(Scope.LARGE_ANSWER, who, request), rate).stream())
                .max((a, b) -> Long.compare(a.retryAfterSeconds(), b.retryAfterSeconds()));
    }

    private static List<String> identity(String kind, OptionalLong id) {
        return id.isPresent() ? List.of(kind + id.getAsLong()) : List.of();
    }

    private Optional<Throttled> admit(Scope scope, String who, Rate rate) {
        return admit(new Counted(scope, who, ""), rate);
    }

    private Optional<Throttled> admit(Counted counted, Rate rate) {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        Bucket bucket = buckets.get(counted, key -> full(rate));
        if (bucket.tryConsume(1)) {
            return Optional.empty();
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Throttled.forNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket full(Rate rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.requests()).refillGreedy(rate.requests(), rate.period()))
                .withCustomTimePrecision(new Ticks(ticker))
                .build();
    }

    private static String reader(Caller caller, String address) {
        return caller.throttleIdentity().isEmpty() ? client(address) : caller.throttleIdentity();
    }

    private static String writer(Caller caller, String address) {
        return caller.isAuthenticated() ? caller.actor() : client(address);
    }

    /** The address, of IPv6 the /64: that is what one customer has. */
    static String client(String address) {
        return address.indexOf(':') < 0 ? address : block(address, 0, V6_CLIENT);
    }

    private static String network(String address) {
        return block(address, V4_NETWORK, V6_CLIENT);
    }

    /** Text that is no address, such as one with a zone, counts as it is. */
    private static String block(String address, int v4Length, int v6Length) {
        @Nullable IpAddress parsed = IpAddress.parse(address).orElse(null);
        if (parsed == null) {
            return address;
        }
        int length = parsed.isV6() ? v6Length : v4Length;
        return IpPrefix.around(parsed + "/" + length).map(IpPrefix::toString).orElse(address);
    }

    /** Bucket4j's clock made of Caffeine's, so that a test turns one hand. */
    private record Ticks(Ticker ticker) implements TimeMeter {
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
