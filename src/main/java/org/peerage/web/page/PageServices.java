package org.peerage.web.page;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.limits.RateLimiter;
import org.peerage.accounts.AuditLog;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.following.Follows;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.organizations.AffiliationService;
import org.peerage.accounts.organizations.Invitations;
import org.peerage.accounts.organizations.Memberships;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.Reauthentication;
import org.peerage.accounts.people.Sessions;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.api.RequestFilter;
import org.peerage.api.handlers.PastReads;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notices;
import org.peerage.ixf.Proposals;
import org.peerage.ixf.Rollback;
import org.peerage.jobs.AsSetLookup;
import org.peerage.jobs.NetworkNotices;
import org.peerage.jobs.Scheduler;
import org.peerage.oauth.IdentityProvider;
import org.peerage.registry.Editor;
import org.peerage.registry.Logos;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/**
 * What pages are made of.
 *
 * @param editor changes the registry
 * @param store where the log of changes is read
 * @param url of this site for links in mail, such as {@code https://peerage.example.net}; empty: as it is reached.
 *     What the client calls us is not used: a stranger could have mails sent with links to a site of theirs
 * @param mailer delivers mail
 * @param settings what superusers set while the site runs
 * @param requestFilter lets in who comes with a key or a password in the request's head
 * @param follows what people are told of by mail
 * @param tokens words in links of mails
 * @param statistics how many objects and people there were by day
 * @param tickets what those who look after the registry are asked
 * @param networkNotices what jobs have found out about networks
 * @param importer previews and tells imports of member lists
 * @param scheduler what is done by the clock
 * @param proposals what networks are asked about
 * @param notices mails about imports, and who wants none
 * @param identityProvider lets people sign in elsewhere
 * @param keyActivity what keys are used for
 * @param past states of the past
 * @param rollback takes back what an import did
 * @param contact the e-mail address of who runs the registry; empty: not told
 * @param serverInfo how this server runs, for superusers
 */
public record PageServices(
        Supplier<Snapshot> snapshots,
        Editor editor,
        RegistryStore store,
        Accounts accounts,
        Authenticator authenticator,
        RateLimiter rateLimiter,
        RequestFilter requestFilter,
        Sessions sessions,
        AccountServices people,
        AuditLog auditLog,
        Mailer mailer,
        AffiliationService affiliations,
        Invitations invitations,
        Memberships memberships,
        Reauthentication reauthentication,
        Clock clock,
        String url,
        SiteSettings settings,
        List<ServerInfoItem> serverInfo,
        Search search,
        Logos logos,
        Importer importer,
        Scheduler scheduler,
        Proposals proposals,
        Notices notices,
        Rollback rollback,
        PastReads past,
        IdentityProvider identityProvider,
        KeyActivity keyActivity,
        String contact,
        Follows follows,
        SignedTokens tokens,
        Statistics statistics,
        Tickets tickets,
        NetworkNotices networkNotices,
        AsSetLookup asSets) {
    public PageServices {
        serverInfo = List.copyOf(serverInfo);
    }
}
