package org.peerage.oauth;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.accounts.RandomTokens;
import org.peerage.store.Sql;

/**
 * Consents, codes and tokens in the database (migration V15), each looked up by the hash of what was shown. Whatever ends
 * tokens counts as a change of accounts, so that no node takes a token for valid that another node ended.
 */
public final class TokenStore {
    static final Duration CODE_LIFE = Duration.ofSeconds(60);
    static final Duration ACCESS_LIFE = Duration.ofHours(10);
    /** Each use gives a new one; one that nobody uses for so long ends. */
    static final Duration REFRESH_LIFE = Duration.ofDays(90);

    /** How long after an exchange requests count as having been there at the same time. */
    private static final Duration SAME_MOMENT = Duration.ofSeconds(2);

    private static final String SELECT = "select t.*, g.application_id, g.user_id, g.amr, g.auth_time,"
            + " a.client_id, a.allowed_origins from oauth_token t join oauth_grant g on g.id = t.grant_id"
            + " join oauth_application a on a.id = g.application_id where t.hash = ? and t.kind = ?"
            + " and not t.used";

    private final Transactions database;
    private final Accounts accounts;
    private final Clock clock;
    private final Map<Use, Long> uses = new ConcurrentHashMap<>();
    private final Map<String, Refresh> refreshes = new ConcurrentHashMap<>();

    TokenStore(DataSource source, Accounts accounts, Clock clock) {
        this.database = new Transactions(source);
        this.accounts = accounts;
        this.clock = clock;
    }

    private record Use(long user, long application) {}

    /** The requests that are exchanging the same refresh token at this moment; when one of them has. */
    private static final class Refresh {
        private int requests;
        /** In seconds; 0: not yet. */
        private volatile long exchangedAt;
    }

    /** What a person allowed, as the authorization request had it. */
    record NewGrant(
            Application application,
            long user,
            Set<Scope> scopes,
            String redirectUri,
            String codeChallenge,
            String nonce,
            long authTime,
            String amr) {}

    /** The tokens that a code or a refresh token was exchanged for. */
    record IssuedTokens(AccessToken access, String accessToken, String refreshToken, String nonce) {}

    /** What came of an exchange. */
    sealed interface ExchangeResult {
        record Exchanged(IssuedTokens tokens) implements ExchangeResult {}

        /** There is no such code or token, or it has ended. */
        record Invalid() implements ExchangeResult {}

        /** It was used before: all that came from it has ended now. */
        record Replayed(long user) implements ExchangeResult {}

        record OtherRedirect() implements ExchangeResult {}

        record WiderScope() implements ExchangeResult {}
    }

    /**
     * An application that a person let in.
     *
     * @param firstUsed seconds since the epoch, like {@code lastUsed}
     */
    public record Authorization(Application application, Set<Scope> scopes, long firstUsed, long lastUsed) {
        public Authorization {
            scopes = Set.copyOf(scopes);
        }
    }

    // Consent

    /** Whether the person allowed the application, as it is now, all of these. */
    boolean hasConsented(long user, Application application, Set<Scope> scopes) {
        return database.withConnection(sql -> consented(sql, user, application)).stream()
                .anyMatch(allowed -> allowed.containsAll(scopes));
    }

    /** What the person allowed the application, as it is now; none: nothing. */
    private static List<Set<Scope>> consented(Sql sql, long user, Application application) throws SQLException {
        return sql.query(
                "select scope from oauth_consent where user_id = ? and application_id = ? and version = ?",
                row -> Scope.stored(row.getString(1)),
                user,
                application.id(),
                application.version());
    }

    /** Whether the person has let the application in, whatever it asked for then. */
    boolean hasLetIn(long user, Application application) {
        return !database.withConnection(sql -> sql.query(
                        "select 1 from oauth_consent where user_id = ? and application_id = ?",
                        row -> row.getLong(1),
                        user,
                        application.id()))
                .isEmpty();
    }

    /** Whether anybody but its owner, or those who belong to the owning organization, has let the application in as it is now. */
    boolean isLetIn(Application application) {
        long owner = application.owner() instanceof Application.Owner.UserOwner(long id) ? id : 0;
        long organization = application.owner() instanceof Application.Owner.OrganizationOwner(long id) ? id : 0;
        return !database.withConnection(sql -> sql.query(
                        "select 1 from oauth_consent c where c.application_id = ? and c.version = ? and c.user_id <> ?"
                                + " and not exists (select 1 from org_membership m where m.user_id = c.user_id"
                                + " and m.org_id = ?) limit 1",
                        row -> row.getLong(1),
                        application.id(),
                        application.version(),
                        owner,
                        organization))
                .isEmpty();
    }

