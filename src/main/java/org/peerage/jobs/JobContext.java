package org.peerage.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.mail.RecipientLanguages;
import org.peerage.i18n.Messages;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;

/**
 * What jobs that look after the registry work with.
 *
 * @param site the address of this site for links in mails; may be empty
 */
public record JobContext(
        Supplier<Snapshot> snapshots,
        Editor editor,
        RegistryStore store,
        Accounts accounts,
        SiteSettings settings,
        Transactions database,
        Clock clock,
        String site) {

    /** Works by the clock, under the rules that hold for everybody. */
    private static final TrustedAuthor SYSTEM = new TrustedAuthor("system", false);

    Snapshot snapshot() {
        return snapshots.get();
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Does something to the registry.
     *
     * @param job whose doing it is, for the log
     * @param alongside what happens in the same transaction, such as the mail about it
     * @return why it was refused; empty: it is done
     */
    Optional<Decision.Rejected> submit(String job, List<Operation> operations, QueuedWrite.InTransaction alongside)
            throws WriteLane.WriteUnavailableException {
        Editor.WriteCommand command = new Editor.WriteCommand(
                operations,
                SYSTEM,
                UUID.randomUUID().toString(),
                null,
                null,
                false,
                new ChangeNote("job:" + job, ""),
                alongside);
        return editor.submit(command).decided().last() instanceof Decision.Rejected refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    /** Puts mails into the outbox by the transaction that they are about. */
    void enqueue(Sql sql, List<Mailer.Mail> mails) throws java.sql.SQLException {
        for (Mailer.Mail mail : mails) {
            Outbox.add(sql, mail, now());
        }
    }

    /**
     * A mail in the language of whose address it is; its texts are {@code job.mail.<key>.subject} and {@code .text}, and
     * both get the same arguments.
     */
    Mailer.Mail mail(String to, String key, Object... arguments) {
        Messages texts = RecipientLanguages.of(accounts.current(), to);
        return new Mailer.Mail(
                to,
                texts.text("job.mail." + key + ".subject", arguments),
                texts.text("job.mail." + key + ".text", arguments) + "\n");
    }

    /** The addresses of an organization's admins who can be written to, the first members first. */
    List<String> admins(long organization) {
        return accounts.current().membersOf(organization).stream()
                .filter(user ->
                        user.active() && user.verified() && user.organizations().get(organization) == Role.ADMIN)
                .map(UserAccount::email)
                .filter(java.util.Objects::nonNull)
                .toList();
    }
}
