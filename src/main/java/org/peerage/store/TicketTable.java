package org.peerage.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tickets in the database, and their mails to those who look after the registry, which are rows of the outbox. */
public final class TicketTable {
    /** The same about the same object is told no more often. */
    private static final Duration QUIET = Duration.ofHours(1);

    private static final int THREAD_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COLUMNS =
            "select id, kind, subject, state, object_type, object_id, actor, thread, created, changed from ticket ";

    private TicketTable() {}

    /**
     * Opens a ticket, or adds to the one of the same subject that is not done.
     *
     * @return what goes into the outbox, with the ticket's number; empty: this was told within the last hour
     */
    static Optional<String> open(Connection connection, String payload, Instant at) throws SQLException {
        ObjectNode ticket = (ObjectNode) JsonMapper.shared().readTree(payload);
        if (ticket.has("ticket")) {
            return Optional.of(payload);
        }
        Sql sql = new Sql(connection);
        String subject = text(ticket, "subject");
        String type = text(ticket, "type");
        long object = ticket.path("id").asLong(0);
        Optional<Ticket> before = sql
                .query(
                        COLUMNS + "where object_type = ? and object_id = ? and subject = ? and state <> 'done'",
                        TicketTable::read,
                        type,
                        object,
                        subject)
                .stream()
                .findFirst();
        if (before.isPresent() && lastAsked(sql, before.get()).plus(QUIET).isAfter(at)) {
            return Optional.empty();
        }
        long id = before.isPresent()
                ? before.get().id()
                : sql.insert(
                        "insert into ticket (kind, subject, state, object_type, object_id, actor, thread, created,"
                                + " changed) values (?, ?, 'open', ?, ?, ?, ?, ?, ?) returning id",
                        text(ticket, "kind"),
                        subject,
                        type,
                        object,
                        text(ticket, "actor"),
                        new BigInteger(THREAD_BITS, RANDOM).toString(36),
                        at.getEpochSecond(),
                        at.getEpochSecond());
        addMessage(
                sql,
                id,
                new Ticket.Message(
                        at,
                        text(ticket, "actor"),
                        Ticket.MessageKind.ASKED,
                        text(ticket, "text").strip()));
        if (before.isPresent()) {
            setState(sql, id, Ticket.State.OPEN, at);
        }
        return Optional.of(ticket.put("ticket", id).toString());
    }

    /** What was done about it since makes nobody wait for longer. */
    private static Instant lastAsked(Sql sql, Ticket ticket) throws SQLException {
        return sql.query(
                        "select coalesce(max(at), 0) from ticket_message where ticket_id = ? and kind = 'asked'",
                        row -> Instant.ofEpochSecond(row.getLong(1)),
                        ticket.id())
                .getFirst();
    }

    private static String text(JsonNode ticket, String field) {
        return ticket.path(field).asString("");
    }

