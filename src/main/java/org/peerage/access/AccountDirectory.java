package org.peerage.access;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All accounts and keys as they were at one moment: immutable, made by {@link AccountStore#load}. */
public final class AccountDirectory {
    private final long version;
    private final Map<Long, UserAccount> usersById;
    private final Map<String, UserAccount> usersByFoldedName;
    private final Map<String, StoredKey> keysByPrefix;
    private final OrganizationPolicies policies;

    AccountDirectory(
            long version, Collection<UserAccount> users, Collection<StoredKey> keys, OrganizationPolicies policies) {
        this.version = version;
        this.policies = policies;
        usersById = HashMap.newHashMap(users.size());
        usersByFoldedName = HashMap.newHashMap(users.size());
        keysByPrefix = HashMap.newHashMap(keys.size());
        users.forEach(user -> {
            usersById.put(user.id(), user);
            usersByFoldedName.put(folded(user.username()), user);
        });
        keys.forEach(key -> keysByPrefix.put(key.prefix(), key));
    }

    /** Names that differ in case only, or in how their letters are composed, are one (spec/access.md §3). */
    static String folded(String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Grows with each change of accounts, in whichever process. */
    public long version() {
        return version;
    }

    public Optional<UserAccount> user(long id) {
        return Optional.ofNullable(usersById.get(id));
    }

    public Optional<UserAccount> user(String username) {
        return Optional.ofNullable(usersByFoldedName.get(folded(username)));
    }

    public Optional<StoredKey> key(String prefix) {
        return Optional.ofNullable(keysByPrefix.get(prefix));
    }

    /** What organizations ask of their members. */
    public OrganizationPolicies policies() {
        return policies;
    }

    /** Who has a role in an organization, in order of id. */
    public List<UserAccount> membersOf(long organization) {
        return users().stream()
                .filter(user -> user.organizations().containsKey(organization))
                .toList();
    }

    /** All users, in order of id. */
    public List<UserAccount> users() {
        return usersById.values().stream()
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .toList();
    }

    /** All keys of one owner, revoked ones too, in order of id. */
    public List<StoredKey> keysOf(StoredKey.Owner owner) {
        return keys().stream().filter(key -> key.owner().equals(owner)).toList();
    }

    /** All keys, in order of id. */
    public List<StoredKey> keys() {
        return keysByPrefix.values().stream()
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .toList();
    }
}
