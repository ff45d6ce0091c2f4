package org.peerage.accounts.mail;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.Sql;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Mail on its way: rows of the table {@code outbox}, written at once and delivered by a job, at least once. */
public final class Outbox implements Mailer {
    /** The kind of rows that are mail. */
    public static final String KIND = "mail";

    private final Transactions store;
    private final Clock clock;
    private volatile Runnable whenAdded = () -> {};

    public Outbox(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** What to do when there is mail, such as delivering it without waiting for the next round. */
    public void whenAdded(Runnable action) {
        whenAdded = action;
    }

    /** A mail as its row holds it. */
    private static String payload(Mail mail) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("text", mail.text());
        if (!mail.unsubscribe().isEmpty()) {
            payload.put("unsubscribe", mail.unsubscribe());
        }
        if (!mail.thread().isEmpty()) {
            payload.put("thread", mail.thread());
        }
        return payload.toString();
    }

    @Override
    public void send(Mail mail) {
        store.withConnection(sql -> {
            add(sql, mail, clock.instant());
            return mail;
        });
        whenAdded.run();
    }

    /** Adds a mail in a transaction of somebody else: it leaves if and only if that is committed. */
    public static void add(Sql sql, Mail mail, Instant now) throws SQLException {
        OutboxTable.add(sql.connection(), List.of(new OutboxEntry(KIND, payload(mail))), now);
    }
}
