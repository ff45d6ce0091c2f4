package org.peerage.access;

import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.snapshot.LongTrie;

/** What organizations ask of their members, and who does not fulfil it: of such, rights other than to read rest. */
public final class OrganizationPolicies {
    private final HashTrie<Long, OrganizationPolicy> policies;
    private final LongTrie<Identity> identities;

    OrganizationPolicies(HashTrie<Long, OrganizationPolicy> policies, LongTrie<Identity> identities) {
        this.policies = policies;
        this.identities = identities;
    }

    /** Why a user's rights in an organization rest. */
    public enum Suspension {
        NONE,
        /** It asks for a second factor, and there is none. */
        SECOND_FACTOR,
        /** The address has to be confirmed again. */
        CONFIRMATION
    }

    public OrganizationPolicy of(long organization) {
        OrganizationPolicy policy = policies.get(organization);
        return policy == null ? OrganizationPolicy.NONE : policy;
    }

    /** What a person's organizations ask at sign-in: each of them binds. */
    public OrganizationPolicy.SignInRules signInRules(UserAccount user) {
        boolean noPasswords = false;
        boolean noTotp = false;
        boolean passkeyAndMore = false;
        for (long organization : user.organizations().keySet()) {
            OrganizationPolicy.SignInRules rules = of(organization).signIn();
            noPasswords |= rules.noPasswords();
            noTotp |= rules.noTotp();
            passkeyAndMore |= rules.passkeyAndMore();
        }
        return new OrganizationPolicy.SignInRules(noPasswords, noTotp, passkeyAndMore);
    }

    public boolean hasSecondFactor(long user) {
        return AccountDirectory.identity(identities, user).secondFactor();
    }

    /** Why a member only reads now. */
    public Suspension suspension(UserAccount user, long organization, long now) {
        OrganizationPolicy policy = policies.get(organization);
        if (policy == null) {
            return Suspension.NONE;
        }
        if (policy.secondFactor() && !hasSecondFactor(user.id())) {
            return Suspension.SECOND_FACTOR;
        }
        ReauthenticationPeriod period = policy.period();
        if (period == null) {
            return Suspension.NONE;
        }
        Long confirmed = AccountDirectory.identity(identities, user.id()).confirmed();
        long last = Math.max(confirmed == null ? user.created() : confirmed, policy.since());
        return now - last > period.length().toSeconds() ? Suspension.CONFIRMATION : Suspension.NONE;
    }
}
