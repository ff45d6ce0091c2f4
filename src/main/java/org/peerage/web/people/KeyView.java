package org.peerage.web.people;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.access.StoredKey;
import org.peerage.accounts.PermissionIds;
import org.peerage.net.IpPrefix;
import org.peerage.web.page.Visit;

/**
 * A key as lists show it.
 *
 * @param permissions of an organization's key: bits by permission id
 */
public record KeyView(
        String prefix,
        String name,
        String email,
        boolean readOnly,
        boolean revoked,
        String created,
        String expires,
        String lastUsed,
        String networks,
        Map<String, Integer> permissions) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    public static List<KeyView> of(Visit visit, StoredKey.Owner owner) {
        return visit.site().accounts().current().keysOf(owner).reversed().stream()
                .sorted((a, b) ->
                        Boolean.compare(a.status() == StoredKey.Status.REVOKED, b.status() == StoredKey.Status.REVOKED))
                .map(KeyView::of)
                .toList();
    }

    public static KeyView of(StoredKey key) {
        Map<String, Integer> permissions = key.owner() instanceof StoredKey.Owner.Organization(long id)
                ? new PermissionIds(id).of(key.grants())
                : Map.of();
        return new KeyView(
                key.prefix(),
                key.name(),
                key.email() == null ? "" : key.email(),
                key.readOnly(),
                key.status() == StoredKey.Status.REVOKED,
                time(key.created()),
                key.expires() == null ? "" : time(key.expires()),
                key.lastUsedAt() == null ? "never" : time(key.lastUsedAt()) + " from " + key.lastUsedIp(),
                key.allowedNetworks().stream().map(IpPrefix::toString).collect(Collectors.joining(" ")),
                permissions);
    }

    /** The bits that a permission id has. */
    public int bits(String id) {
        return permissions.getOrDefault(id, 0);
    }

    public static String time(long seconds) {
        return DAY.format(Instant.ofEpochSecond(seconds));
    }
}
