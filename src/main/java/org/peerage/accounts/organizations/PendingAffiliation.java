package org.peerage.accounts.organizations;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's request to belong to an organization.
 *
 * @param organization null: one that is not in the registry yet
 * @param name of such an organization; may be empty
 * @param asn by which the organization was asked for; null: by name
 * @param created seconds since the epoch
 */
public record PendingAffiliation(
        long id,
        long user,
        @Nullable Long organization,
        String name,
        @Nullable Long asn,
        long created) {}
