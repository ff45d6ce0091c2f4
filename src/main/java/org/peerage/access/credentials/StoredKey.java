package org.peerage.access.credentials;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/**
 * What is kept of an API key (docs/spec/access.md §2): all but its secret.
 *
 * @param owner whose key it is
 * @param email of an organization's key: whom to ask about it
 * @param hash see {@link ApiKey#hash}
 * @param created seconds since the epoch
 * @param expires seconds since the epoch: from then on it is invalid; null: never
 * @param lastUsedAt seconds since the epoch, as it was when the key was read: the accounts know better
 * @param allowedNetworks from where it may be used; empty: from everywhere
 * @param grants of an organization's key, {@link Permission} bits by namespace
 * @param scope of a person's key: what of their rights it has
 */
public record StoredKey(
        long id,
        Owner owner,
        String name,
        @Nullable String email,
        String prefix,
        String hash,
        boolean readOnly,
        KeyStatus status,
        long created,
        @Nullable Long expires,
        @Nullable Long lastUsedAt,
        @Nullable String lastUsedIp,
        List<IpPrefix> allowedNetworks,
        Map<Namespace, Integer> grants,
        KeyScope scope) {

    /** How long before a key ends that is told: to owners, and to programs that come with it (docs/spec/identity.md §17). */
    public static final Duration NOTICE = Duration.ofDays(14);

    /** Whose key it is. */
    public sealed interface Owner {
        record UserOwner(long id) implements Owner {}

        record OrganizationOwner(long id) implements Owner {}
    }

    /** Revoked is for ever. */
    public enum KeyStatus {
        ACTIVE,
        INACTIVE,
        REVOKED;

        public static KeyStatus of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StoredKey {
        allowedNetworks = List.copyOf(allowedNetworks);
        grants = Map.copyOf(grants);
    }

    /** The same key, used last then; or as it is, where that is older than what is known. */
    public StoredKey used(KeyUse use) {
        return lastUsedAt != null && lastUsedAt > use.at()
                ? this
                : new StoredKey(
                        id,
                        owner,
                        name,
                        email,
                        prefix,
                        hash,
                        readOnly,
                        status,
                        created,
                        expires,
                        use.at(),
                        use.ipAddress(),
                        allowedNetworks,
                        grants,
                        scope);
    }

    /** {@link #expires} as an option. */
    public OptionalLong expiry() {
        return expires == null ? OptionalLong.empty() : OptionalLong.of(expires);
    }

    /** Whether its last second has passed. */
    public boolean isExpired(long now) {
        return expires != null && now >= expires;
    }

    /** Whether it ends within {@link #NOTICE}, or has ended. */
    public boolean endsSoon(long now) {
        return expires != null && expires - now <= NOTICE.toSeconds();
    }

    public boolean isAllowedFrom(String ipAddress) {
        if (allowedNetworks.isEmpty()) {
            return true;
        }
        Optional<IpAddress> from = IpAddress.parse(ipAddress);
        return from.isPresent() && allowedNetworks.stream().anyMatch(network -> network.contains(from.get()));
    }

    /** Names no secret, nor its hash. */
    @Override
    public String toString() {
        return prefix + " " + status.text();
    }
}
