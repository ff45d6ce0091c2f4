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
    private final Identities identities;

    AccountDirectory(
            long version,
            Collection<UserAccount> users,
            Collection<StoredKey> keys,
            OrganizationPolicies policies,
            Identities identities) {
        this.version = version;
        this.policies = policies;
        this.identities = identities;
        usersById = HashMap.newHashMap(users.size());
        usersByFoldedName = HashMap.newHashMap(users.size());
        keysByPrefix = HashMap.newHashMap(keys.size());
        users.forEach(user -> {
            usersById.put(user.id(), user);
            usersByFoldedName.put(folded(user.username()), user);
        });
        keys.forEach(key -> keysByPrefix.put(key.prefix(), key));
    }

    /** Names that differ in case only, or in how their letters are composed, are one (docs/spec/access.md §3). */
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

    /** Whose address it is: of whoever confirmed it, or else of whoever signed up with it. */
    public Optional<UserAccount> owner(String email) {
        return identities.owner(email.strip(), usersById.values());
    }

    /** A person's confirmed addresses, the primary one first. */
    public List<String> emails(UserAccount user) {
        return identities.emails(user);
    }

    /** Whether the person set up a second factor, so that the password alone is not enough. */
    public boolean hasSecondFactor(long user) {
        return identities.hasSecondFactor(user);
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
