package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class StartupChoresTest {
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @Test
    void choresAreDoneOneAfterTheOtherWhateverFails() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (StartupChores _ = StartupChores.start(List.of(
                () -> {
                    waitFor(mayEnd);
                    done.add("first");
                },
                () -> {
                    done.add("fails");
                    throw new IllegalStateException("broken");
                },
                () -> done.add("last")))) {
            assertThat(done).isEmpty();
            mayEnd.countDown();

            assertThat(List.of(done.take(), done.take(), done.take())).containsExactly("first", "fails", "last");
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
