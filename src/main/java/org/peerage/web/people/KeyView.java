package org.peerage.web.people;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.peerage.access.credentials.StoredKey;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.net.IpPrefix;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/**
 * A key as lists show it.
 *
 * @param limited whether it is for some organizations or kinds of objects alone
 * @param state whether it works, in a word: active, inactive, expired or revoked
 * @param daysLeft until it ends, begun ones too, if that is soon; 0: it is not
 * @param permissions of an organization's key: bits by permission id
 */
public record KeyView(
        String prefix,
        String name,
        String email,
        boolean readOnly,
        boolean limited,
        boolean revoked,
        String state,
        long daysLeft,
        String created,
        String expires,
        String lastUsed,
        String networks,
        Map<String, Integer> permissions) {
    private static final List<String> STATES = List.of("active", "inactive", "expired", "revoked");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    public static List<KeyView> of(PageRequest request, StoredKey.Owner owner) {
        return request.services().accounts().keysOf(owner).reversed().stream()
                .map(key -> of(key, request.services().clock().instant().getEpochSecond()))
                .sorted(Comparator.comparingInt(key -> STATES.indexOf(key.state)))
                .toList();
    }

    /** One key, with its last use. */
    public static KeyView of(PageRequest request, StoredKey key) {
        long now = request.services().clock().instant().getEpochSecond();
        return request.services().accounts().keysOf(key.owner()).stream()
                .filter(own -> own.id() == key.id())
                .findFirst()
                .map(own -> of(own, now))
                .orElseGet(() -> of(key, now));
    }

    private static KeyView of(StoredKey key, long now) {
        Map<String, Integer> permissions = key.owner() instanceof StoredKey.Owner.OrganizationOwner(long id)
                ? new PermissionIds(id).of(key.grants())
                : Map.of();
        return new KeyView(
                key.prefix(),
                key.name(),
                key.email() == null ? "" : key.email(),
                key.readOnly(),
                !key.scope().isAll(),
                key.status() == StoredKey.KeyStatus.REVOKED,
                state(key, now),
                daysLeft(key, now),
                time(key.created()),
                key.expires() == null ? "" : time(key.expires()),
                key.lastUsedAt() == null
                        ? Texts.text("common.never")
                        : Texts.text("key.usedFrom", time(key.lastUsedAt()), Objects.toString(key.lastUsedIp(), "")),
                key.allowedNetworks().stream().map(IpPrefix::toString).collect(Collectors.joining(" ")),
                permissions);
    }

    private static String state(StoredKey key, long now) {
        return switch (key.status()) {
            case ACTIVE -> key.isExpired(now) ? "expired" : "active";
            case INACTIVE -> "inactive";
            case REVOKED -> "revoked";
        };
    }

    private static long daysLeft(StoredKey key, long now) {
        boolean isSoon = key.status() == StoredKey.KeyStatus.ACTIVE && key.endsSoon(now) && !key.isExpired(now);
        return isSoon ? Duration.ofSeconds(key.expiry().orElseThrow() - now - 1).toDays() + 1 : 0;
    }

    /** Whether it works, and not for long. */
    public boolean endsSoon() {
        return daysLeft > 0;
    }

    /** How the state is marked. */
    public String chip() {
        return endsSoon() ? "warn" : isActive() ? "ok" : "bad";
    }

    /** What it may do, in a word or two. */
    public String accessText() {
        String access = Texts.text(readOnly ? "key.readOnly" : "key.readWrite");
        return limited ? Texts.text("key.limited", access) : access;
    }

    /** Whether it works now. */
    public boolean isActive() {
        return state.equals("active");
    }

    /** The state for people. */
    public String stateText() {
        return endsSoon() ? Texts.text("key.state.ends", daysLeft) : Texts.text("key.state." + state);
    }

    /** The bits that a permission id has. */
    public int bits(String id) {
        return permissions.getOrDefault(id, 0);
    }

    public static String time(long seconds) {
        return DAY.format(Instant.ofEpochSecond(seconds));
    }
}
