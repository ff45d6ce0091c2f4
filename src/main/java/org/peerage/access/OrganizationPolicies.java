package org.peerage.access;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What organizations ask of their members, and who does not fulfil it: of such, rights other than to read rest. */
public final class OrganizationPolicies {
    private final Map<Long, OrganizationPolicy> policies;
    private final Set<Long> withSecondFactor;
    private final Map<Long, Long> confirmed;

    private OrganizationPolicies(
            Map<Long, OrganizationPolicy> policies, Set<Long> withSecondFactor, Map<Long, Long> confirmed) {
        this.policies = Map.copyOf(policies);
        this.withSecondFactor = Set.copyOf(withSecondFactor);
        this.confirmed = Map.copyOf(confirmed);
    }

    /** Why a user's rights in an organization rest. */
    public enum Rest {
        NONE,
        /** It asks for a second factor, and there is none. */
        SECOND_FACTOR,
        /** The address has to be confirmed again. */
        CONFIRMATION
    }

    static OrganizationPolicies read(Rows rows) throws SQLException {
        Map<Long, OrganizationPolicy> policies = new HashMap<>();
        rows.query(
                "select org_id, second_factor, email_domains, reauth, reauth_since from org_policy",
                row -> policies.put(
                        row.getLong(1),
                        new OrganizationPolicy(
                                row.getBoolean(2),
                                domains(row.getString(3)),
                                ReauthenticationPeriod.of(row.getString(4)).orElse(null),
                                row.getLong(5))));
        Set<Long> holders =
                new HashSet<>(rows.query("select user_id from second_factor_holder", row -> row.getLong(1)));
        Map<Long, Long> confirmed = new HashMap<>();
        rows.query(
                "select user_id, confirmed from identity_check", row -> confirmed.put(row.getLong(1), row.getLong(2)));
        return new OrganizationPolicies(policies, holders, confirmed);
    }

    private static List<String> domains(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    public OrganizationPolicy of(long organization) {
        return policies.getOrDefault(organization, OrganizationPolicy.NONE);
    }

    public boolean hasSecondFactor(long user) {
        return withSecondFactor.contains(user);
    }

    /** Why a member only reads now. */
    public Rest rest(UserAccount user, long organization, long now) {
        OrganizationPolicy policy = policies.get(organization);
        if (policy == null) {
            return Rest.NONE;
        }
        if (policy.secondFactor() && !hasSecondFactor(user.id())) {
            return Rest.SECOND_FACTOR;
        }
        ReauthenticationPeriod period = policy.period();
        if (period == null) {
            return Rest.NONE;
        }
        long last = Math.max(confirmed.getOrDefault(user.id(), user.created()), policy.since());
        return now - last > period.length().toSeconds() ? Rest.CONFIRMATION : Rest.NONE;
    }
}
