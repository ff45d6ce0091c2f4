package org.peerage.accounts.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.OrganizationStore;
import org.peerage.access.Transactions;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.Sql;
import org.peerage.store.Ticket;
import org.peerage.store.TicketTable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests to belong to organizations, in the database. An open one dies after 90 days. */
public final class AffiliationStore {
    /** Open requests of one person (docs/spec/access.md §3). */
    public static final int MAX_OPEN = 10;

    /** Failed look-ups of one person that are told within a day. */
    private static final int MAX_REPORTS = 3;

    private static final Duration TTL = Duration.ofDays(90);
    private static final String OPEN =
            "select id, user_id, org_id, org_name, asn, created from affiliation where status = 'pending' and created > ?";

    private final Transactions store;
    private final Clock clock;

    private static final String TICKET_TYPE = "affiliation";

    public AffiliationStore(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** What became of a request. */
    enum AddResult {
        DONE,
        /** The person has so many open already. */
        TOO_MANY,
        /** The person took so many back within a day: each of them was mailed to somebody. */
        TOO_OFTEN,
        /** The organization was deleted. */
        DELETED
    }

    /** @param ticket the subject of the ticket for those who decide it; empty: the organization's admins do */
    AddResult add(long user, @Nullable Long organization, String name, @Nullable Long asn, String ticket) {
        long now = now();
        return store.withLock(sql -> {
            if (organization != null && OrganizationStore.isDeleted(sql, organization)) {
                return AddResult.DELETED;
            }
            if (countCanceled(sql, user) >= MAX_OPEN) {
                return AddResult.TOO_OFTEN;
            }
            List<Long> kept = sql.query(
                    "insert into affiliation (user_id, org_id, org_name, asn, created)"
                            + " select id, cast(? as bigint), cast(? as text), cast(? as bigint), cast(? as bigint)"
                            + " from user_account where id = ? and (select count(*) from affiliation"
                            + " where user_id = ? and status = 'pending' and created > ?) < " + MAX_OPEN
                            + " returning id",
                    row -> row.getLong(1),
                    organization,
                    name,
                    asn,
                    now,
                    user,
                    user,
                    oldest());
            if (!kept.isEmpty() && !ticket.isEmpty()) {
                OutboxTable.add(
                        sql.connection(),
                        List.of(ticket(Ticket.Kind.AFFILIATION, ticket, TICKET_TYPE, kept.getFirst(), user)),
                        clock.instant());
            }
            return kept.isEmpty() ? AddResult.TOO_MANY : AddResult.DONE;
        });
    }

    private long countCanceled(Sql sql, long user) throws SQLException {
        return sql.query(
                        "select count(*) from affiliation where user_id = ? and status = 'canceled' and decided > ?",
                        row -> row.getLong(1),
                        user,
                        yesterday())
                .getFirst();
    }

    /** Tells those who look after the registry that a number could not be looked up for somebody, a few times a day. */
    void reportFailedLookup(long user, String subject) {
        store.withLock(sql -> {
            long told = sql.query(
                            "select count(*) from ticket_message m join ticket t on t.id = m.ticket_id"
                                    + " where t.object_type = 'user' and t.object_id = ? and t.kind = 'rdap'"
                                    + " and m.kind = 'asked' and m.at > ?",
                            row -> row.getLong(1),
                            user,
                            yesterday())
                    .getFirst();
            if (told < MAX_REPORTS) {
                OutboxTable.add(
                        sql.connection(),
                        List.of(ticket(Ticket.Kind.RDAP, subject, "user", user, user)),
                        clock.instant());
            }
            return told;
        });
    }

    private static OutboxEntry ticket(Ticket.Kind kind, String subject, String type, long id, long user) {
        return OutboxEntry.ticket(
                kind,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", subject)
                        .put("type", type)
                        .put("id", id)
                        .put("actor", "user:" + user));
    }

    /** A person's open requests, the oldest first. */
    public List<PendingAffiliation> ofUser(long user) {
        return store.withConnection(
                sql -> sql.query(OPEN + " and user_id = ? order by id", AffiliationStore::read, oldest(), user));
    }

    /** Open requests to an organization, the oldest first. */
    public List<PendingAffiliation> ofOrganization(long organization) {
        return store.withConnection(
                sql -> sql.query(OPEN + " and org_id = ? order by id", AffiliationStore::read, oldest(), organization));
    }

    /** All open requests, the oldest first. */
    public List<PendingAffiliation> open() {
        return store.withConnection(sql -> sql.query(OPEN + " order by id", AffiliationStore::read, oldest()));
    }

    Optional<PendingAffiliation> find(long id) {
        return store
                .withConnection(sql -> sql.query(OPEN + " and id = ?", AffiliationStore::read, oldest(), id))
                .stream()
                .findFirst();
    }

    /** Ends an open request; whether it was open still: of several who decide at once, one does. */
    boolean end(long id, String status, String by) {
        return store.inTransaction(sql -> {
            boolean open = sql.update(
                            "update affiliation set status = ?, decided = ?, decided_by = ? where id = ? and status = 'pending'",
                            status,
                            now(),
                            by,
                            id)
                    > 0;
            if (open) {
                TicketTable.close(sql.connection(), TICKET_TYPE, id, false, status, by, clock.instant());
            }
            return open;
        });
    }

    /** Requests that nobody answered for that long, the oldest first. */
    public List<PendingAffiliation> olderThan(Duration age) {
        return store.withConnection(sql -> sql.query(
                "select id, user_id, org_id, org_name, asn, created from affiliation where status = 'pending'"
                        + " and created <= ? order by id",
                AffiliationStore::read,
                now() - age.toSeconds()));
    }

    /** Ends a request that nobody answered, with mails about it; whether it was open still. */
    public boolean expire(long id, List<Mailer.Mail> mails, Instant now) {
        return store.withLock(sql -> {
            boolean open = sql.update(
                            "update affiliation set status = 'canceled', decided = ?, decided_by = 'system'"
                                    + " where id = ? and status = 'pending'",
                            now.getEpochSecond(),
                            id)
                    > 0;
            if (open) {
                TicketTable.close(sql.connection(), TICKET_TYPE, id, false, "canceled", "system", now);
                for (Mailer.Mail mail : mails) {
                    Outbox.add(sql, mail, now);
                }
            }
            return open;
        });
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private long yesterday() {
        return now() - Duration.ofDays(1).toSeconds();
    }

    private long oldest() {
        return now() - TTL.toSeconds();
    }

    private static PendingAffiliation read(ResultSet row) throws SQLException {
        return new PendingAffiliation(
                row.getLong("id"),
                row.getLong("user_id"),
                Sql.nullableLong(row, "org_id"),
                row.getString("org_name"),
                Sql.nullableLong(row, "asn"),
                row.getLong("created"));
    }
}