    /** The applications that a person let in, the last used first. */
    public List<Authorization> authorizationsOf(long user) {
        flushUsage();
        return database.withConnection(sql -> sql.query(
                "select a.*, c.scope, c.created as allowed, c.last_used from oauth_consent c join oauth_application a"
                        + " on a.id = c.application_id where c.user_id = ? order by c.last_used desc, a.id",
                row -> new Authorization(
                        ApplicationStore.read(row),
                        Scope.stored(row.getString("scope")),
                        row.getLong("allowed"),
                        row.getLong("last_used")),
                user));
    }

    /** Takes back what a person allowed an application, with all its tokens; whether there was anything. */
    public boolean remove(long user, long application) {
        return accounts.change(store -> store.write(sql -> {
            sql.update("delete from oauth_grant where user_id = ? and application_id = ?", user, application);
            return sql.update("delete from oauth_consent where user_id = ? and application_id = ?", user, application)
                    > 0;
        }));
    }

    /** Ends all sign-ins of a person at applications; what they allowed stays, so that they can sign in again. */
    public void endAllOf(long user) {
        accounts.change(store -> store.write(sql -> sql.update("delete from oauth_grant where user_id = ?", user)));
    }

    // Codes and tokens

    /** Notes the consent, and makes a code; whether it is the first consent for the application. */
    IssuedCode authorize(NewGrant wanted) {
        String code = RandomTokens.generate();
        long now = now();
        return database.withLock(sql -> {
            boolean first = sql.query(
                            "select 1 from oauth_consent where user_id = ? and application_id = ?",
                            row -> row.getLong(1),
                            wanted.user,
                            wanted.application.id())
                    .isEmpty();
            Set<Scope> allowed = EnumSet.copyOf(wanted.scopes);
            consented(sql, wanted.user, wanted.application).forEach(allowed::addAll);
            sql.update(
                    "insert into oauth_consent (user_id, application_id, scope, version, created, last_used)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict (user_id, application_id) do update"
                            + " set scope = excluded.scope, version = excluded.version, last_used = excluded.last_used",
                    wanted.user,
                    wanted.application.id(),
                    Scope.text(allowed),
                    wanted.application.version(),
                    now,
                    now);
            long grant = sql.insert(
                    "insert into oauth_grant (application_id, user_id, scope, nonce, auth_time, amr, created, expires)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                    wanted.application.id(),
                    wanted.user,
                    Scope.text(wanted.scopes),
                    wanted.nonce,
                    wanted.authTime,
                    wanted.amr,
                    now,
                    now + CODE_LIFE.toSeconds());
            sql.update(
                    "insert into oauth_code (hash, grant_id, redirect_uri, code_challenge, expires)"
                            + " values (?, ?, ?, ?, ?)",
                    RandomTokens.hash(code),
                    grant,
                    wanted.redirectUri,
                    wanted.codeChallenge,
                    now + CODE_LIFE.toSeconds());
            return new IssuedCode(code, first);
        });
    }

    record IssuedCode(String code, boolean isFirst) {}

    private record StoredCode(
            long grant, String redirectUri, String codeChallenge, long expires, boolean used, long user) {}

    /** Exchanges a code for tokens; {@code verified} tells whether the challenge of the request is met. */
    ExchangeResult exchange(Application client, String code, String redirectUri, Predicate<String> verified) {
        String hash = RandomTokens.hash(code);
        boolean isKnown = !database.withConnection(
                        sql -> sql.query("select 1 from oauth_code where hash = ?", row -> row.getLong(1), hash))
                .isEmpty();
        if (!isKnown) {
            return new ExchangeResult.Invalid();
        }
        ExchangeResult result = database.withLock(sql -> {
            List<StoredCode> found = sql.query(
                    "select c.*, g.user_id from oauth_code c join oauth_grant g on g.id = c.grant_id"
                            + " where c.hash = ? and g.application_id = ?",
                    row -> new StoredCode(
                            row.getLong("grant_id"),
                            row.getString("redirect_uri"),
                            row.getString("code_challenge"),
                            row.getLong("expires"),
                            row.getBoolean("used"),
                            row.getLong("user_id")),
                    hash,
                    client.id());
            if (found.isEmpty()) {
                return new ExchangeResult.Invalid();
            }
            StoredCode stored = found.getFirst();
            if (stored.used) {
                return new ExchangeResult.Replayed(stored.grant);
            }
            if (stored.expires <= now() || !verified.test(stored.codeChallenge) || !isActive(stored.user)) {
                return new ExchangeResult.Invalid();
            }
            boolean same = stored.redirectUri.isEmpty()
                    ? redirectUri.isEmpty() || RedirectUris.isRegistered(client, redirectUri)
                    : redirectUri.equals(stored.redirectUri);
            if (!same) {
                return new ExchangeResult.OtherRedirect();
            }
            sql.update("update oauth_code set used = ? where hash = ?", true, hash);
            return new ExchangeResult.Exchanged(issue(sql, stored.grant, Set.of()));
        });
        return result instanceof ExchangeResult.Replayed(long grant) ? replayed(grant) : result;
    }

