package org.peerage.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.access.rights.Role;
import org.peerage.net.IpPrefix;
import org.peerage.store.Sql;

/**
 * Reads accounts from the database: all of them, or those that the log of changes names (migration V12). Tables are read
 * one after another without a transaction, which on SQLite would stop writers; should accounts change meanwhile, it is
 * done again.
 */
final class AccountReader {
    private static final int TRIES = 5;

    /** With more of them, reading everything is faster. */
    private static final int MAX_CHANGES = 500;

    /** Which rows, by the column that names the holder. */
    private static final String ALL = "";

    private static final String OF_ONE = " where %s = ?";

    private AccountReader() {}

    static long version(Sql sql) throws SQLException {
        return sql.query("select version from account_version", row -> row.getLong(1))
                .getFirst();
    }

    private record Subject(String kind, long id) {}

    private record Stand(long version, long mark) {
        static Stand read(Sql sql) throws SQLException {
            return sql.query(
                            "select v.version, max(c.subject) from account_version v left join account_change c"
                                    + " on c.version = v.version and c.kind = 'version' group by v.version",
                            row -> new Stand(row.getLong(1), row.getLong(2)))
                    .getFirst();
        }
    }

    static AccountDirectory everything(Sql sql) throws SQLException {
        AccountDirectory directory = everythingOnce(sql);
        for (int i = 1; i < TRIES && version(sql) != directory.version(); i++) {
            directory = everythingOnce(sql);
        }
        return directory;
    }

    private static AccountDirectory everythingOnce(Sql sql) throws SQLException {
        Stand stand = Stand.read(sql);
        AccountDirectory.Builder made =
                new AccountDirectory.Builder(users(sql, ALL), identities(sql, ALL), keys(sql, ALL));
        setPolicies(sql, made, ALL);
        return made.build(stand.version, stand.mark);
    }

