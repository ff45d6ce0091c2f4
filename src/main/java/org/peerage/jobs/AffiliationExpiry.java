package org.peerage.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.organizations.PendingAffiliation;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;

/** Ends requests to join organizations that nobody answered, and tells the person and the admins. */
final class AffiliationExpiry {
    private final JobContext context;
    private final AffiliationStore affiliations;

    AffiliationExpiry(JobContext context, AffiliationStore affiliations) {
        this.context = context;
        this.affiliations = affiliations;
    }

    Job job() {
        return Job.custodial(
                        "expire-affiliations",
                        "ends requests to join organizations that nobody answered",
                        Duration.ofHours(24),
                        () -> true,
                        this::run)
                .mailingLinks();
    }

    private void run(JobRun run) {
        Duration limit = context.settings().days(Setting.AFFILIATION_DAYS);
        for (PendingAffiliation request : affiliations.olderThan(limit)) {
            String name = organizationName(request);
            if (run.isDryRun() || affiliations.expire(request.id(), mails(request, name), context.now())) {
                run.count("requests ended", "user " + request.user() + " to " + name);
            }
        }
    }

    private String organizationName(PendingAffiliation request) {
        Row organization =
                request.organization() == null ? null : context.snapshot().find(Org.TYPE, request.organization());
        if (organization != null) {
            return organization.get(Org.NAME);
        }
        return request.name().isEmpty() ? "AS" + request.asn() : request.name();
    }

    private List<Mailer.Mail> mails(PendingAffiliation request, String name) {
        List<Mailer.Mail> mails = new ArrayList<>();
        Optional<UserAccount> user = context.accounts().current().user(request.user());
        String who = user.map(UserAccount::username).orElse("A user");
        user.map(UserAccount::email)
                .ifPresent(to -> mails.add(context.mail(to, "requestExpired", name, context.site())));
        if (request.organization() != null) {
            for (String admin : context.admins(request.organization())) {
                mails.add(context.mail(admin, "memberRequestExpired", name, who));
            }
        }
        return mails;
    }
}
