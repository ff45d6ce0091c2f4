package org.peerage.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person's account (spec/access.md §3, spec/objects.md §4).
 *
 * @param passwordHash as {@link Passwords} made or imported it
 * @param verified whether the e-mail address is confirmed; until then the account has a guest's rights
 * @param organizations by organization id
 * @param grants granted to this user in person, {@link Permission} bits by namespace
 * @param created seconds since the epoch
 */
public record UserAccount(
        long id,
        String username,
        @Nullable String email,
        String passwordHash,
        String firstName,
        String lastName,
        boolean verified,
        boolean active,
        boolean superuser,
        boolean staff,
        long created,
        Map<Long, Role> organizations,
        Map<Namespace, Integer> grants) {

    public UserAccount {
        organizations = Map.copyOf(organizations);
        grants = Map.copyOf(grants);
    }

    /** What membership and personal grants give, without what groups do. */
    Grants ownGrants() {
        Grants.Builder own = Grants.builder();
        organizations.forEach((organization, role) -> StandingGrants.grant(role, organization, own));
        grants.forEach(own::grant);
        return own.build();
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "user:" + id + " " + username;
    }
}
