package org.peerage.cli;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.Checkpoints;
import org.peerage.registry.Registry;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.HeadFile;
import org.peerage.store.SqlErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once, in the background of a start, whether the database is whole: its own check of its file, its rows against
 * those of the checkpoint, and whether its end is there.
 */
final class DamageCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DamageCheck.class);
    private static final int SHOWN = 3;

    private final Database database;
    private final Optional<Checkpoints> checkpoints;
    private final Health health;
    private final List<String> lost = new ArrayList<>();
    private @Nullable Snapshot begun;
    private volatile boolean closed;

    DamageCheck(Database database, Optional<Checkpoints> checkpoints, Registry registry, Health health) {
        this.database = database;
        this.checkpoints = checkpoints;
        this.begun = registry.current();
        this.health = health;
    }

    /** Whether its end is there, which is known at once. */
    void lookForLoss() {
        lost.addAll(lost(database));
        health.damaged(lost);
    }

    /** Everything, which takes a while; once. */
    void lookAtAll() {
        List<String> found = new ArrayList<>(lost);
        found.addAll(attempt(database::quickCheck, "the database is damaged"));
        Snapshot first = Objects.requireNonNull(begun);
        begun = null; // many versions will follow it
        if (found.isEmpty() && checkpoints.isPresent()) {
            found.addAll(attempt(() -> checkpoints.get().differences(first), "the rows are damaged"));
        }
        if (!closed) {
            health.damaged(found);
            found.forEach(problem -> LOG.error("{}; peerage doctor tells more", problem));
        }
    }

    private interface Inspection {
        List<String> problems() throws SQLException;
    }

    private List<String> attempt(Inspection inspection, String what) {
        try {
            if (closed) {
                return List.of();
            }
            List<String> problems = inspection.problems();
            return problems.isEmpty()
                    ? List.of()
                    : List.of(what + ": " + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size()))));
        } catch (SQLException failure) {
            if (SqlErrors.isCorruption(failure)) {
                return List.of(what + ": " + Database.reason(failure));
            }
            LOG.info("the database could not be checked: {}", failure.toString());
            return List.of();
        } catch (RuntimeException unreadable) {
            return List.of(what + ": " + Database.reason(unreadable));
        }
    }

    /** Whether writes were lost that were durable once, and nobody took note. */
    static List<String> lost(Database database) {
        return database.headFile().flatMap(HeadFile::lost).stream().toList();
    }

    /** Whatever is found from now on is of a database that is being closed. */
    @Override
    public void close() {
        closed = true;
    }
}
