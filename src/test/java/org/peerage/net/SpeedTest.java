package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SpeedTest {

    @Test
    void speedsAreAdded() {
        assertThat(new Speed(10_000).plus(new Speed(100_000)))
                .isEqualTo(new Speed(110_000))
                .hasToString("110000");
    }

    @Test
    void negativeSpeedsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Speed(-1));
    }
}
