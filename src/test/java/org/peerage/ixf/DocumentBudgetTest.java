package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who works on documents, and who has to wait. */
class DocumentBudgetTest {
    private static final long WHOLE = MemberListReader.MAX_BYTES;

    private final DocumentBudget budget = new DocumentBudget(Duration.ofMillis(10));

    @Test
    void peopleAreSentAwayWhileAnImportNeedsAllOfIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<String>> imported =
                    tasks.submit(() -> budget.inTurn(WHOLE, IOException.class, isStopped -> {
                        begun.countDown();
                        released.await();
                        return "imported";
                    }));
            begun.await();

            assertThatThrownBy(() -> budget.with(1, () -> "page")).isInstanceOf(DocumentsBusyException.class);

            released.countDown();
            assertThat(imported.get()).contains("imported");
            assertThat(budget.with(1, () -> "page")).isEqualTo("page");
        }
    }

    @Test
    void listsThatPeopleSendKeepNoImportWaiting() {
        assertThat(upload(0)).isEqualTo("imported");
        assertThat(budget.withUpload(() -> "free again")).isEqualTo("free again");
    }

    /** As many as there is room for, each within the one before. */
    private String upload(int sent) {
        if (sent < DocumentBudget.UPLOADS) {
            return budget.withUpload(() -> upload(sent + 1));
        }
        assertThatThrownBy(() -> budget.withUpload(() -> "one more")).isInstanceOf(DocumentsBusyException.class);
        return budget.inTurn(WHOLE, IllegalStateException.class, isStopped -> "imported")
                .orElse("");
    }

    @Test
    void importThatIsInterruptedBeforeItsTurnDoesNotBegin() {
        Thread.currentThread().interrupt();

        Optional<String> imported = budget.inTurn(1, IllegalStateException.class, isStopped -> "imported");

        assertThat(Thread.interrupted()).as("still").isTrue();
        assertThat(imported).isEmpty();
        assertThat(budget.with(WHOLE, () -> "all is free")).isEqualTo("all is free");
    }

    @Test
    void importThatIsInterruptedHearsOfIt() {
        Thread caller = Thread.currentThread();

        Optional<String> imported = budget.inTurn(1, IllegalStateException.class, isStopped -> {
            caller.interrupt();
            while (!isStopped.getAsBoolean()) {
                Thread.onSpinWait();
            }
            return "stopped";
        });

        assertThat(Thread.interrupted()).as("told to who called").isTrue();
        assertThat(imported).contains("stopped");
    }

    @Test
    void failuresOfWorkAreItsCallers() {
        assertThatThrownBy(() -> budget.inTurn(1, IOException.class, isStopped -> {
                    throw new IOException("lost");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("lost");
        assertThatThrownBy(() -> budget.with(1, () -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
        assertThat(budget.with(WHOLE, () -> "all is free")).isEqualTo("all is free");
    }
}
