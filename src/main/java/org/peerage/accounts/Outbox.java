package org.peerage.accounts;

import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.peerage.access.Sql;
import tools.jackson.databind.node.JsonNodeFactory;

/** Mail on its way: rows of the table {@code outbox}, written at once and delivered by a job, at least once. */
public final class Outbox implements Mailer {
    /** The kind of rows that are mail. */
    public static final String KIND = "mail";

    private final AccountTables store;
    private final Clock clock;
    private volatile Runnable whenAdded = () -> {};

    public Outbox(DataSource source, Clock clock) {
        this.store = new AccountTables(source);
        this.clock = clock;
    }

    /** What to do when there is mail, such as delivering it without waiting for the next round. */
    public void whenAdded(Runnable action) {
        whenAdded = action;
    }

    @Override
    public void send(Mail mail) {
        store.withConnection(sql -> insert(sql, clock.instant().getEpochSecond(), mail));
        whenAdded.run();
    }

    /** Puts a mail on its way in the transaction that causes it. */
    static int insert(Sql sql, long now, Mail mail) throws SQLException {
        String payload = JsonNodeFactory.instance
                .objectNode()
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .toString();
        return sql.update(
                "insert into outbox (kind, payload, created_at, next_attempt_at) values (?, ?, ?, ?)",
                KIND,
                payload,
                now,
                now);
    }
}
