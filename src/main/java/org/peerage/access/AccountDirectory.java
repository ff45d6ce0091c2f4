package org.peerage.access;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.snapshot.LongTrie;

/**
 * All accounts and keys as they were at one moment: immutable, made by {@link AccountStore}. A changed one shares with the
 * one before what did not change, so that a change costs the same however many accounts there are.
 */
public final class AccountDirectory {
    private static final long[] NOBODY = {};

    private final long version;
    private final long mark;
    private final LongTrie<UserAccount> users;
    private final LongTrie<Identity> identities;
    private final HashTrie<String, Long> usersByFoldedName;
    private final HashTrie<String, long[]> usersByEmail;
    private final HashTrie<Long, long[]> usersByOrganization;
    private final long[] superusers;
    private final LongTrie<StoredKey> keys;
    private final HashTrie<String, Long> keysByPrefix;
    private final HashTrie<StoredKey.Owner, long[]> keysByOwner;
    private final HashTrie<Long, OrganizationPolicy> policies;

    private AccountDirectory(Builder made, long version, long mark) {
        this.version = version;
        this.mark = mark;
        users = made.users;
        identities = made.identities;
        usersByFoldedName = made.usersByFoldedName;
        usersByEmail = made.usersByEmail;
        usersByOrganization = made.usersByOrganization;
        superusers = made.superusers;
        keys = made.keys;
        keysByPrefix = made.keysByPrefix;
        keysByOwner = made.keysByOwner;
        policies = made.policies;
    }

