package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.types.NetIxLan;
import org.peerage.store.Database;

final class SqliteRegistryScenariosTest extends RegistryScenariosContract {
    /** Longer than one try to write waits (the driver's busy_timeout). */
    private static final Duration BUSY = Duration.ofMillis(5_500);

    @Override
    Database newDatabase(Path place) throws Exception {
        return Database.openFolder(place);
    }

    /**
     * The transaction of the first try cannot begin, and that of the second one is whole all the same. The database is
     * locked from when the plan is to be written, which asks for the registry the third time: when it was compared, the list was kept.
     */
    @Test
    void importWaitsWhileAnotherProgramKeepsTheDatabaseBusy(@TempDir Path place) throws Exception {
        try (World world = new World(newDatabase(place));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + place.resolve("peerage.db"))) {
            world.open("");
            stand.answer("/list", 200, SampleExchange.feed("Y{p4,p6}"));
            AtomicInteger asked = new AtomicInteger();
            Importer importer = world.importer(() -> {
                if (asked.incrementAndGet() == 3) {
                    lockFor(other, BUSY);
                }
                return world.registry();
            });

            assertThat(importer.run(1, Run.Cause.DAILY)).isTrue();

            assertThat(world.lastRun().state()).as(world.lastRun().error()).isEqualTo(Run.State.DONE);
            int[] rows = new int[1];
            world.registry().forEach(NetIxLan.TYPE, row -> rows[0]++);
            assertThat(rows[0]).isEqualTo(1);
            assertThat(asked.get()).as("compared again").isGreaterThan(5);
        }
    }

    private static void lockFor(Connection other, Duration time) {
        try (var statement = other.createStatement()) {
            statement.execute("begin immediate");
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(failed);
        }
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(time.toNanos());
            try (var statement = other.createStatement()) {
                statement.execute("rollback");
            } catch (java.sql.SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
