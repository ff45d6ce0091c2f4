package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.accounts.mail.MailTransport;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;

class MailDeliveryTest {
    private static final Mailer.Mail MAIL = new Mailer.Mail("ada@example.net", "Grüße", "Hello\n.\nAda\n");

    @TempDir
    private Path folder;

    private final AdjustableClock clock = AdjustableClock.ofThePresent();
    private final List<Mailer.Mail> carried = new ArrayList<>();

    @AutoClose
    private Database database;

    private Outbox outbox;

    @BeforeEach
    void open() throws Exception {
        database = newDatabase(folder);
        outbox = new Outbox(database.source(), clock);
    }

    Database newDatabase(Path place) throws Exception {
        return Database.openFolder(place);
    }

    private MailDelivery delivery(MailTransport transport, String contact) {
        return new MailDelivery(database.source(), clock, transport, contact, "https://peerage.example");
    }

    private void carry(Mailer.Mail mail, String id) {
        carried.add(mail);
    }

    @Test
    void mailIsSentOnce() {
        outbox.send(MAIL);
        try (MailDelivery delivery = delivery(this::carry, "")) {
            assertThat(delivery.deliverDue()).isEqualTo(1);
            assertThat(delivery.deliverDue()).isZero();
        }

        assertThat(carried).containsExactly(MAIL);
    }

    @Test
    void addedMailIsDeliveredAtOnce() throws Exception {
        CompletableFuture<Mailer.Mail> arrived = new CompletableFuture<>();
        try (MailDelivery delivery = delivery((mail, id) -> arrived.complete(mail), "")) {
            outbox.whenAdded(delivery::wakeUp);
            outbox.send(MAIL);

            assertThat(arrived.get(5, TimeUnit.SECONDS)).isEqualTo(MAIL);
        }
    }

    @Test
    void failedMailIsRetriedWithBackoff() {
        outbox.send(MAIL);
        MailTransport broken = (mail, id) -> {
            carry(mail, id);
            throw new IOException("closed");
        };
        try (MailDelivery delivery = delivery(broken, "")) {
            delivery.deliverDue();
            // The clock goes on meanwhile, too.
            clock.forward(Duration.ofSeconds(20));
            delivery.deliverDue();
            assertThat(carried).hasSize(1);
            clock.forward(Duration.ofSeconds(11));
            delivery.deliverDue();
            clock.forward(Duration.ofSeconds(31));
            delivery.deliverDue();
            assertThat(carried).hasSize(2);
        }
        clock.forward(Duration.ofSeconds(60));
        try (MailDelivery whole = delivery(this::carry, "")) {
            assertThat(whole.deliverDue()).isEqualTo(1);
        }
    }

    @Test
    void mailIsSentByOneNodeOnly() {
        outbox.send(MAIL);
        try (MailDelivery other = delivery(this::carry, "");
                MailDelivery one = delivery(
                        (mail, id) -> {
                            carry(mail, id);
                            assertThat(other.deliverDue()).isZero();
                        },
                        "")) {
            assertThat(one.deliverDue()).isEqualTo(1);
        }

        assertThat(carried).hasSize(1);
    }

    @Test
    void abandonedMailIsSentByAnotherNode() {
        outbox.send(MAIL);
        MailTransport dying = (mail, id) -> {
            throw new StackOverflowError("the node dies");
        };
        try (MailDelivery delivery = delivery(dying, "")) {
            delivery.deliverDue();
        } catch (StackOverflowError died) {
            assertThat(died).hasMessage("the node dies");
        }
        clock.forward(Duration.ofMinutes(3));

        try (MailDelivery other = delivery(this::carry, "")) {
            assertThat(other.deliverDue()).isEqualTo(1);
        }
    }

    @Test
    void ticketsGoToTheContactAndWaitWhileThereIsNone() throws Exception {
        try (var connection = database.source().getConnection()) {
            connection
                    .createStatement()
                    .executeUpdate("insert into outbox (kind, payload, created_at, next_attempt_at) values"
                            + " ('ticket', '{\"subject\": \"Network - X\", \"type\": \"net\", \"id\": 7}', 1, 1)");
        }
        try (MailDelivery without = delivery(this::carry, "")) {
            assertThat(without.deliverDue()).isZero();
        }
        try (MailDelivery with = delivery(this::carry, "support@example.net")) {
            assertThat(with.deliverDue()).isEqualTo(1);
        }

        assertThat(carried.getFirst().to()).isEqualTo("support@example.net");
        assertThat(carried.getFirst().subject()).isEqualTo("Network - X");
        assertThat(carried.getFirst().text()).contains("type: net").contains("id: 7");
    }

    @Test
    void deliveredMailIsDroppedAfterAWeek() {
        outbox.send(MAIL);
        try (MailDelivery delivery = delivery(this::carry, "")) {
            delivery.deliverDue();
            assertThat(delivery.deleteOld()).isZero();
            clock.forward(Duration.ofDays(8));
            assertThat(delivery.deleteOld()).isEqualTo(1);
        }
    }
}
