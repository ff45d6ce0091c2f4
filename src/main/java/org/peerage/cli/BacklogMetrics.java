package org.peerage.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.peerage.accounts.following.FollowMails;
import org.peerage.jobs.MailDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail that has not left, and changes that followers were not told of. The database is asked now and then, not by who reads metrics: they
 * are to be had while it is away.
 */
final class BacklogMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogMetrics.class);

    private final MailDelivery mail;
    private final FollowMails followers;
    private volatile double waiting = Double.NaN;
    private volatile double oldestSeconds = Double.NaN;
    private volatile double untold = Double.NaN;

    BacklogMetrics(MeterRegistry metrics, MailDelivery mail, FollowMails followers) {
        this.mail = mail;
        this.followers = followers;
        metrics.gauge("peerage.outbox.waiting", this, backlog -> backlog.waiting);
        metrics.gauge("peerage.outbox.oldest.seconds", this, backlog -> backlog.oldestSeconds);
        metrics.gauge("peerage.followers.lag.versions", this, backlog -> backlog.untold);
        Counter sent = metrics.counter("peerage.mails", "outcome", "sent");
        Counter failed = metrics.counter("peerage.mails", "outcome", "failed");
        mail.whenTried(wasSent -> (wasSent ? sent : failed).increment());
    }

    /** Looks how it is. */
    void refresh() {
        try {
            MailDelivery.Backlog backlog = mail.backlog();
            waiting = backlog.messages();
            oldestSeconds = backlog.oldestSeconds();
            untold = followers.untoldVersions();
        } catch (Exception unreachable) {
            LOG.debug("how much waits is not known now: {}", unreachable.toString());
        }
    }
}
