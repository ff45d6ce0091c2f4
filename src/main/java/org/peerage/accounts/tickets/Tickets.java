package org.peerage.accounts.tickets;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.LoggedActor;
import org.peerage.access.Transactions;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.mail.RecipientLanguages;
import org.peerage.i18n.Messages;
import org.peerage.registry.VerificationQueue;
import org.peerage.schema.ObjectType;
import org.peerage.store.Sql;
import org.peerage.store.Ticket;
import org.peerage.store.TicketTable;

/**
 * Tickets (docs/spec/operations.md §2): what those who look after the registry do about them. The person whom a ticket is about
 * is answered by mail, in the transaction that notes the answer; what they write back is noted, too.
 */
public final class Tickets {
    /** Characters of what is said. */
    public static final int MAX_TEXT = 20_000;

    private static final int MAX_AUTHOR = 320;
    private static final int MAX_MAIL_ID = 250;

    /** Mails that are noted about one. */
    static final int MAX_RECEIVED = 200;

    /** How long one is kept that is done. */
    static final Duration KEPT = Duration.ofDays(365);

    private final Transactions database;
    private final Accounts accounts;
    private final Clock clock;
    private final Runnable whenAdded;

    /** @param whenAdded is run when there is mail */
    public Tickets(DataSource source, Accounts accounts, Clock clock, Runnable whenAdded) {
        this.database = new Transactions(source);
        this.accounts = accounts;
        this.clock = clock;
        this.whenAdded = whenAdded;
    }

    /** The subject of mails about a ticket. */
    public static String numbered(long ticket, String subject) {
        return "[#" + ticket + "] " + subject;
    }

    /** A ticket and all that was said. */
    public record Conversation(Ticket ticket, List<Ticket.Message> messages) {
        public Conversation {
            messages = List.copyOf(messages);
        }
    }

    /** What came of a wish to do something about a ticket. */
    public enum Outcome {
        DONE,
        /** There is nobody who could be answered. */
        NOBODY,
        /** It is of that state already. */
        SAME_STATE,
        /** More was said, by others or by the same form sent twice, than who wishes it had seen. */
        OUTDATED
    }

    /**
     * Somebody at work on a ticket.
     *
     * @param actor who
     * @param seen messages that they had seen; empty: they did not look
     */
    public record Worker(String actor, OptionalInt seen) {
        /** A program, or a person who looks at nothing. */
        public static Worker of(String actor) {
            return new Worker(actor, OptionalInt.empty());
        }
    }

    /** The last changed first. */
    public List<Ticket> list(Optional<Ticket.State> state, String part, int limit, int skip) {
        return database.withConnection(sql -> TicketTable.list(sql, state, part, limit, skip));
    }

    /** How many wait for those who look after the registry. */
    public long countOpen() {
        return database.withConnection(TicketTable::countOpen);
    }

    public Optional<Conversation> find(long id) {
        return database.withConnection(sql -> {
            Optional<Ticket> ticket = TicketTable.find(sql, id);
            return ticket.isEmpty()
                    ? Optional.<Conversation>empty()
                    : Optional.of(new Conversation(ticket.get(), TicketTable.messages(sql, id)));
        });
    }

    /** Who asked, as they can be written to; empty: nobody who can. */
    public Optional<String> address(Ticket ticket) {
        return accounts.current().emailOfActor(ticket.actor());
    }

    /** Answers the person by mail, after which the ticket is of that state. */
    public Outcome answer(Ticket ticket, Worker worker, String text, Ticket.State next) {
        Optional<String> to = address(ticket);
        if (to.isEmpty()) {
            return Outcome.NOBODY;
        }
        return unlessOutdated(ticket, worker, sql -> {
            TicketTable.addMessage(sql, ticket.id(), message(worker.actor, Ticket.MessageKind.ANSWER, text));
            TicketTable.setState(sql, ticket.id(), next, now());
            Messages language = language(ticket);
            String end = next == Ticket.State.DONE ? "ticket.mail.done" : "ticket.mail.answer";
            Outbox.add(sql, mail(ticket, to.get(), text + "\n\n-- \n" + language.text(end)), now());
            return Outcome.DONE;
        });
    }

    private Outcome unlessOutdated(Ticket ticket, Worker worker, Sql.SqlWork<Outcome> work) {
        Outcome outcome = database.inTransaction(sql -> {
            TicketTable.lock(sql, ticket.id());
            boolean asSeen =
                    worker.seen.isEmpty() || TicketTable.countMessages(sql, ticket.id()) == worker.seen.getAsInt();
            return asSeen ? work.run(sql) : Outcome.OUTDATED;
        });
        whenAdded.run();
        return outcome;
    }

