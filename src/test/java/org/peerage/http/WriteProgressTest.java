package org.peerage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client is waited for as long as bytes go on at the least rate; looked at every two seconds here. */
class WriteProgressTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LOOK = Duration.ofSeconds(2).toNanos();

    private long now = System.nanoTime() + 1_000_000;
    private final WriteProgress progress = new WriteProgress(LONGEST);

    /** After how many looks the client is given up; -1: not within an hour. */
    private int looks(boolean isWaitedFor, int bytesPerLook) {
        long taken = 0;
        for (int looks = 1; looks <= 1800; looks++) {
            now += LOOK;
            taken += bytesPerLook;
            if (progress.isStuck(now, isWaitedFor, taken)) {
                return looks;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @CsvSource({"0, 15", "1, 15", "240, 30"})
    void clientIsGivenUpBelowTheLeastRate(int bytesPerLook, int expected) {
        assertThat(looks(true, bytesPerLook)).isBetween(expected - 1, expected + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 100_000})
    void clientAtTheLeastRateIsWaitedFor(int bytesPerLook) {
        assertThat(looks(true, bytesPerLook)).isEqualTo(-1);
    }

    @Test
    void clientOfWhomNothingIsWaitedForIsNotGivenUp() {
        assertThat(looks(false, 0)).isEqualTo(-1);
    }

    @Test
    void byteNowAndThenBuysNoTime() {
        ClientTimeout timeout = new ClientTimeout(LONGEST);
        for (int i = 0; i < 2; i++) {
            timeout.spend(Duration.ofSeconds(29).toNanos());
            timeout.earn(1);
        }

        assertThat(timeout.isOver()).isTrue();
    }

    @Test
    void timeoutIsNeverLongerThanItWas() {
        ClientTimeout timeout = new ClientTimeout(LONGEST);
        timeout.spend(1);
        timeout.earn(Long.MAX_VALUE);

        assertThat(timeout.left()).isEqualTo(LONGEST.toNanos());
    }
}
