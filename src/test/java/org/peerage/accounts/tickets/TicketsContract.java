package org.peerage.accounts.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.types.Org;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.OutboxEntry;
import org.peerage.store.OutboxTable;
import org.peerage.store.RegistryStore;
import org.peerage.store.Ticket;
import org.peerage.store.TicketTable;
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
        accounts = new Accounts(new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), clock));
        rows = new Transactions(database.source());
        tickets = new Tickets(database.source(), accounts, clock, () -> {});
        organization(7, Status.PENDING);
    }

    @Test
    void sameTicketIsToldOnceAnHour() {
        Ticket first = ask("[PROTECTED] Deletion prevented: ix-26 Big-IX");
        assertThat(first.state()).isEqualTo(Ticket.State.OPEN);
        ask(first.subject());
        assertThat(mails("ticket")).hasSize(1);
        tickets.setState(first, Tickets.Worker.of("user:1"), Ticket.State.WAITING);

        clock.forward(Duration.ofHours(1));
        ask(first.subject());

        assertThat(mails("ticket")).hasSize(2).allMatch(mail -> mail.contains("\"ticket\":" + first.id()));
        assertThat(tickets.list(Optional.empty(), "", 10, 0)).hasSize(1);
        assertThat(conversation(first).messages()).hasSize(3);
        assertThat(conversation(first).ticket().state()).isEqualTo(Ticket.State.OPEN);
        tickets.setState(first, Tickets.Worker.of("user:1"), Ticket.State.DONE);
        clock.forward(Duration.ofHours(2));
        assertThat(ask(first.subject()).id()).as("what is done stays done").isNotEqualTo(first.id());
    }

    @Test
    void answerIsMailedAndThePersonsAnswerReopensTheTicket() throws Exception {
        Ticket ticket = ask("User jane wishes to be affiliated to AS1");

        assertThat(tickets.answer(ticket, Tickets.Worker.of("user:9"), "Who are you?", Ticket.State.WAITING))
                .isEqualTo(Tickets.Outcome.DONE);

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
    void mailsThatPeopleWriteAreReadWhateverTheyAreMadeOf() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");
        String thread = "In-Reply-To: <" + ticket.thread() + "@peerage>\n";

        assertThat(receive(thread + "Content-Type: text/plain; charset=x-nobody\n\nunknown\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(thread
                        + "Content-Type: text/html; charset=utf-8\n\n<style>p {color: red}</style><p>I &amp; you</p>"
                        + "<p>say <b>hi</b></p>\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(thread + "Content-Type: text/plain; charset=utf-8\n\nze\0ro\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(thread + "Content-Type: text/plain; charset=utf-8\n\n" + "x".repeat(Tickets.MAX_TEXT - 1)
                        + "😀\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(thread + "Content-Type: multipart/mixed\nContent-Transfer-Encoding: base64\n\n=\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);
        assertThat(receive(thread + "Content-Type: nonsense;;;=\nFrom: \"Jane <jane@example.net\n\nas it is\n"))
                .isEqualTo(ReceivedMail.Outcome.NOTED);

        assertThat(conversation(ticket).messages().stream().skip(1).map(Ticket.Message::text))
                .containsExactly(
                        "unknown", "I & you\nsay hi", "zero", "x".repeat(Tickets.MAX_TEXT - 1), "", "as it is");
    }

    @Test
    void machinesThatDoNotSaySoAreRecognized() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");
        String thread = "In-Reply-To: <" + ticket.thread() + "@peerage>\n";

        for (String header : List.of(
                "Return-Path: <>",
                "Precedence: bulk",
                "Precedence: Junk",
                "Precedence: auto_reply",
                "Content-Type: multipart/report; boundary=b; report-type=delivery-status")) {
            assertThat(receive(header + "\n" + thread + "\nAway\n"))
                    .as(header)
                    .isEqualTo(ReceivedMail.Outcome.AUTOMATIC);
        }

        assertThat(conversation(ticket).messages()).hasSize(1);
    }

    @Test
    void ticketTakesSoManyMails() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");
        String mail = "In-Reply-To: <" + ticket.thread() + "@peerage>\n\nHello\n";
        for (int i = 0; i < Tickets.MAX_RECEIVED; i++) {
            tickets.receive(ticket, Tickets.Worker.of("user:1"), "Hello");
        }

        assertThat(receive(mail)).isEqualTo(ReceivedMail.Outcome.TOO_MANY);
        assertThat(conversation(ticket).messages()).hasSize(Tickets.MAX_RECEIVED + 1);
    }

    @Test
    void ticketThatWentOnIsNotAnsweredUnseen() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");
        Tickets.Worker seesOne = new Tickets.Worker("user:9", OptionalInt.of(1));

        assertThat(tickets.answer(ticket, seesOne, "Welcome", Ticket.State.WAITING))
                .isEqualTo(Tickets.Outcome.DONE);
        assertThat(tickets.answer(ticket, seesOne, "Welcome", Ticket.State.WAITING))
                .as("sent twice")
                .isEqualTo(Tickets.Outcome.OUTDATED);
        assertThat(tickets.setState(ticket, seesOne, Ticket.State.DONE)).isEqualTo(Tickets.Outcome.OUTDATED);
        assertThat(tickets.note(ticket, seesOne, "Mine")).isEqualTo(Tickets.Outcome.OUTDATED);
        assertThat(tickets.receive(ticket, seesOne, "Hers")).isEqualTo(Tickets.Outcome.OUTDATED);

        assertThat(mails("mail")).hasSize(1);
        assertThat(conversation(ticket).messages()).hasSize(2);
        assertThat(tickets.note(ticket, new Tickets.Worker("user:9", OptionalInt.of(2)), "Mine"))
                .isEqualTo(Tickets.Outcome.DONE);
    }

    @Test
    void twoWhoAnswerAtOnceSendOneAnswer() throws Exception {
        Ticket ticket = ask("Facility - Somewhere");
        List<Callable<Tickets.Outcome>> answers = List.of(
                () -> tickets.answer(ticket, new Tickets.Worker("user:8", OptionalInt.of(1)), "Yes", Ticket.State.DONE),
                () -> tickets.answer(ticket, new Tickets.Worker("user:9", OptionalInt.of(1)), "No", Ticket.State.DONE));

        List<Tickets.Outcome> outcomes = new ArrayList<>();
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            for (Future<Tickets.Outcome> answer : people.invokeAll(answers)) {
                outcomes.add(answer.get());
            }
        }

        assertThat(outcomes).containsExactlyInAnyOrder(Tickets.Outcome.DONE, Tickets.Outcome.OUTDATED);
        assertThat(mails("mail")).hasSize(1);
    }

    @Test
    void noteLeavesTheStateAndMakesNobodyWait() {
        Ticket seen = ask("Facility - Somewhere");
        tickets.setState(seen, Tickets.Worker.of("user:9"), Ticket.State.WAITING);
        clock.forward(Duration.ofMinutes(59));

        tickets.note(seen, Tickets.Worker.of("user:8"), "Known to me");

        assertThat(conversation(seen).ticket().state()).isEqualTo(Ticket.State.WAITING);
        clock.forward(Duration.ofMinutes(1));
        ask(seen.subject());
        assertThat(mails("ticket")).as("an hour after it was asked").hasSize(2);
    }

    @Test
    void ticketIsDeletedAYearAfterItWasDone() throws Exception {
        Ticket done = ask("Facility - Somewhere");
        Ticket open = ask("Facility - Elsewhere");
        tickets.setState(done, Tickets.Worker.of("user:9"), Ticket.State.DONE);
        clock.forward(Tickets.KEPT);
        assertThat(tickets.tidy()).isZero();

        clock.forward(Duration.ofSeconds(1));

        assertThat(tickets.tidy()).isEqualTo(1);
        assertThat(tickets.find(done.id())).isEmpty();
        assertThat(tickets.find(open.id())).isPresent();
        assertThat(rows.<List<Long>>withConnection(
                        sql -> sql.query("select distinct ticket_id from ticket_message", row -> row.getLong(1))))
                .containsExactly(open.id());
    }

    @Test
    void closedAccountsLeaveNothingPersonalInTickets() throws Exception {
        Ticket ticket = open("[RDAP_ERR] jane - AS1", "user", 4711);
        Ticket facility = ask("Facility - Somewhere");
        assertThat(mails("ticket")).hasSize(2);
        tickets.answer(ticket, Tickets.Worker.of("user:9"), "Dear Jane", Ticket.State.WAITING);
        receive("From: jane@example.net\nIn-Reply-To: <" + ticket.thread() + "@peerage>\n\nYours, Jane\n");

        rows.inTransaction(sql -> {
            TicketTable.erasePerson(sql, ticket.actor(), "closed-1");
            return ticket;
        });

        assertThat(conversation(ticket).ticket().subject()).isEqualTo("closed-1");
        assertThat(conversation(ticket).messages().stream().skip(1))
                .allMatch(message -> message.text().isEmpty())
                .extracting(Ticket.Message::author)
                .containsExactly("user:9", "");
        assertThat(conversation(facility).ticket().subject()).isEqualTo("Facility - Somewhere");
        assertThat(mails("ticket"))
                .as("what waits to be sent")
                .singleElement()
                .asString()
                .contains("Somewhere");
    }

    @Test
    void stateIsToldToThePersonOnce() {
        Ticket ticket = ask("Facility - Somewhere");

        assertThat(tickets.setState(ticket, Tickets.Worker.of("user:9"), Ticket.State.DONE))
                .isEqualTo(Tickets.Outcome.DONE);
        assertThat(tickets.setState(ticket, Tickets.Worker.of("user:9"), Ticket.State.DONE))
                .isEqualTo(Tickets.Outcome.SAME_STATE);

        assertThat(mails("mail")).singleElement().asString().contains("This is done: Facility - Somewhere");
    }

    @Test
    void ticketOfARequestThatEndedIsClosed() throws Exception {
        ask("Facility - Somewhere");
        open("User jane wishes to be affiliated to X", "affiliation", 4711);

        assertThat(tickets.tidy()).isEqualTo(1);
        assertThat(tickets.tidy()).isZero();

        assertThat(tickets.list(Optional.of(Ticket.State.OPEN), "", 10, 0))
                .extracting(Ticket::subject)
                .containsExactly("Facility - Somewhere");
        assertThat(tickets.list(Optional.empty(), "SOME", 10, 0)).hasSize(1);
        assertThat(tickets.list(Optional.empty(), "%", 10, 0)).isEmpty();
    }

    @Test
    void ticketOfWhatAnOlderProgramDecidedIsClosed() throws Exception {
        organization(1, Status.PENDING);
        organization(2, Status.OK);
        Ticket waiting = open("Organization - One", "org", 1);
        Ticket approved = open("Organization - Two", "org", 2);
        Ticket denied = open("Organization - Three", "org", 3);

        assertThat(tickets.tidy()).isEqualTo(2);

        assertThat(conversation(waiting).ticket().state()).isEqualTo(Ticket.State.OPEN);
        assertThat(conversation(approved).ticket().state()).isEqualTo(Ticket.State.DONE);
        assertThat(conversation(approved).messages().getLast().text()).isEqualTo("approved");
        assertThat(conversation(denied).messages().getLast().text()).isEqualTo("denied or deleted");
        assertThat(tickets.tidy()).isZero();
    }

    private void organization(long id, Status status) throws Exception {
        try (RegistryStore.Transaction transaction = new RegistryStore(database).beginTransaction()) {
            transaction.put(
                    Org.TYPE,
                    List.of(Org.TYPE
                            .row()
                            .set(Org.ID, id)
                            .set(Org.NAME, "Org " + id)
                            .set(Org.STATUS, status)
                            .set(Org.TYPE.created(), clock.instant())
                            .set(Org.TYPE.updated(), clock.instant())
                            .build()));
            transaction.commit();
        }
    }

    private Ticket ask(String subject) {
        return open(subject, "org", 7);
    }

    private Ticket open(String subject, String type, long id) {
        if (accounts.current().user("jane").isEmpty()) {
            accounts.change(
                    store -> store.addUser(new NewUser("jane", "jane@example.net", "!", "", "", true, false, false)));
        }
        long jane = accounts.current().user("jane").orElseThrow().id();
        rows.inTransaction(sql -> {
            OutboxTable.add(
                    sql.connection(),
                    List.of(OutboxEntry.ticket(
                            type.equals("user") ? Ticket.Kind.RDAP : Ticket.Kind.QUEUE,
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