    /** Notes something for those who look after the registry; nobody else is told. */
    public Outcome note(Ticket ticket, Worker worker, String text) {
        return unlessOutdated(ticket, worker, sql -> {
            TicketTable.addMessage(sql, ticket.id(), message(worker.actor, Ticket.MessageKind.NOTE, text));
            TicketTable.touch(sql, ticket.id(), now());
            return Outcome.DONE;
        });
    }

    /** Gives a ticket another state, and tells the person, if there is one who can be told. */
    public Outcome setState(Ticket ticket, Worker worker, Ticket.State next) {
        return unlessOutdated(ticket, worker, sql -> {
            if (!TicketTable.setState(sql, ticket.id(), next, now())) {
                return Outcome.SAME_STATE;
            }
            TicketTable.addMessage(sql, ticket.id(), message(worker.actor, Ticket.MessageKind.STATE, next.word()));
            Optional<String> to = address(ticket);
            if (to.isPresent()) {
                String text = language(ticket).text("ticket.mail.state." + next.word(), ticket.subject());
                Outbox.add(sql, mail(ticket, to.get(), text + "\n"), now());
            }
            return Outcome.DONE;
        });
    }

    /** Takes what the person wrote back elsewhere, by hand of who read it: it is open again. */
    public Outcome receive(Ticket ticket, Worker worker, String text) {
        return unlessOutdated(ticket, worker, sql -> {
            TicketTable.addMessage(sql, ticket.id(), message(ticket.actor(), Ticket.MessageKind.RECEIVED, text));
            TicketTable.setState(sql, ticket.id(), Ticket.State.OPEN, now());
            return Outcome.DONE;
        });
    }

    /**
     * Takes what a person wrote back by mail, once: it is open again.
     *
     * @param mail its id; empty: it has none
     * @return whether the ticket takes more
     */
    boolean receiveMail(Ticket ticket, String author, String text, String mail) {
        return database.inTransaction(sql -> {
            if (TicketTable.countReceived(sql, ticket.id()) >= MAX_RECEIVED) {
                return false;
            }
            if (TicketTable.addMail(
                    sql,
                    ticket.id(),
                    message(author, Ticket.MessageKind.RECEIVED, text),
                    storable(mail, MAX_MAIL_ID))) {
                TicketTable.setState(sql, ticket.id(), Ticket.State.OPEN, now());
            }
            return true;
        });
    }

    /** The ticket that a mail answers, by the thread that it names. */
    Optional<Ticket> ofThread(String thread) {
        return database.withConnection(sql -> TicketTable.ofThread(sql, thread));
    }

    /**
     * Closes what is left of requests to join that ended and of objects that were approved or denied, and deletes what has
     * been done for a year; how many.
     */
    public int tidy() throws SQLException {
        return tidy(false);
    }

    /** @param isTrial whether nothing is done, but how many it would be is told */
    public int tidy(boolean isTrial) throws SQLException {
        return database.inTransaction(isTrial, sql -> {
            int closed = TicketTable.closeEndedAffiliations(sql, now());
            for (ObjectType type : VerificationQueue.TYPES) {
                closed += TicketTable.closeDecided(sql, type.typeName(), now());
            }
            return closed + TicketTable.deleteDone(sql, now().minus(KEPT));
        });
    }

    private Ticket.Message message(String author, Ticket.MessageKind kind, String text) {
        return new Ticket.Message(now(), storable(author, MAX_AUTHOR), kind, storable(text, MAX_TEXT));
    }

    /** As databases take it: PostgreSQL knows no zeros in texts, and half a sign has no UTF-8. */
    private static String storable(String text, int length) {
        String cut = text.substring(0, Math.min(length, text.length()));
        StringBuilder whole = new StringBuilder(cut.length());
        cut.codePoints()
                .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static Mailer.Mail mail(Ticket ticket, String to, String text) {
        return new Mailer.Mail(to, numbered(ticket.id(), ticket.subject()), text, "", ticket.thread(), "");
    }

    private Messages language(Ticket ticket) {
        return RecipientLanguages.of(accounts.current().personBehind(LoggedActor.parse(ticket.actor())));
    }

    private Instant now() {
        return clock.instant();
    }
}