    /** The newest of a state first; all where it is empty. */
    public static List<Ticket> list(Sql sql, Optional<Ticket.State> state, String part, int limit, int skip)
            throws SQLException {
        return sql.query(
                COLUMNS + "where (? = '' or state = ?) and lower(subject) like ? escape '!'"
                        + " order by changed desc, id desc limit " + limit + " offset " + skip,
                TicketTable::read,
                state.map(Ticket.State::word).orElse(""),
                state.map(Ticket.State::word).orElse(""),
                "%" + part.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
    }

    /** How many wait for those who look after the registry. */
    public static long countOpen(Sql sql) throws SQLException {
        return sql.query("select count(*) from ticket where state = 'open'", row -> row.getLong(1))
                .getFirst();
    }

    public static Optional<Ticket> find(Sql sql, long id) throws SQLException {
        return sql.query(COLUMNS + "where id = ?", TicketTable::read, id).stream()
                .findFirst();
    }

    public static Optional<Ticket> ofThread(Sql sql, String thread) throws SQLException {
        return sql.query(COLUMNS + "where thread = ?", TicketTable::read, thread).stream()
                .findFirst();
    }

    /** All that was said, the oldest first. */
    public static List<Ticket.Message> messages(Sql sql, long ticket) throws SQLException {
        return sql.query(
                "select at, author, kind, content from ticket_message where ticket_id = ? order by id",
                row -> new Ticket.Message(
                        Instant.ofEpochSecond(row.getLong(1)),
                        row.getString(2),
                        Ticket.MessageKind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                        row.getString(4)),
                ticket);
    }

    public static void addMessage(Sql sql, long ticket, Ticket.Message message) throws SQLException {
        addMail(sql, ticket, message, "");
    }

    /** With the id of the mail that it came by; whether that did not come before. */
    public static boolean addMail(Sql sql, long ticket, Ticket.Message message, String mail) throws SQLException {
        return sql.update(
                        "insert into ticket_message (ticket_id, at, author, kind, content, mail_id)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        ticket,
                        message.at().getEpochSecond(),
                        message.author(),
                        message.kind().word(),
                        message.text(),
                        mail)
                > 0;
    }

    /** Makes others wait who are about to do something about it. */
    public static void lock(Sql sql, long ticket) throws SQLException {
        sql.update("update ticket set state = state where id = ?", ticket);
    }

    public static long countMessages(Sql sql, long ticket) throws SQLException {
        return sql.query("select count(*) from ticket_message where ticket_id = ?", row -> row.getLong(1), ticket)
                .getFirst();
    }

    /** How often somebody wrote back. */
    public static long countReceived(Sql sql, long ticket) throws SQLException {
        return sql.query(
                        "select count(*) from ticket_message where ticket_id = ? and kind = 'received'",
                        row -> row.getLong(1),
                        ticket)
                .getFirst();
    }

    /** Something was done about it, whatever state it is of. */
    public static void touch(Sql sql, long ticket, Instant at) throws SQLException {
        sql.update("update ticket set changed = ? where id = ?", at.getEpochSecond(), ticket);
    }

    /** Makes it a ticket of that state; whether it was of another one. */
    public static boolean setState(Sql sql, long ticket, Ticket.State state, Instant at) throws SQLException {
        touch(sql, ticket, at);
        return sql.update("update ticket set state = ? where id = ? and state <> ?", state.word(), ticket, state.word())
                > 0;
    }

    /**
     * Closes the tickets of an object about which nothing is left to do.
     *
     * @param onlyQueued whether those stay open that do not ask to approve it
     */
    public static void close(
            Connection connection, String type, long id, boolean onlyQueued, String why, String actor, Instant at)
            throws SQLException {
        Sql sql = new Sql(connection);
        List<Long> open = sql.query(
                "select id from ticket where object_type = ? and object_id = ? and state <> 'done'"
                        + (onlyQueued ? " and kind = 'queue'" : ""),
                row -> row.getLong(1),
                type,
                id);
        for (long ticket : open) {
            addMessage(sql, ticket, new Ticket.Message(at, actor, Ticket.MessageKind.STATE, why));
            setState(sql, ticket, Ticket.State.DONE, at);
        }
    }

    /** Closes tickets of requests to join that ended otherwise, such as with the person's account; how many. */
    public static int closeEndedAffiliations(Sql sql, Instant at) throws SQLException {
        return sql.update(
                "update ticket set state = 'done', changed = ? where object_type = 'affiliation' and state <> 'done'"
                        + " and not exists (select 1 from affiliation a where a.id = object_id and a.status = 'pending')",
                at.getEpochSecond());
    }

    /**
     * Closes tickets that ask to approve an object which does not wait any more. Whoever approves or denies one closes them;
     * an older program, as long as it runs beside this one, does not.
     *
     * @param type whose rows are in the table of that name
     * @return how many
     */
    public static int closeDecided(Sql sql, String type, Instant at) throws SQLException {
        List<Long> decided = sql.query(
                "select object_id from ticket where kind = 'queue' and object_type = ? and state <> 'done' and not exists"
                        + " (select 1 from " + type + " o where o.id = object_id and o.status = 'pending')",
                row -> row.getLong(1),
                type);
        for (long object : decided) {
            boolean approved = !sql.query(
                            "select 1 from " + type + " where id = ? and status = 'ok'", row -> row.getLong(1), object)
                    .isEmpty();
            close(sql.connection(), type, object, true, approved ? "approved" : "denied or deleted", "system", at);
        }
        return decided.size();
    }

    /** Erases what was written to and by a person, and their name where a subject has it, with the mails that told it. */
    public static void erasePerson(Sql sql, String actor, String name) throws SQLException {
        sql.update(
                "update ticket_message set content = '', author = case when author like 'mail:%' then '' else author end"
                        + " where kind in ('received', 'answer') and ticket_id in (select id from ticket where actor = ?)",
                actor);
        sql.update("update ticket set subject = ? where actor = ? and kind in ('affiliation', 'rdap')", name, actor);
        // Of a request that ends with the account nobody needs to be told any more. In what people wrote, quotes have a
        // stroke.
        sql.update(
                "delete from outbox where kind = 'ticket' and payload like ?"
                        + " and (payload like '%,\"kind\":\"affiliation\"%' or payload like '%,\"kind\":\"rdap\"%')",
                "%,\"actor\":\"" + actor + "\",%");
    }

    /** Deletes what has been done for so long; how many. */
    public static int deleteDone(Sql sql, Instant before) throws SQLException {
        return sql.update("delete from ticket where state = 'done' and changed < ?", before.getEpochSecond());
    }

    private static Ticket read(ResultSet row) throws SQLException {
        return new Ticket(
                row.getLong(1),
                Ticket.Kind.of(row.getString(2)),
                row.getString(3),
                Ticket.State.parse(row.getString(4)).orElse(Ticket.State.OPEN),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                Instant.ofEpochSecond(row.getLong(9)),
                Instant.ofEpochSecond(row.getLong(10)));
    }

    /** Takes the mails about an object's tickets out of the outbox; the payloads of those that were sent before. */
    static List<String> takeMails(Connection connection, String type, long id) throws SQLException {
        List<String> sent = new ArrayList<>();
        for (TicketMail mail : findMails(connection, type, id)) {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM outbox WHERE id = ?")) {
                statement.setLong(1, mail.id);
                statement.executeUpdate();
            }
            if (mail.tried) {
                sent.add(mail.payload);
            }
        }
        return sent;
    }

    private record TicketMail(long id, String payload, boolean tried) {}

    /** As the registry writes them, without spaces; in what people wrote, quotes have a stroke before them. */
    private static List<TicketMail> findMails(Connection connection, String type, long id) throws SQLException {
        List<TicketMail> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, payload, attempts FROM outbox WHERE kind = 'ticket' AND payload LIKE ? ORDER BY id")) {
            statement.setString(1, "%,\"type\":\"" + type + "\",\"id\":" + id + ",\"actor\":%");
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(new TicketMail(result.getLong(1), result.getString(2), result.getLong(3) > 0));
                }
            }
        }
        return found;
    }
}
