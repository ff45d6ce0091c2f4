package org.peerage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.registry.Operation;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Status;

/**
 * Erases contacts that were deleted a month ago, and what the log of changes says of them (docs/spec/operations.md §4.4):
 * privacy wins over history.
 */
final class ContactErasure {
    private static final String NAME = "erase-contacts";

    /** Contacts in one write, so that nobody waits long for the lane. */
    private static final int AT_ONCE = 200;

    private final JobContext context;

    ContactErasure(JobContext context) {
        this.context = context;
    }

    Job job() {
        return Job.custodial(
                NAME,
                "erases contacts some time after their deletion, with their history",
                Duration.ofHours(24),
                () -> true,
                this::run);
    }

    private void run(JobRun run) throws Exception {
        Instant last = context.now().minus(context.settings().days(Setting.CONTACT_ERASURE_DAYS));
        List<Long> due = new ArrayList<>();
        context.snapshot().forEach(Poc.TYPE, row -> {
            if (row.status() == Status.DELETED && row.updated() <= last.getEpochSecond()) {
                due.add(row.id());
            }
        });
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            List<Long> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
            boolean done = run.isDryRun() || erase(some);
            some.forEach(id -> run.count(done ? "contacts erased" : "contacts left: they changed", "poc " + id));
        }
    }

    private boolean erase(List<Long> contacts) throws Exception {
        List<Operation> erasures = contacts.stream()
                .map(id -> (Operation) new Operation.EraseContact(id))
                .toList();
        return context.submit(
                        NAME, erasures, moment -> context.store().blankHistory(moment.connection(), Poc.TYPE, contacts))
                .isEmpty();
    }
}
