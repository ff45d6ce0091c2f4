package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatelyAskedTest {
    private final LatelyAsked asked = new LatelyAsked();

    @Test
    void theSecondTimeIsKnown() {
        assertThat(asked.again("/api/net?depth=2")).isFalse();
        assertThat(asked.again("/api/net?depth=1")).isFalse();
        assertThat(asked.again("/api/net?depth=2")).isTrue();
        assertThat(asked.again("/api/net?depth=2")).isTrue();
    }

    @Test
    void addressesThatComeOnceAreNoneOfThem() {
        assertThat(IntStream.range(0, 100_000).filter(i -> asked.again("/api/net?depth=2&_=" + i)))
                .isEmpty();
    }

    @Test
    void thoseThatComeOnceHardlyPushOutWhatIsAskedOften() {
        assertThat(asked.again("/api/net?depth=2")).isFalse();
        IntStream.range(0, 100).forEach(i -> asked.again("/api/ix?depth=2&_=" + i));

        assertThat(asked.again("/api/net?depth=2")).isTrue();
    }
}
