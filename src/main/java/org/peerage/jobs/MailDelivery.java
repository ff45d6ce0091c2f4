package org.peerage.jobs;

import java.io.IOException;
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
import org.peerage.accounts.mail.MailTransport;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.registry.VerificationQueue;
import org.peerage.store.Sql;
import org.peerage.trace.Span;
import org.peerage.trace.Tracing;
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
    private static final Duration INITIAL_BACKOFF = Duration.ofSeconds(30);
    private static final Duration MAX_BACKOFF = Duration.ofHours(6);
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final int BATCH_SIZE = 50;

    private final DataSource source;
    private final Clock clock;
    private final MailTransport transport;
    private final String contact;
    private final String site;
    private volatile BooleanConsumer tried = any -> {};
    private final AtomicBoolean queued = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("mail").factory());

    /**
     * Delivers by that transport.
     *
     * @param contact who gets tickets; empty: they wait until there is one
     * @param site the address of this site for links; may be empty
     */
    public MailDelivery(DataSource source, Clock clock, MailTransport transport, String contact, String site) {
        this.source = source;
        this.clock = clock;
        this.transport = transport;
        this.contact = contact;
        this.site = site;
    }

    /**
     * What has not left.
     *
     * @param oldestSeconds how long the oldest has waited; 0: none does
     */
    public record Backlog(long messages, long oldestSeconds) {}

    /** What waits now, tickets that nobody takes left out. */
    public Backlog backlog() {
        String kinds = contact.isEmpty() ? "kind = 'mail'" : "kind in ('mail', 'ticket')";
        return withConnection(sql -> sql.query(
                        "select count(*), coalesce(min(created_at), 0) from outbox where delivered_at is null and "
                                + kinds,
                        row -> new Backlog(
                                row.getLong(1), row.getLong(1) == 0 ? 0 : Math.max(0, now() - row.getLong(2)))))
                .getFirst();
    }

    /** Who is told of each try, and whether it succeeded. */
    public void whenTried(BooleanConsumer told) {
        tried = told;
    }

    /** Takes a truth. */
    @FunctionalInterface
    public interface BooleanConsumer {
        void accept(boolean value);
    }

    private record DueMail(long id, String kind, String payload, long attempts, long nextAttempt) {}

    /** Delivers what is due soon, on a thread of its own; returns at once. */
    public void wakeUp() {
        if (queued.compareAndSet(false, true)) {
            try {
                worker.execute(() -> {
                    queued.set(false);
                    deliverAndLogFailures();
                });
            } catch (RejectedExecutionException closing) {
                LOG.debug("mail waits for the next start");
            }
        }
    }

    private void deliverAndLogFailures() {
        try {
            deliverDue();
        } catch (RuntimeException failure) {
            LOG.warn("mail could not be looked for and will be tried again: {}", failure.toString());
        }
    }

    /** Delivers what is due; how many mails went out. */
    public int deliverDue() {
        int delivered = 0;
        List<DueMail> due = due();
        while (!due.isEmpty()) {
            for (DueMail row : due) {
                if (claim(row) && deliver(row)) {
                    delivered++;
                }
            }
            due = due();
        }
        return delivered;
    }

    private List<DueMail> due() {
        String kinds = contact.isEmpty() ? "kind = 'mail'" : "kind in ('mail', 'ticket')";
        return withConnection(sql -> sql.query(
                "select id, kind, payload, attempts, next_attempt_at from outbox where delivered_at is null and "
                        + kinds + " and next_attempt_at <= ? order by id limit " + BATCH_SIZE,
                row -> new DueMail(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5)),
                now()));
    }

    private boolean claim(DueMail row) {
        return withConnection(sql -> sql.update(
                        "update outbox set attempts = attempts + 1, next_attempt_at = ?"
                                + " where id = ? and delivered_at is null and attempts = ? and next_attempt_at = ?",
                        now() + CLAIM.toSeconds(),
                        row.id,
                        row.attempts,
                        row.nextAttempt))
                > 0;
    }

    private boolean deliver(DueMail row) {
        try (Span span = Tracing.begin(Tracing.Kind.CLIENT, "mail")) {
            span.set("peerage.outbox.id", row.id);
            transport.send(mail(row), "outbox-" + row.id);
        } catch (IOException | RuntimeException failure) {
            tried.accept(false);
            long pause = Math.min(MAX_BACKOFF.toSeconds(), INITIAL_BACKOFF.toSeconds() << Math.min(row.attempts, 20));
            LOG.warn("mail {} waits {} seconds for its next try: {}", row.id, pause, failure.getMessage());
            withConnection(sql -> sql.update(
                    "update outbox set next_attempt_at = ? where id = ? and delivered_at is null",
                    now() + pause,
                    row.id));
            return false;
        }
        withConnection(sql -> sql.update("update outbox set delivered_at = ? where id = ?", now(), row.id));
        tried.accept(true);
        return true;
    }

    private Mailer.Mail mail(DueMail row) {
        JsonNode payload = JsonMapper.shared().readTree(row.payload);
        if (row.kind.equals(Outbox.KIND)) {
            String thread = text(payload, "thread");
            return new Mailer.Mail(
                    text(payload, "to"),
                    text(payload, "subject"),
                    text(payload, "text"),
                    text(payload, "unsubscribe"),
                    thread,
                    thread.isEmpty() ? "" : contact);
        }
        return ticket(payload);
    }

    private Mailer.Mail ticket(JsonNode payload) {
        long number = payload.path("ticket").asLong(0);
        List<String> lines = new ArrayList<>();
        payload.properties()
                .forEach(entry ->
                        lines.add(entry.getKey() + ": " + entry.getValue().asString("")));
        if (number == 0) {
            return new Mailer.Mail(contact, text(payload, "subject"), String.join("\n", lines) + "\n");
        }
        if (VerificationQueue.TYPES.stream().anyMatch(type -> type.typeName().equals(text(payload, "type")))) {
            lines.add("see: " + site + "/" + text(payload, "type") + "/" + text(payload, "id"));
        }
        lines.add("answer: " + site + "/staff/tickets/" + number);
        return new Mailer.Mail(
                contact,
                Tickets.numbered(number, text(payload, "subject")),
                String.join("\n", lines) + "\n",
                "",
                "ticket-" + number,
                "");
    }

    private static String text(JsonNode payload, String field) {
        return payload.path(field).asString("");
    }

    /** Drops mail that was delivered a week ago, and what nobody took for so long: it holds addresses. */
    public int deleteOld() {
        return withConnection(sql -> sql.update(
                "delete from outbox where kind = 'mail' and (delivered_at < ?"
                        + " or (delivered_at is null and created_at < ?))",
                now() - RETENTION.toSeconds(),
                now() - RETENTION.toSeconds()));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private <T> T withConnection(Sql.SqlWork<T> work) {
        try {
            return Sql.withConnection(source, work);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the database does not answer", unreachable);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
