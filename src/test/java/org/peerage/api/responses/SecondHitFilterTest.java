package org.peerage.api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecondHitFilterTest {
    private final SecondHitFilter asked = new SecondHitFilter();

    @Test
    void secondRequestIsRecognized() {
        assertThat(asked.seenBefore("/api/net?depth=2")).isFalse();
        assertThat(asked.seenBefore("/api/net?depth=1")).isFalse();
        assertThat(asked.seenBefore("/api/net?depth=2")).isTrue();
        assertThat(asked.seenBefore("/api/net?depth=2")).isTrue();
    }

    @Test
    void firstRequestsAreNotRecognized() {
        assertThat(IntStream.range(0, 100_000).filter(i -> asked.seenBefore("/api/net?depth=2&_=" + i)))
                .isEmpty();
    }

    @Test
    void singleRequestsHardlyEvictFrequentOnes() {
        assertThat(asked.seenBefore("/api/net?depth=2")).isFalse();
        IntStream.range(0, 100).forEach(i -> asked.seenBefore("/api/ix?depth=2&_=" + i));

        assertThat(asked.seenBefore("/api/net?depth=2")).isTrue();
    }
}
