package org.peerage.access.credentials;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.net.IpPrefix;

/**
 * An API key to be made.
 *
 * @param email of an organization's key: whom to ask about it
 * @param expires seconds since the epoch; null: never
 * @param allowedNetworks from where it may be used; empty: from everywhere
 * @param grants of an organization's key, {@link Permission} bits by namespace
 */
public record NewKey(
        StoredKey.Owner owner,
        String name,
        @Nullable String email,
        boolean readOnly,
        StoredKey.KeyStatus status,
        @Nullable Long expires,
        List<IpPrefix> allowedNetworks,
        Map<Namespace, Integer> grants) {

    public NewKey {
        allowedNetworks = List.copyOf(allowedNetworks);
        grants = Map.copyOf(grants);
    }

    /** An active key of a user, for ever and from everywhere. */
    public static NewKey ofUser(long user, String name, boolean readOnly) {
        return new NewKey(
                new StoredKey.Owner.UserOwner(user),
                name,
                null,
                readOnly,
                StoredKey.KeyStatus.ACTIVE,
                null,
                List.of(),
                Map.of());
    }

    /** An active key of an organization, for ever and from everywhere; read-only when no grant writes. */
    public static NewKey ofOrganization(long organization, String name, String email, Map<Namespace, Integer> grants) {
        boolean readOnly = grants.values().stream().allMatch(bits -> (bits & ~Permission.READ.bit()) == 0);
        return new NewKey(
                new StoredKey.Owner.OrganizationOwner(organization),
                name,
                email,
                readOnly,
                StoredKey.KeyStatus.ACTIVE,
                null,
                List.of(),
                grants);
    }
}
