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

    @Test
    void unitsThatPeopleWriteAreUnderstood() {
        assertThat(Speed.parse("10000")).contains(new Speed(10_000));
        assertThat(Speed.parse(" 10G ")).contains(new Speed(10_000));
        assertThat(Speed.parse("2.5 Gbit/s")).contains(new Speed(2_500));
        assertThat(Speed.parse("2,5g")).contains(new Speed(2_500));
        assertThat(Speed.parse("100 Mbps")).contains(new Speed(100));
        assertThat(Speed.parse("1T")).contains(new Speed(1_000_000));
    }

    @Test
    void otherTextsAreNoSpeed() {
        for (String text : new String[] {"", "fast", "10K", "-1", "0.0001G", "1.5", "10 G G", "99999999999"}) {
            assertThat(Speed.parse(text)).as(text).isEmpty();
        }
    }
}
