package org.peerage.web.page;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.peerage.access.Accounts;
import org.peerage.access.Callers;
import org.peerage.access.Throttles;
import org.peerage.accounts.Audit;
import org.peerage.accounts.Invitations;
import org.peerage.accounts.Joining;
import org.peerage.accounts.Memberships;
import org.peerage.accounts.People;
import org.peerage.accounts.Post;
import org.peerage.accounts.Reauthentication;
import org.peerage.accounts.Sessions;
import org.peerage.accounts.SiteSettings;
import org.peerage.api.Gate;
import org.peerage.ixf.Importer;
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
 * @param address of this site for links in mail, such as {@code https://peerage.example.net}; empty: as it is reached.
 *     What the client calls us is not used: a stranger could have mails sent with links to a site of theirs
 * @param post delivers mail
 * @param settings what superusers set while the site runs
 * @param gate lets in who comes with a key or a password in the request's head
 * @param importer previews and tells imports of member lists
 * @param facts how this server runs, for superusers
 */
public record Site(
        Supplier<Snapshot> registry,
        Editor editor,
        RegistryStore store,
        Accounts accounts,
        Callers callers,
        Throttles throttles,
        Gate gate,
        Sessions sessions,
        People people,
        Audit audit,
        Post post,
        Joining joining,
        Invitations invitations,
        Memberships memberships,
        Reauthentication reauthentication,
        Clock clock,
        String address,
        SiteSettings settings,
        List<ServerFact> facts,
        Search search,
        Logos logos,
        Importer importer) {
    public Site {
        facts = List.copyOf(facts);
    }
}