    /** The directory as it is now; the same one where nothing changed. */
    static AccountDirectory update(Sql sql, AccountDirectory before) throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            Stand stand = Stand.read(sql);
            if (stand.version == before.version() && stand.mark == before.mark()) {
                return before;
            }
            Optional<List<Subject>> changes = stand.version > before.version() ? since(sql, before) : Optional.empty();
            if (changes.isEmpty()) {
                return everything(sql);
            }
            AccountDirectory after = changed(sql, before, changes.get(), stand);
            if (version(sql) == stand.version) {
                return after;
            }
        }
        return everything(sql);
    }

    /**
     * What changed since, or at that very version: a program that counts at the end of its change logs it before. Empty:
     * too much, or the log does not know that version.
     */
    private static Optional<List<Subject>> since(Sql sql, AccountDirectory before) throws SQLException {
        boolean known = !sql.query(
                        "select 1 from account_change where version = ? and kind = 'version' and subject = ?",
                        row -> row.getLong(1),
                        before.version(),
                        before.mark())
                .isEmpty();
        if (!known) {
            return Optional.empty();
        }
        List<Subject> subjects = sql.query(
                "select distinct kind, subject from account_change where version >= ? and kind <> 'version' limit ?",
                row -> new Subject(row.getString(1), row.getLong(2)),
                before.version(),
                MAX_CHANGES + 1);
        return subjects.size() > MAX_CHANGES ? Optional.empty() : Optional.of(subjects);
    }

    private static AccountDirectory changed(Sql sql, AccountDirectory before, List<Subject> subjects, Stand stand)
            throws SQLException {
        AccountDirectory.Builder made = new AccountDirectory.Builder(before);
        for (Subject subject : subjects) {
            switch (subject.kind) {
                case "user" -> made.removeUser(subject.id);
                case "key" -> made.removeKey(subject.id);
                default -> made.setPolicy(subject.id, null);
            }
        }
        for (Subject subject : subjects) {
            switch (subject.kind) {
                case "user" -> {
                    Map<Long, Identity> identities = identities(sql, OF_ONE, subject.id);
                    users(sql, OF_ONE, subject.id)
                            .forEach(user -> made.add(user, identities.getOrDefault(user.id(), Identity.NONE)));
                }
                case "key" -> keys(sql, OF_ONE, subject.id).forEach(made::add);
                default -> setPolicies(sql, made, OF_ONE, subject.id);
            }
        }
        return made.build(stand.version, stand.mark);
    }

    private static List<UserAccount> users(Sql sql, String which, @Nullable Object... id) throws SQLException {
        String own = which.formatted("user_id");
        Map<Long, Map<Long, Role>> organizations = new HashMap<>();
        sql.query(
                "select user_id, org_id, role from org_membership" + own,
                row -> organizations
                        .computeIfAbsent(row.getLong(1), user -> new HashMap<>())
                        .put(row.getLong(2), Role.of(row.getString(3))),
                id);
        Map<Long, Map<Namespace, Integer>> grants =
                grants(sql, "select user_id, namespace, bits from user_grant" + own, id);
        return sql.query(
                "select * from user_account" + which.formatted("id") + " order by id",
                row -> user(row, organizations, grants),
                id);
    }

    private static UserAccount user(
            ResultSet row, Map<Long, Map<Long, Role>> organizations, Map<Long, Map<Namespace, Integer>> grants)
            throws SQLException {
        long id = row.getLong("id");
        return new UserAccount(
                id,
                row.getString("username"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getBoolean("verified"),
                row.getBoolean("active"),
                row.getBoolean("superuser"),
                row.getBoolean("staff"),
                row.getLong("created"),
                row.getString("language"),
                organizations.getOrDefault(id, Map.of()),
                grants.getOrDefault(id, Map.of()));
    }

    private static Map<Long, Identity> identities(Sql sql, String which, @Nullable Object... id) throws SQLException {
        String own = which.formatted("user_id");
        Map<Long, List<String>> emails = new HashMap<>();
        sql.query(
                "select user_id, email, confirmed from user_email" + own + " order by id",
                row -> row.getBoolean(3)
                        && emails.computeIfAbsent(row.getLong(1), user -> new ArrayList<>())
                                .add(row.getString(2)),
                id);
        Set<Long> secondFactors =
                new HashSet<>(sql.query("select user_id from second_factor_holder" + own, row -> row.getLong(1), id));
        Map<Long, Long> confirmed = new HashMap<>();
        sql.query(
                "select user_id, confirmed from identity_check" + own,
                row -> confirmed.put(row.getLong(1), row.getLong(2)),
                id);
        Set<Long> known = new HashSet<>(emails.keySet());
        known.addAll(secondFactors);
        known.addAll(confirmed.keySet());
        Map<Long, Identity> identities = new HashMap<>();
        for (Long user : known) {
            identities.put(
                    user,
                    new Identity(
                            emails.getOrDefault(user, List.of()), secondFactors.contains(user), confirmed.get(user)));
        }
        return identities;
    }

    private static List<StoredKey> keys(Sql sql, String which, @Nullable Object... id) throws SQLException {
        Map<Long, Map<Namespace, Integer>> grants =
                grants(sql, "select key_id, namespace, bits from api_key_grant" + which.formatted("key_id"), id);
        return sql.query("select * from api_key" + which.formatted("id") + " order by id", row -> key(row, grants), id);
    }

    /** One key, as it is in the transaction of those rows. */
    static Optional<StoredKey> key(Sql sql, String prefix) throws SQLException {
        List<Long> id = sql.query("select id from api_key where prefix = ?", row -> row.getLong(1), prefix);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return keys(sql, OF_ONE, id.getFirst()).stream().findFirst();
    }

    private static StoredKey key(ResultSet row, Map<Long, Map<Namespace, Integer>> grants) throws SQLException {
        long id = row.getLong("id");
        return new StoredKey(
                id,
                owner(row),
                row.getString("name"),
                row.getString("email"),
                row.getString("prefix"),
                row.getString("hash"),
                row.getBoolean("readonly"),
                StoredKey.KeyStatus.of(row.getString("status")),
                row.getLong("created"),
                Sql.nullableLong(row, "expires"),
                Sql.nullableLong(row, "last_used_at"),
                row.getString("last_used_ip"),
                networks(row.getString("allowed_networks")),
                grants.getOrDefault(id, Map.of()),
                KeyScope.stored(row.getString("scope_orgs"), row.getString("scope_kinds")));
    }

    private static StoredKey.Owner owner(ResultSet row) throws SQLException {
        return row.getString("kind").equals("user")
                ? new StoredKey.Owner.UserOwner(row.getLong("user_id"))
                : new StoredKey.Owner.OrganizationOwner(row.getLong("org_id"));
    }

    /** The store alone writes it, so what can't be read is damage, not to be passed over: it would widen access. */
    private static List<IpPrefix> networks(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" "))
                        .map(network -> IpPrefix.parse(network)
                                .orElseThrow(() -> new IllegalStateException("Not a network: " + network)))
                        .toList();
    }

    private static Map<Long, Map<Namespace, Integer>> grants(Sql rows, String sql, @Nullable Object... id)
            throws SQLException {
        Map<Long, Map<Namespace, Integer>> grants = new HashMap<>();
        rows.query(
                sql,
                row -> grants.computeIfAbsent(row.getLong(1), holder -> new HashMap<>())
                        .put(new Namespace(row.getString(2)), row.getInt(3)),
                id);
        return grants;
    }

    private static void setPolicies(Sql sql, AccountDirectory.Builder made, String which, @Nullable Object... id)
            throws SQLException {
        sql.query(
                "select org_id, second_factor, email_domains, reauth, reauth_since, no_passwords, no_totp,"
                        + " passkey_and_more from org_policy"
                        + which.formatted("org_id"),
                row -> {
                    OrganizationPolicy policy = new OrganizationPolicy(
                            row.getBoolean(2),
                            domains(row.getString(3)),
                            ReauthenticationPeriod.of(row.getString(4)).orElse(null),
                            row.getLong(5),
                            new OrganizationPolicy.SignInRules(
                                    row.getBoolean(6), row.getBoolean(7), row.getBoolean(8)));
                    made.setPolicy(row.getLong(1), policy);
                    return policy;
                },
                id);
    }

    private static List<String> domains(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
