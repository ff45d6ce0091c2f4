package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentStatesTest {
    @Test
    void lastOnesAskedForStay() {
        RecentStates<String> states = new RecentStates<>(3, 1000, Duration.ofHours(1));
        states.put(1, "one", 10);
        states.put(2, "two", 10);
        states.put(3, "three", 10);
        assertThat(states.get(1)).isEqualTo("one");

        states.put(4, "four", 10);

        assertThat(states.get(2)).isNull();
        assertThat(states.all()).containsExactlyInAnyOrder("one", "three", "four");
    }

    @Test
    void newestStaysHoweverLarge() {
        RecentStates<String> states = new RecentStates<>(8, 100, Duration.ofHours(1));
        states.put(1, "one", 60);
        states.put(2, "two", 500);
        assertThat(states.all()).containsExactly("two");
        states.put(3, "three", 60);
        assertThat(states.all()).containsExactly("three");
    }
}
