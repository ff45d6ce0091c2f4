package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.Waiting;

@Tag("slow")
final class PostgresFeedSettingsTest extends FeedSettingsContract {
    private static final String GIVEN = "N(p4,p6) down; N2(q4,q6) down; N(r4,r6) down";

    @Override
    Database newDatabase() throws DatabaseUnusableException {
        return Database.openUrl(PostgresServer.newDatabaseUrl());
    }

    /**
     * The list has connections in another order than the database: an import changes the last one first, settings the first one. Somebody
     * who has the one in the middle would make both stop there, each with what the other wants next.
     */
    @Test
    void settingsAndAnImportAtTheSameTimeWaitForEachOtherInTurn() throws Exception {
        propose(GIVEN, "N{p4,p6}; N2{q4,q6}; N{r4,r6}");
        assertThat(proposals()).hasSize(3);
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = transactions.inTransaction(sql -> {
                sql.update("update ixf_proposal set pointer = pointer where id = (select max(id) from ixf_proposal)");
                Future<?> imported = both.submit(() -> propose(GIVEN, "N2{q4,q6}; N{r4,r6}; N{p4,p6}"));
                Future<?> saved =
                        both.submit(() -> store.save(LAN, SampleExchange.feedSettings("keeps=operational"), CHANGE));
                bothWait();
                return List.of(imported, saved);
            });
            for (Future<?> each : work) {
                each.get();
            }
        }
    }

    private void bothWait() {
        try {
            Waiting.until(Duration.ofSeconds(30), () -> waiting() == 2);
        } catch (Exception late) {
            throw new IllegalStateException(late);
        }
    }

    private int waiting() {
        return transactions
                .withConnection(sql -> sql.query(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and wait_event_type = 'Lock'",
                        row -> row.getInt(1)))
                .getFirst();
    }
}