    private record StoredRefresh(long grant, long user, Set<Scope> scopes, long expires, boolean used) {}

    /**
     * Exchanges a refresh token; the one before and its access token end. Of requests that are here at once one gets tokens,
     * and the others nothing: a program that asks twice at a time is no thief, who comes later, or before. It is over after two
     * seconds: who keeps a request open all the time would hide the owner's later use.
     *
     * @param scopes narrower ones; empty: the same
     */
    ExchangeResult refresh(Application client, String token, Set<Scope> scopes) {
        String hash = RandomTokens.hash(token);
        Refresh refresh = requireNonNull(refreshes.compute(hash, (_, others) -> {
            Refresh all = others == null ? new Refresh() : others;
            all.requests++;
            return all;
        }));
        try {
            return refresh(client, hash, scopes, refresh);
        } finally {
            refreshes.computeIfPresent(hash, (_, all) -> --all.requests == 0 ? null : all);
        }
    }

    private ExchangeResult refresh(Application client, String hash, Set<Scope> scopes, Refresh refresh) {
        if (!isKnown(client, hash)) {
            return new ExchangeResult.Invalid();
        }
        ExchangeResult result = accounts.change(store -> store.write(sql -> {
            List<StoredRefresh> found = sql.query(
                    "select t.*, g.user_id, g.scope as granted from oauth_token t join oauth_grant g on g.id = t.grant_id"
                            + " where t.hash = ? and t.kind = 'refresh' and g.application_id = ?",
                    row -> new StoredRefresh(
                            row.getLong("grant_id"),
                            row.getLong("user_id"),
                            Scope.stored(row.getString("granted")),
                            row.getLong("expires"),
                            row.getBoolean("used")),
                    hash,
                    client.id());
            if (found.isEmpty()) {
                return new ExchangeResult.Invalid();
            }
            StoredRefresh stored = found.getFirst();
            if (stored.used) {
                return refresh.exchangedAt + SAME_MOMENT.toSeconds() >= now()
                        ? new ExchangeResult.Invalid()
                        : new ExchangeResult.Replayed(stored.grant);
            }
            if (stored.expires <= now() || !isActive(stored.user)) {
                return new ExchangeResult.Invalid();
            }
            if (!stored.scopes.containsAll(scopes)) {
                return new ExchangeResult.WiderScope();
            }
            sql.update("update oauth_token set used = ? where hash = ?", true, hash);
            sql.update("delete from oauth_token where grant_id = ? and kind = 'access'", stored.grant);
            refresh.exchangedAt = now(); // before others can see that it is used
            return new ExchangeResult.Exchanged(issue(sql, stored.grant, scopes));
        }));
        return result instanceof ExchangeResult.Replayed(long grant) ? replayed(grant) : result;
    }

    /** RFC 9700 §2.2.2, §4.14.2: somebody has what they should not, and nobody knows who: everything of it ends. */
    private ExchangeResult replayed(long grant) {
        return accounts.change(store -> store.write(sql -> {
            List<Long> user = sql.query("select user_id from oauth_grant where id = ?", row -> row.getLong(1), grant);
            sql.update("delete from oauth_grant where id = ?", grant);
            return user.isEmpty() ? new ExchangeResult.Invalid() : new ExchangeResult.Replayed(user.getFirst());
        }));
    }

    /** Whether there is such a token of the client's; asked first, for a guess is not to make others wait. */
    private boolean isKnown(Application client, String hash) {
        return !database.withConnection(sql -> sql.query(
                        "select 1 from oauth_token t join oauth_grant g on g.id = t.grant_id"
                                + " where t.hash = ? and g.application_id = ?",
                        row -> row.getLong(1),
                        hash,
                        client.id()))
                .isEmpty();
    }

