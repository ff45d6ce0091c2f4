package org.peerage.jobs;

import java.util.List;
import java.util.function.Function;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.people.AccountClosure;
import org.peerage.net.Asn;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.rules.ExternalFacts;

/** What a registry does by the clock (docs/spec/operations.md §4). Copies of another registry do none of it. */
public final class RegistryJobs {
    private RegistryJobs() {}

    public static List<Job> of(
            JobContext context,
            AffiliationStore affiliations,
            AccountClosure closure,
            RegistrySettings registry,
            DelegatedFiles files,
            IrrServers irr,
            Function<Asn, ExternalFacts.AsnRecord> rdap) {
        return List.of(
                new ContactErasure(context).job(),
                new AffiliationExpiry(context, affiliations).job(),
                new QueueTimeout(context).job(),
                new EmptyOrganizations(context, registry).job(),
                new OrphanedAccounts(context, closure).job(),
                new CoordinateRequests(context).job(),
                new RirStatusCheck(context, files, rdap, registry.documentationNumbers()).job(),
                new AsSetCheck(context, irr).job());
    }
}
