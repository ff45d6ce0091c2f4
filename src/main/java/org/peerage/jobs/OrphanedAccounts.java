package org.peerage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.people.AccountClosure;

/**
 * Closes accounts that belong to no organization for long (docs/spec/operations.md §4.3), off unless switched on. The end
 * counts from the mail, so that nobody goes unwarned; superusers and staff stay.
 */
final class OrphanedAccounts {
    private static final String NAME = "orphaned-accounts";
    private static final Duration MIN_AGE = Duration.ofDays(14);
    private static final Duration NOTICE = Duration.ofDays(30);

    /** Accounts that one transaction notes: each by itself would wait for the disk as often. */
    private static final int AT_ONCE = 500;

    private final JobContext context;
    private final AccountClosure closure;

    OrphanedAccounts(JobContext context, AccountClosure closure) {
        this.context = context;
        this.closure = closure;
    }

    Job job() {
        return Job.custodial(
                        NAME,
                        "warns people without an organization, and closes their accounts in the end",
                        Duration.ofHours(24),
                        () -> context.settings().isOn(Setting.ORPHANED_ACCOUNTS),
                        this::run)
                .mailingLinks();
    }

    /** @param mailed when they were told; empty: not yet */
    private record Orphan(Instant flagged, Optional<Instant> mailed) {}

    private void run(JobRun run) {
        if (!run.isDryRun()) {
            JobPause.end(context, NAME, "delete from orphaned_account");
        }
        Map<Long, Orphan> known = known();
        Instant now = context.now();
        Duration silence =
                context.settings().days(Setting.ORPHANED_ACCOUNT_DAYS).minus(NOTICE);
        int mails = context.settings().number(Setting.MAX_JOB_MAILS);
        List<UserAccount> found = new ArrayList<>();
        for (UserAccount user : context.accounts().current().users()) {
            Orphan orphan = known.remove(user.id());
            if (!isOrphan(user, now)) {
                if (orphan != null) {
                    forget(user.id(), run);
                }
            } else if (orphan == null) {
                found.add(user);
            } else if (orphan.mailed.isPresent()) {
                if (!orphan.mailed.get().plus(NOTICE).isAfter(now)) {
                    close(user, run);
                }
            } else if (!orphan.flagged.plus(silence).isAfter(now)) {
                if (mails-- > 0) {
                    warn(user, run);
                } else {
                    run.count("left for the next run");
                }
            }
        }
        known.keySet().forEach(gone -> forget(gone, run));
        for (int from = 0; from < found.size(); from += AT_ONCE) {
            flag(found.subList(from, Math.min(found.size(), from + AT_ONCE)), run);
        }
    }

    private static boolean isOrphan(UserAccount user, Instant now) {
        return user.active()
                && user.verified()
                && user.organizations().isEmpty()
                && !user.superuser()
                && !user.staff()
                && user.created() <= now.minus(MIN_AGE).getEpochSecond();
    }

    private Map<Long, Orphan> known() {
        Map<Long, Orphan> known = new LinkedHashMap<>();
        context.database()
                .withConnection(sql -> sql.query("select user_id, flagged, mailed from orphaned_account", row -> {
                    long mailed = row.getLong(3);
                    return known.put(
                            row.getLong(1),
                            new Orphan(
                                    Instant.ofEpochSecond(row.getLong(2)),
                                    mailed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(mailed))));
                }));
        return known;
    }

    private void flag(List<UserAccount> some, JobRun run) {
        if (!run.isDryRun()) {
            context.database().inTransaction(sql -> {
                for (UserAccount user : some) {
                    sql.update(
                            "insert into orphaned_account (user_id, flagged, mailed) select id, ?, 0 from user_account"
                                    + " where id = ? and active on conflict (user_id) do nothing",
                            context.now().getEpochSecond(),
                            user.id());
                }
                return some;
            });
        }
        some.forEach(user -> run.count("without an organization from now on", user.username()));
    }

    private void warn(UserAccount user, JobRun run) {
        if (!run.isDryRun()) {
            List<Mailer.Mail> mails = user.email() == null
                    ? List.of()
                    : List.of(context.mail(
                            user.email(), "orphanedAccount", user.username(), NOTICE.toDays(), context.site()));
            context.database().inTransaction(sql -> {
                int noted = sql.update(
                        "update orphaned_account set mailed = ? where user_id = ? and mailed = 0",
                        context.now().getEpochSecond(),
                        user.id());
                if (noted > 0) {
                    context.enqueue(sql, mails);
                }
                return noted;
            });
        }
        run.count("warned", user.username());
    }

    private void close(UserAccount user, JobRun run) {
        boolean still = context.accounts()
                .current()
                .user(user.id())
                .filter(now -> isOrphan(now, context.now()))
                .isPresent();
        boolean closed = still && (run.isDryRun() || closure.close(user, context.site()));
        if (closed && !run.isDryRun()) {
            remove(user.id());
        }
        run.count(closed ? "closed" : "left", user.username());
    }

    private void forget(long user, JobRun run) {
        if (!run.isDryRun()) {
            remove(user);
        }
        run.count("no longer without an organization", "user " + user);
    }

    private void remove(long user) {
        context.database().withConnection(sql -> sql.update("delete from orphaned_account where user_id = ?", user));
    }
}
