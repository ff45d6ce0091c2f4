package org.peerage.jobs;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.peerage.access.Rows;
import org.peerage.accounts.MailCarrier;
import org.peerage.accounts.Outbox;
import org.peerage.accounts.Post;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Delivers the mail in the outbox, and tickets as mail to those who look after the registry: at least once, with ever
 * longer pauses after failures. A row is claimed for two minutes, so that of several nodes one sends it.
 */
public final class MailDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);
    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int AT_ONCE = 50;

    private final DataSource source;
    private final Clock clock;
    private final MailCarrier carrier;
    private final String contact;
    private final AtomicBoolean queued = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("mail").factory());

    /** With an empty {@code contact}, tickets wait until there is one. */
    public MailDelivery(DataSource source, Clock clock, MailCarrier carrier, String contact) {
        this.source = source;
        this.clock = clock;
        this.carrier = carrier;
        this.contact = contact;
    }

    private record Due(long id, String kind, String payload, long attempts, long nextAttempt) {}

    private interface Work<T> {
        T on(Rows rows) throws SQLException;
    }

    /** Delivers what is due soon, on a thread of its own; returns at once. */
    public void kick() {
        if (queued.compareAndSet(false, true)) {
            try {
                worker.execute(() -> {
                    queued.set(false);
                    deliverGuarded();
                });
            } catch (RejectedExecutionException closing) {
                LOG.debug("mail waits for the next start");
            }
        }
    }

    private void deliverGuarded() {
        try {
            deliverDue();
        } catch (RuntimeException failure) {
            LOG.warn("mail could not be looked for and will be tried again: {}", failure.toString());
        }
    }

    /** Delivers what is due; how many mails went out. */
    public int deliverDue() {
        int delivered = 0;
        List<Due> due = due();
        while (!due.isEmpty()) {
            for (Due row : due) {
                if (claim(row) && deliver(row)) {
                    delivered++;
                }
            }
            due = due();
        }
        return delivered;
    }

    private List<Due> due() {
        String kinds = contact.isEmpty() ? "kind = 'mail'" : "kind in ('mail', 'ticket')";
        return with(rows -> rows.query(
                "select id, kind, payload, attempts, next_attempt_at from outbox where delivered_at is null and "
                        + kinds + " and next_attempt_at <= ? order by id limit " + AT_ONCE,
                row -> new Due(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5)),
                now()));
    }

    private boolean claim(Due row) {
        return with(rows -> rows.update(
                        "update outbox set attempts = attempts + 1, next_attempt_at = ?"
                                + " where id = ? and delivered_at is null and attempts = ? and next_attempt_at = ?",
                        now() + CLAIM.toSeconds(),
                        row.id,
                        row.attempts,
                        row.nextAttempt))
                > 0;
    }

    private boolean deliver(Due row) {
        try {
            carrier.carry(mail(row), "outbox-" + row.id);
        } catch (IOException | RuntimeException failure) {
            long pause = Math.min(LONGEST_PAUSE.toSeconds(), FIRST_PAUSE.toSeconds() << Math.min(row.attempts, 20));
            LOG.warn("mail {} waits {} seconds for its next try: {}", row.id, pause, failure.getMessage());
            with(rows -> rows.update(
                    "update outbox set next_attempt_at = ? where id = ? and delivered_at is null",
                    now() + pause,
                    row.id));
            return false;
        }
        with(rows -> rows.update("update outbox set delivered_at = ? where id = ?", now(), row.id));
        return true;
    }

    private Post.Mail mail(Due row) {
        JsonNode payload = JsonMapper.shared().readTree(row.payload);
        if (row.kind.equals(Outbox.KIND)) {
            return new Post.Mail(text(payload, "to"), text(payload, "subject"), text(payload, "text"));
        }
        List<String> lines = new ArrayList<>();
        payload.properties()
                .forEach(entry ->
                        lines.add(entry.getKey() + ": " + entry.getValue().asString("")));
        return new Post.Mail(contact, text(payload, "subject"), String.join("\n", lines) + "\n");
    }

    private static String text(JsonNode payload, String field) {
        return payload.path(field).asString("");
    }

    /** Drops mail that was delivered a week ago, and what nobody took for so long: it holds addresses. */
    public int dropOld() {
        return with(rows -> rows.update(
                "delete from outbox where kind = 'mail' and (delivered_at < ?"
                        + " or (delivered_at is null and created_at < ?))",
                now() - KEPT.toSeconds(),
                now() - KEPT.toSeconds()));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.on(new Rows(connection));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the database does not answer", unreachable);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
