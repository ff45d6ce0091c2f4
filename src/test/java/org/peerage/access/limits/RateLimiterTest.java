package org.peerage.access.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.DefaultGrants;

class RateLimiterTest {
    private static final String HERE = "192.0.2.1";

    private final AtomicLong nanos = new AtomicLong();
    private final RateLimiter rateLimiter = new RateLimiter(RateLimitSettings.defaults(), nanos::get);

    private static Caller user(long id, boolean superuser) {
        UserAccount user = new UserAccount(
                id, "user" + id, null, "", "", "", true, true, superuser, false, 0, "", Map.of(), Map.of());
        return Caller.user(user, DefaultGrants.user(1), List.of(), organization -> false);
    }

    private void read(Caller caller, String ipAddress, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(rateLimiter.admitRead(caller, ipAddress)).isEmpty();
        }
    }

    @Test
    void ratesAreReadFromText() {
        assertThat(RateLimit.parse("100/second")).isEqualTo(new RateLimit(100, Duration.ofSeconds(1)));
        assertThat(RateLimit.parse("10/m")).isEqualTo(new RateLimit(10, Duration.ofMinutes(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.parse("many"));
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.parse("0/second"));
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.parse("1/fortnight"));
    }

    @Test
    void anonymousReadsAreLimitedByIpAddress() {
        read(Caller.anonymous(), HERE, 100);

        assertThat(rateLimiter.admitRead(Caller.anonymous(), HERE))
                .hasValue(new RateLimited(1, "Request was throttled. Expected available in 1 second."));
        assertThat(rateLimiter.admitRead(Caller.anonymous(), "192.0.2.2")).isEmpty();
    }

    @Test
    void limitThatStaffChangesHoldsAtOnce() {
        AtomicReference<RateLimitSettings> settings = new AtomicReference<>(RateLimitSettings.defaults());
        RateLimiter changing = new RateLimiter(settings::get, nanos::get);
        assertThat(changing.admitRead(Caller.anonymous(), HERE)).isEmpty();
        RateLimit one = RateLimit.parse("1/minute");

        settings.set(RateLimitSettings.defaults().with(one, one, one, one));

        assertThat(changing.admitRead(Caller.anonymous(), HERE)).isEmpty();
        assertThat(changing.admitRead(Caller.anonymous(), HERE)).isPresent();
        assertThat(changing.admitPage(Caller.anonymous(), HERE)).isEmpty();
        assertThat(changing.admitPage(Caller.anonymous(), HERE)).isPresent();
        settings.set(RateLimitSettings.defaults());
        assertThat(changing.admitRead(Caller.anonymous(), HERE)).isEmpty();
    }

    @Test
    void bucketsRefillWithTime() {
        read(Caller.anonymous(), HERE, 100);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        read(Caller.anonymous(), HERE, 100);
    }

    @Test
    void ipv6ClientsAreCountedByNetwork() {
        read(Caller.anonymous(), "2001:db8::1", 50);
        read(Caller.anonymous(), "2001:db8::ffff:2", 50);

        assertThat(rateLimiter.admitRead(Caller.anonymous(), "2001:db8::3")).isPresent();
        assertThat(rateLimiter.admitRead(Caller.anonymous(), "2001:db8:0:1::3")).isEmpty();
    }

    @Test
    void usersAreCountedAcrossIpAddresses() {
        read(user(1, false), HERE, 50);
        read(user(1, false), "192.0.2.2", 50);

        assertThat(rateLimiter.admitRead(user(1, false), HERE)).isPresent();
        assertThat(rateLimiter.admitRead(user(2, false), HERE)).isEmpty();
    }

    @Test
    void superusersHaveNoReadLimits() {
        read(user(1, true), HERE, 1000);
    }

    @Test
    void retryAfterIsInSeconds() {
        assertThat(rateLimiter.admitIxfImport(user(1, false), HERE, 7)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(rateLimiter.admitIxfImport(user(1, false), HERE, 7))
                .hasValue(new RateLimited(58, "Request was throttled. Expected available in 58 seconds."));
        assertThat(rateLimiter.admitIxfImport(user(1, false), HERE, 8)).isEmpty();
    }

    @Test
    void wrongKeysHurtOnlyThemselves() {
        for (int i = 0; i < 10; i++) {
            assertThat(rateLimiter.admitWrongKey(HERE)).isEmpty();
        }

        assertThat(rateLimiter.admitWrongKey(HERE)).isPresent();
        assertThat(rateLimiter.admitWrongKey("192.0.2.2")).isEmpty();
        assertThat(isOpen(HERE)).isTrue();
    }

    /** Whether a password would be looked at. */
    private boolean isOpen(String ipAddress) {
        try (LoginAttempt attempt = rateLimiter.tryCredentials(ipAddress)) {
            attempt.succeeded();
            return attempt.refusal().isEmpty();
        }
    }

    /** What came of many who try at once: how many were looked at, and how many refused. */
    private record Burst(int looked, int refused) {}

    private Burst burst(int tries, boolean right) throws Exception {
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(tries);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < tries; i++) {
                all.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    try (LoginAttempt attempt = rateLimiter.trySignIn(HERE, "ada")) {
                        if (attempt.refusal().isPresent()) {
                            return refused.incrementAndGet();
                        }
                        if (right) {
                            attempt.succeeded();
                        }
                        return looked.incrementAndGet();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return new Burst(looked.get(), refused.get());
    }

    @Test
    void concurrentWrongTriesAreLimitedToTen() throws Exception {
        assertThat(burst(90, false)).isEqualTo(new Burst(10, 80));

        try (LoginAttempt next = rateLimiter.trySignIn("192.0.2.2", "ADA")) {
            assertThat(next.refusal()).as("the name, from elsewhere").isPresent();
        }
        try (LoginAttempt next = rateLimiter.tryCredentials(HERE)) {
            assertThat(next.refusal()).as("the address, by other ways").isPresent();
        }
        assertThat(rateLimiter.admitWrongKey(HERE)).isEmpty();
    }

    @Test
    void concurrentRightTriesAreNotCounted() throws Exception {
        assertThat(burst(90, true)).isEqualTo(new Burst(90, 0));

        assertThat(burst(11, false)).isEqualTo(new Burst(10, 1));
    }

    @Test
    void tryRefusedByNameIsNotCountedForTheIpAddress() {
        for (int i = 0; i < 10; i++) {
            rateLimiter.trySignIn("192.0.2." + (10 + i), "ada").close();
        }

        for (int i = 0; i < 20; i++) {
            try (LoginAttempt attempt = rateLimiter.trySignIn(HERE, "ada")) {
                assertThat(attempt.refusal()).isPresent();
            }
        }

        assertThat(isOpen(HERE)).isTrue();
    }

    @Test
    void wrongTriesComeBackWithTime() {
        for (int i = 0; i < 10; i++) {
            rateLimiter.trySignIn(HERE, "ada").close();
        }
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        try (LoginAttempt attempt = rateLimiter.trySignIn(HERE, "ada")) {
            assertThat(attempt.refusal()).isEmpty();
        }
    }

    @Test
    void largeResponsesAreLimitedOnlyWhenEnabled() {
        RateLimiter on = new RateLimiter(
                RateLimitSettings.defaults().largeResponses(RateLimit.parse("1/minute"), 1_000_000), nanos::get);

        assertThat(on.admitLargeResponse(Caller.anonymous(), HERE, () -> "/api/net", 2_000_000))
                .isEmpty();
        assertThat(on.admitLargeResponse(Caller.anonymous(), "192.0.2.9", () -> "/api/net", 2_000_000))
                .isPresent();
        assertThat(on.admitLargeResponse(Caller.anonymous(), HERE, () -> "/api/net", 10))
                .isEmpty();
        assertThat(on.admitLargeResponse(Caller.anonymous(), HERE, () -> "/api/ix", 2_000_000))
                .isEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(rateLimiter.admitLargeResponse(Caller.anonymous(), HERE, () -> "/api/net", 2_000_000))
                    .isEmpty();
        }
    }

    @Test
    void masterSwitchDisablesAllLimits() {
        RateLimiter off = new RateLimiter(RateLimitSettings.defaults().enabled(false), nanos::get);

        for (int i = 0; i < 1000; i++) {
            assertThat(off.admitRead(Caller.anonymous(), HERE)).isEmpty();
            assertThat(off.admitWrite(Caller.anonymous(), HERE)).isEmpty();
            assertThat(off.admitWrongKey(HERE)).isEmpty();
        }
        for (int i = 0; i < 20; i++) {
            try (LoginAttempt attempt = off.trySignIn(HERE, "ada")) {
                assertThat(attempt.refusal()).isEmpty();
            }
        }
    }
}
