package org.peerage.access;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.rights.DefaultGrants;
import org.peerage.access.rights.Grants;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;

/**
 * A person's account (docs/spec/access.md §3, docs/spec/objects.md §4).
 *
 * @param passwordHash as {@link Passwords} made or imported it
 * @param verified whether the e-mail address is confirmed; until then the account has a guest's rights
 * @param organizations by organization id
 * @param grants granted to this user in person, {@link Permission} bits by namespace
 * @param created seconds since the epoch
 * @param language that mails to them are in, such as {@code de}; empty: none chosen
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
        String language,
        Map<Long, Role> organizations,
        Map<Namespace, Integer> grants) {

    public UserAccount {
        organizations = Map.copyOf(organizations);
        grants = Map.copyOf(grants);
    }

    /**
     * What membership and personal grants give, without what groups do.
     *
     * @param restricted organizations of which the user only reads for now
     */
    Grants ownGrants(LongPredicate restricted) {
        Grants.Builder own = Grants.builder();
        organizations.forEach((organization, role) ->
                DefaultGrants.grant(restricted.test(organization) ? Role.MEMBER : role, organization, own));
        grants.forEach((namespace, bits) -> {
            OptionalLong organization = namespace.organization();
            boolean onlyReads = organization.isPresent() && restricted.test(organization.getAsLong());
            own.grant(namespace, onlyReads ? bits & Permission.READ.bit() : bits);
        });
        return own.build();
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "user:" + id + " " + username;
    }
}
