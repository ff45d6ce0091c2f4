package org.peerage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.schema.Row;
import org.peerage.store.Sql;

/**
 * Denies what waited in the verification queue too long, with a mail to whoever made it, and removes accounts whose address
 * was never confirmed (docs/spec/operations.md §1: nothing stays pending for ever).
 */
final class QueueTimeout {
    private static final String NAME = "queue-timeout";

    private final JobContext context;

    QueueTimeout(JobContext context) {
        this.context = context;
    }

    Job job() {
        return Job.custodial(
                        NAME,
                        "denies what waited in the verification queue too long",
                        Duration.ofHours(24),
                        () -> context.settings().isOn(Setting.QUEUE_TIMEOUT),
                        this::run)
                .mailingLinks();
    }

    private void run(JobRun run) throws Exception {
        Instant last = context.now().minus(context.settings().days(Setting.QUEUE_TIMEOUT_DAYS));
        for (Row row : VerificationQueue.of(context.snapshot())) {
            if (VerificationQueue.waitingSince(row, context.store()) <= last.getEpochSecond()) {
                deny(row, run);
            }
        }
        for (UserAccount user : context.accounts().current().users()) {
            if (!user.verified() && user.active() && user.created() <= last.getEpochSecond()) {
                boolean gone = run.isDryRun() || context.accounts().change(store -> store.removeUnverified(user.id()));
                run.count(gone ? "unconfirmed accounts removed" : "accounts left", user.username());
            }
        }
    }

    private void deny(Row row, JobRun run) throws Exception {
        String name = row.type().typeName() + " " + row.id();
        if (run.isDryRun()) {
            run.count("denied", name);
            return;
        }
        String maker = VerificationQueue.maker(row, context.store());
        Optional<String> to = context.accounts().current().emailOfActor(maker);
        List<Mailer.Mail> mails = to.map(address -> List.of(mail(address, row))).orElse(List.of());
        Optional<Decision.Rejected> refused = context.submit(
                NAME,
                List.of(new Operation.Deny(row.type(), row.id())),
                moment -> context.enqueue(new Sql(moment.connection()), mails));
        run.count(refused.isEmpty() ? "denied" : "left: something is under it", name);
    }

    private Mailer.Mail mail(String to, Row row) {
        String name = row.nameOrId();
        return context.mail(to, "queueTimeout", name, context.settings().number(Setting.QUEUE_TIMEOUT_DAYS));
    }
}
