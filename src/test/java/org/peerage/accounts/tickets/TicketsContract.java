package org.peerage.accounts.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.store.Database;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.Ticket;
import org.peerage.testing.AdjustableClock;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tickets and their mails, on every database. */
abstract class TicketsContract {
    private final AdjustableClock clock = AdjustableClock.ofThePresent();

    @AutoClose
    private Database database;

    private Accounts accounts;
    private Tickets tickets;
    private Transactions rows;

    abstract Database newDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = newDatabase();
        accounts = new Accounts(
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), clock));
        rows = new Transactions(database.source());
        tickets = new Tickets(database.source(), accounts, clock, () -> {});
    }

    @Test
    void sameTicketIsToldOnceAnHour() {
        Ticket first = ask("[PROTECTED] Deletion prevented: ix-26 Big-IX");
        assertThat(first.state()).isEqualTo(Ticket.State.OPEN);
        ask(first.subject());
        assertThat(mails("ticket")).hasSize(1);
        tickets.setState(first, "user:1", Ticket.State.WAITING);

        clock.forward(Duration.ofHours(1));
        ask(first.subject());

        assertThat(mails("ticket")).hasSize(2).allMatch(mail -> mail.contains("\"ticket\":" + first.id()));
        assertThat(tickets.list(Optional.empty(), "", 10, 0)).hasSize(1);
        assertThat(conversation(first).messages()).hasSize(3);
        assertThat(conversation(first).ticket().state()).isEqualTo(Ticket.State.OPEN);
        tickets.setState(first, "user:1", Ticket.State.DONE);
        clock.forward(Duration.ofHours(2));
        assertThat(ask(first.subject()).id()).as("what is done stays done").isNotEqualTo(first.id());
    }

    @Test
    void answerIsMailedAndThePersonsAnswerReopensTheTicket() throws Exception {
        Ticket ticket = ask("User jane wishes to be affiliated to AS1");

        assertThat(tickets.answer(ticket, "user:9", "Who are you?", Ticket.State.WAITING)).isTrue();

        assertThat(mails("mail"))
                .singleElement()
                .asString()
                .contains("jane@example.net", "[#" + ticket.id() + "] User jane", "Who are you?", ticket.thread());
        assertThat(tickets.countOpen()).isZero();
        String answer = """
                From: Jane <jane@home.example.net>
                Message-ID: <1@home.example.net>
                References: <other@x> <%s@peerage>
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/html

                <p>no</p>
                --b
                Content-Type: text/plain; charset=utf-8

                I am Jäne.
                --b--
                """.formatted(ticket.thread());
        assertThat(receive(answer)).isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(answer)).as("twice").isEqualTo(ReceivedMail.Outcome.NOTED);

        assertThat(conversation(ticket).ticket().state()).isEqualTo(Ticket.State.OPEN);
        assertThat(conversation(ticket).messages())
                .extracting(Ticket.Message::kind)
                .containsExactly(Ticket.MessageKind.ASKED, Ticket.MessageKind.ANSWER, Ticket.MessageKind.RECEIVED);
        assertThat(conversation(ticket).messages().getLast())
                .returns("mail:jane@home.example.net", Ticket.Message::author)
                .returns("I am Jäne.", Ticket.Message::text);
    }

    @Test
    void mailOfAMachineOrOfAStrangerIsNotNoted() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");

        assertThat(receive("Auto-Submitted: auto-replied\nIn-Reply-To: <" + ticket.thread() + "@peerage>\n\nAway\n"))
                .isEqualTo(ReceivedMail.Outcome.AUTOMATIC);
        assertThat(receive("Subject: Re: [#" + ticket.id() + "] Facility\nFrom: jane@example.net\n\nLet me in\n"))
                .as("a number can be guessed")
                .isEqualTo(ReceivedMail.Outcome.NO_TICKET);
        assertThat(receive("")).isEqualTo(ReceivedMail.Outcome.NO_TICKET);

        assertThat(conversation(ticket).messages()).hasSize(1);
    }

    @Test
    void stateIsToldToThePersonOnce() {
        Ticket ticket = ask("Facility - Somewhere");

        assertThat(tickets.setState(ticket, "user:9", Ticket.State.DONE)).isTrue();
        assertThat(tickets.setState(ticket, "user:9", Ticket.State.DONE)).isFalse();

        assertThat(mails("mail")).singleElement().asString().contains("This is done: Facility - Somewhere");
    }

    @Test
    void ticketOfARequestThatEndedIsClosed() throws Exception {
        ask("Facility - Somewhere");
        open("User jane wishes to be affiliated to X", "affiliation", 4711);

        assertThat(tickets.closeEnded()).isEqualTo(1);
        assertThat(tickets.closeEnded()).isZero();

        assertThat(tickets.list(Optional.of(Ticket.State.OPEN), "", 10, 0))
                .extracting(Ticket::subject)
                .containsExactly("Facility - Somewhere");
        assertThat(tickets.list(Optional.empty(), "SOME", 10, 0)).hasSize(1);
        assertThat(tickets.list(Optional.empty(), "%", 10, 0)).isEmpty();
    }

    private Ticket ask(String subject) {
        return open(subject, "fac", 7);
    }

    private Ticket open(String subject, String type, long id) {
        if (accounts.current().user("jane").isEmpty()) {
            accounts.change(store ->
                    store.addUser(new NewUser("jane", "jane@example.net", "!", "", "", true, false, false)));
        }
        long jane = accounts.current().user("jane").orElseThrow().id();
        rows.inTransaction(sql -> {
            OutboxTable.add(
                    sql.connection(),
                    List.of(OutboxEntry.ticket(
                            Ticket.Kind.QUEUE,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("subject", subject)
                                    .put("type", type)
                                    .put("id", id)
                                    .put("actor", "user:" + jane))),
                    clock.instant());
            return subject;
        });
        return tickets.list(Optional.empty(), subject, 1, 0).getFirst();
    }

    private Tickets.Conversation conversation(Ticket ticket) {
        return tickets.find(ticket.id()).orElseThrow();
    }

    private ReceivedMail.Outcome receive(String mail) throws IOException {
        return ReceivedMail.take(
                new ByteArrayInputStream(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)), tickets);
    }

    private List<String> mails(String kind) {
        return rows.withConnection(sql ->
                sql.query("select payload from outbox where kind = ? order by id", row -> row.getString(1), kind));
    }
}