    /** Names that differ in case only, or in how their letters are composed, are one (docs/spec/access.md §3). */
    public static String folded(String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** Grows with each change of accounts, in whichever process. */
    public long version() {
        return version;
    }

    /** Tells this version from one of the same number in another history. */
    long mark() {
        return mark;
    }

    public Optional<UserAccount> user(long id) {
        return Optional.ofNullable(users.get(id));
    }

    public Optional<UserAccount> user(String username) {
        return Optional.ofNullable(usersByFoldedName.get(folded(username))).flatMap(this::user);
    }

    /** Whose address it is: of whoever confirmed it, or else of whoever signed up with it. */
    public Optional<UserAccount> owner(String email) {
        String wanted = Identity.comparable(email.strip());
        Optional<UserAccount> claims = Optional.empty();
        for (UserAccount user : accounts(usersByEmail.get(wanted))) {
            if (emails(user).stream().anyMatch(own -> Identity.comparable(own).equals(wanted))) {
                return Optional.of(user);
            }
            claims = Optional.of(user);
        }
        return claims;
    }

    /** A person's confirmed addresses, the primary one first. */
    public List<String> emails(UserAccount user) {
        return identity(identities, user.id()).emails(user);
    }

    /** Whether the person set up a second factor, so that the password alone is not enough. */
    public boolean hasSecondFactor(long user) {
        return identity(identities, user).secondFactor();
    }

    public Optional<StoredKey> key(String prefix) {
        return Optional.ofNullable(keysByPrefix.get(prefix)).flatMap(id -> Optional.ofNullable(keys.get(id)));
    }

    /**
     * Where to write to whoever the log of changes names, such as {@code user:12} or {@code org-key:<prefix>}; empty: nobody
     * knows.
     */
    public Optional<String> emailOfActor(String actor) {
        LoggedActor who = LoggedActor.parse(actor);
        return personBehind(who).map(UserAccount::email).or(() -> keyOf(who)
                .filter(key -> key.owner() instanceof StoredKey.Owner.OrganizationOwner)
                .map(StoredKey::email));
    }

    /** The person who acted, by a key of theirs as well; empty: it was no person, or they are gone. */
    public Optional<UserAccount> personBehind(LoggedActor actor) {
        return actor instanceof LoggedActor.User(long id)
                ? user(id)
                : keyOf(actor)
                        .flatMap(key -> key.owner() instanceof StoredKey.Owner.UserOwner(long owner)
                                ? user(owner)
                                : Optional.empty());
    }

    /** The key that acted; empty: it was none, or it is gone. */
    public Optional<StoredKey> keyOf(LoggedActor actor) {
        return actor instanceof LoggedActor.Key(String prefix, boolean isPersonal) ? key(prefix) : Optional.empty();
    }

    /** What organizations ask of their members. */
    public OrganizationPolicies policies() {
        return new OrganizationPolicies(policies, identities);
    }

    /** Who has a role in an organization, in order of id. */
    public List<UserAccount> membersOf(long organization) {
        return accounts(usersByOrganization.get(organization));
    }

    /** Those with all rights, shut accounts too, in order of id. */
    public List<UserAccount> superusers() {
        return accounts(superusers);
    }

    /** All users, in order of id. */
    public List<UserAccount> users() {
        List<UserAccount> all = new ArrayList<>(users.size());
        users.forEach(all::add);
        return all;
    }

    /** All keys of one owner, revoked ones too, in order of id. */
    public List<StoredKey> keysOf(StoredKey.Owner owner) {
        List<StoredKey> own = new ArrayList<>();
        for (long id : ids(keysByOwner.get(owner))) {
            StoredKey key = keys.get(id);
            if (key != null) {
                own.add(key);
            }
        }
        return own;
    }

    /** All keys, in order of id. */
    public List<StoredKey> keys() {
        List<StoredKey> all = new ArrayList<>(keys.size());
        keys.forEach(all::add);
        return all;
    }

    static Identity identity(LongTrie<Identity> identities, long user) {
        Identity known = identities.get(user);
        return known == null ? Identity.NONE : known;
    }

    private List<UserAccount> accounts(long @Nullable [] some) {
        List<UserAccount> found = new ArrayList<>();
        for (long id : ids(some)) {
            UserAccount user = users.get(id);
            if (user != null) {
                found.add(user);
            }
        }
        return found;
    }

    private static long[] ids(long @Nullable [] some) {
        return some == null ? NOBODY : some;
    }

    /** A directory in the making, which begins as another. Used by one thread. */
    static final class Builder {
        private LongTrie<UserAccount> users;
        private LongTrie<Identity> identities;
        private HashTrie<String, Long> usersByFoldedName;
        private HashTrie<String, long[]> usersByEmail;
        private HashTrie<Long, long[]> usersByOrganization;
        private long[] superusers;
        private LongTrie<StoredKey> keys;
        private HashTrie<String, Long> keysByPrefix;
        private HashTrie<StoredKey.Owner, long[]> keysByOwner;
        private HashTrie<Long, OrganizationPolicy> policies = HashTrie.empty();

        /** All of a database, in order of id. */
        Builder(List<UserAccount> allUsers, Map<Long, Identity> allIdentities, List<StoredKey> allKeys) {
            LongTrie.Builder<UserAccount> byId = new LongTrie.Builder<>();
            LongTrie.Builder<Identity> known = new LongTrie.Builder<>();
            Map<String, Long> byName = HashMap.newHashMap(allUsers.size());
            Map<String, LongStream.Builder> byEmail = HashMap.newHashMap(allUsers.size());
            Map<Long, LongStream.Builder> byOrganization = new HashMap<>();
            LongStream.Builder all = LongStream.builder();
            for (UserAccount user : allUsers) {
                Identity identity = allIdentities.getOrDefault(user.id(), Identity.NONE);
                byId.put(user.id(), user);
                if (!identity.equals(Identity.NONE)) {
                    known.put(user.id(), identity);
                }
                byName.put(folded(user.username()), user.id());
                identity.claimed(user).forEach(email -> group(byEmail, email, user.id()));
                user.organizations().keySet().forEach(organization -> group(byOrganization, organization, user.id()));
                if (user.superuser()) {
                    all.add(user.id());
                }
            }
            users = byId.build();
            identities = known.build();
            usersByFoldedName = HashTrie.of(byName);
            usersByEmail = HashTrie.of(arrays(byEmail));
            usersByOrganization = HashTrie.of(arrays(byOrganization));
            superusers = all.build().toArray();
            LongTrie.Builder<StoredKey> keysById = new LongTrie.Builder<>();
            Map<String, Long> byPrefix = HashMap.newHashMap(allKeys.size());
            Map<StoredKey.Owner, LongStream.Builder> byOwner = HashMap.newHashMap(allKeys.size());
            for (StoredKey key : allKeys) {
                keysById.put(key.id(), key);
                byPrefix.put(key.prefix(), key.id());
                group(byOwner, key.owner(), key.id());
            }
            keys = keysById.build();
            keysByPrefix = HashTrie.of(byPrefix);
            keysByOwner = HashTrie.of(arrays(byOwner));
        }

        private static <K> void group(Map<K, LongStream.Builder> groups, K key, long id) {
            groups.computeIfAbsent(key, none -> LongStream.builder()).add(id);
        }

        private static <K> Map<K, long[]> arrays(Map<K, LongStream.Builder> groups) {
            Map<K, long[]> arrays = HashMap.newHashMap(groups.size());
            groups.forEach((key, ids) -> arrays.put(key, ids.build().toArray()));
            return arrays;
        }

        Builder(AccountDirectory before) {
            users = before.users;
            identities = before.identities;
            usersByFoldedName = before.usersByFoldedName;
            usersByEmail = before.usersByEmail;
            usersByOrganization = before.usersByOrganization;
            superusers = before.superusers;
            keys = before.keys;
            keysByPrefix = before.keysByPrefix;
            keysByOwner = before.keysByOwner;
            policies = before.policies;
        }

        /** Names and addresses may change hands, so who changes is taken out before anybody is put in. */
        void removeUser(long id) {
            UserAccount user = users.get(id);
            if (user == null) {
                return;
            }
            for (String email : identity(identities, id).claimed(user)) {
                usersByEmail = without(usersByEmail, email, id);
            }
            for (Long organization : user.organizations().keySet()) {
                usersByOrganization = without(usersByOrganization, organization, id);
            }
            String name = folded(user.username());
            if (Long.valueOf(id).equals(usersByFoldedName.get(name))) {
                usersByFoldedName = usersByFoldedName.with(name, null);
            }
            superusers = without(superusers, id);
            users = users.with(id, null);
            identities = identities.with(id, null);
        }

        void add(UserAccount user, Identity identity) {
            long id = user.id();
            users = users.with(id, user);
            if (!identity.equals(Identity.NONE)) {
                identities = identities.with(id, identity);
            }
            usersByFoldedName = usersByFoldedName.with(folded(user.username()), id);
            for (String email : identity.claimed(user)) {
                usersByEmail = with(usersByEmail, email, id);
            }
            for (Long organization : user.organizations().keySet()) {
                usersByOrganization = with(usersByOrganization, organization, id);
            }
            if (user.superuser()) {
                superusers = with(superusers, id);
            }
        }

        void removeKey(long id) {
            StoredKey key = keys.get(id);
            if (key == null) {
                return;
            }
            keysByOwner = without(keysByOwner, key.owner(), id);
            if (Long.valueOf(id).equals(keysByPrefix.get(key.prefix()))) {
                keysByPrefix = keysByPrefix.with(key.prefix(), null);
            }
            keys = keys.with(id, null);
        }

        void add(StoredKey key) {
            keys = keys.with(key.id(), key);
            keysByPrefix = keysByPrefix.with(key.prefix(), key.id());
            keysByOwner = with(keysByOwner, key.owner(), key.id());
        }

        /** Sets what an organization asks for; null: nothing. */
        void setPolicy(long organization, @Nullable OrganizationPolicy policy) {
            policies = policies.with(organization, policy);
        }

        AccountDirectory build(long version, long mark) {
            return new AccountDirectory(this, version, mark);
        }

        private static <K> HashTrie<K, long[]> with(HashTrie<K, long[]> map, K key, long id) {
            return map.with(key, with(ids(map.get(key)), id));
        }

        private static <K> HashTrie<K, long[]> without(HashTrie<K, long[]> map, K key, long id) {
            long[] rest = without(ids(map.get(key)), id);
            return map.with(key, rest.length == 0 ? null : rest);
        }

        private static long[] with(long[] sorted, long id) {
            int at = Arrays.binarySearch(sorted, id);
            if (at >= 0) {
                return sorted;
            }
            int place = -at - 1;
            long[] more = Arrays.copyOf(sorted, sorted.length + 1);
            System.arraycopy(sorted, place, more, place + 1, sorted.length - place);
            more[place] = id;
            return more;
        }

        private static long[] without(long[] sorted, long id) {
            int at = Arrays.binarySearch(sorted, id);
            if (at < 0) {
                return sorted;
            }
            long[] less = Arrays.copyOf(sorted, sorted.length - 1);
            System.arraycopy(sorted, at + 1, less, at, less.length - at);
            return less;
        }
    }
}