    private boolean isActive(long user) {
        return accounts.current().user(user).filter(UserAccount::active).isPresent();
    }

    private record GrantedTerms(String scope, String nonce) {}

    /** @param scopes narrower than what was granted; empty: all of it */
    private IssuedTokens issue(Sql sql, long grant, Set<Scope> scopes) throws SQLException {
        String access = RandomTokens.generate();
        String refresh = RandomTokens.generate();
        long now = now();
        GrantedTerms terms = sql.query(
                        "select scope, nonce from oauth_grant where id = ?",
                        row -> new GrantedTerms(row.getString(1), row.getString(2)),
                        grant)
                .getFirst();
        String scope = scopes.isEmpty() ? terms.scope : Scope.text(scopes);
        String insert =
                "insert into oauth_token (hash, kind, grant_id, scope, created, expires) values (?, ?, ?, ?, ?, ?)";
        sql.update(insert, RandomTokens.hash(access), "access", grant, scope, now, now + ACCESS_LIFE.toSeconds());
        sql.update(
                insert, RandomTokens.hash(refresh), "refresh", grant, terms.scope, now, now + REFRESH_LIFE.toSeconds());
        sql.update("update oauth_grant set expires = ? where id = ?", now + REFRESH_LIFE.toSeconds(), grant);
        sql.update(
                "update oauth_consent set last_used = ? where (user_id, application_id) ="
                        + " (select user_id, application_id from oauth_grant where id = ?)",
                now,
                grant);
        return new IssuedTokens(find(sql, access, "access").orElseThrow(), access, refresh, terms.nonce);
    }

    /** A token that is good at this moment. */
    Optional<AccessToken> findAccess(String token) {
        return database.withConnection(sql -> find(sql, token, "access")).filter(this::isGood);
    }

    /** A refresh token that is good at this moment. */
    Optional<AccessToken> findRefresh(String token) {
        return database.withConnection(sql -> find(sql, token, "refresh")).filter(this::isGood);
    }

    boolean isGood(AccessToken token) {
        return token.expires() > now() && isActive(token.userId());
    }

    private static Optional<AccessToken> find(Sql sql, String token, String kind) throws SQLException {
        return sql.query(SELECT, TokenStore::read, RandomTokens.hash(token), kind).stream()
                .findFirst();
    }

    private static AccessToken read(ResultSet row) throws SQLException {
        return new AccessToken(
                row.getLong("grant_id"),
                row.getLong("application_id"),
                row.getString("client_id"),
                ApplicationForm.list(row.getString("allowed_origins")),
                row.getLong("user_id"),
                Scope.stored(row.getString("scope")),
                Arrays.stream(row.getString("amr").split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                row.getLong("auth_time"),
                row.getLong("created"),
                row.getLong("expires"));
    }

    /** Ends a token of a client: a refresh token with all of its sign-in, an access token alone (RFC 7009 §2.1). */
    void revoke(Application client, String token) {
        String hash = RandomTokens.hash(token);
        if (!isKnown(client, hash)) {
            return;
        }
        accounts.change(store -> store.write(sql -> {
            int ended = sql.update(
                    "delete from oauth_grant where application_id = ? and id in"
                            + " (select grant_id from oauth_token where hash = ? and kind = 'refresh')",
                    client.id(),
                    hash);
            return ended
                    + sql.update(
                            "delete from oauth_token where hash = ? and kind = 'access' and grant_id in"
                                    + " (select id from oauth_grant where application_id = ?)",
                            hash,
                            client.id());
        }));
    }

    // Uses

    /** Notes that an application asked about a person; in memory, until {@link #flushUsage}. */
    void recordUse(AccessToken token) {
        long now = now();
        Use use = new Use(token.userId(), token.applicationId());
        Long last = uses.get(use);
        if (last == null || last != now) {
            uses.put(use, now);
        }
    }

    /** Writes down when applications last asked; to be called by a schedule, and at the end. */
    public void flushUsage() {
        List<Map.Entry<Use, Long>> some = uses.entrySet().stream()
                .limit(500)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        if (some.isEmpty()) {
            return;
        }
        database.withLock(sql -> {
            for (Map.Entry<Use, Long> use : some) {
                sql.update(
                        "update oauth_consent set last_used = ? where user_id = ? and application_id = ? and last_used < ?",
                        use.getValue(),
                        use.getKey().user,
                        use.getKey().application,
                        use.getValue());
            }
            return some;
        });
        some.forEach(use -> uses.remove(use.getKey(), use.getValue()));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
