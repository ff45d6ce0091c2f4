package org.peerage.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.AuthenticationResult;
import org.peerage.access.Authenticator;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.rights.Role;
import org.peerage.store.Database;
import org.peerage.store.Sql;
import org.peerage.testing.AuthorizationHeader;
import org.peerage.testing.TestRegistry;

/**
 * What tokens cost: no statement looks through tables, and a check costs what a key's costs, in processor time.
 * {@code -Dpeerage.accounts=100000} says how many accounts there are, each with two tokens.
 */
class TokenCostTest {
    private static final int ACCOUNTS = Integer.getInteger("peerage.accounts", 2_000);
    private static final int CHECKS = 20_000;
    private static final int GRANTS = 200;
    private static final String REDIRECT = "https://portal.example.net/cb";
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Clock clock = Clock.systemUTC();
    private final Passwords passwords = new Passwords(Ticker.systemTicker());

    @TempDir
    private Path folder;

    /** A provider with an application that has a secret. */
    private record Provider(
            Accounts accounts, Authenticator authenticator, IdentityProvider identity, Application portal) {}

    private Provider open(Database database, DataSource source) {
        AccountStore store = new AccountStore(database.source(), passwords, clock);
        fill(store);
        Accounts accounts = new Accounts(store);
        Authenticator authenticator = new Authenticator(accounts, passwords, clock, 20525);
        TestRegistry registry = new TestRegistry();
        IdentityProvider identity = new IdentityProvider(source, accounts, authenticator, registry::snapshot, clock);
        Application portal = identity.applications()
                .add(new ApplicationForm("Portal", new Application.Owner.UserOwner(1), false, REDIRECT, "", ""))
                .orElseThrow()
                .application();
        return new Provider(accounts, authenticator, identity, portal);
    }

    private static void fill(AccountStore store) {
        String numbers = "with recursive n (i) as (select 1 union all select i + 1 from n where i < " + ACCOUNTS + ") ";
        int _ = store.write(sql -> sql.update(
                        "insert into user_account (username, username_folded, email,"
                                + " password_hash, verified, created) " + numbers
                                + "select 'User' || i, 'user' || i, 'u' || i || '@example.net', '!', 1 = 1, 0 from n order by i")
                + sql.update("insert into oauth_application (client_id, name, user_id, public, redirect_uris, created)"
                        + " values ('other', 'Other', 1, false, '" + REDIRECT + "', 0)")
                + sql.update("insert into oauth_grant (application_id, user_id, scope, nonce, auth_time, amr, created,"
                        + " expires) " + numbers + "select 1, i, 'profile', '', 0, 'pwd', 0, 9000000000 from n")
                + sql.update("insert into oauth_consent (user_id, application_id, scope, version, created, last_used) "
                        + numbers + "select i, 1, 'profile', 1, 0, 0 from n")
                + sql.update("insert into oauth_token (hash, kind, grant_id, scope, created, expires) " + numbers
                        + "select 'a' || i, 'access', i, 'profile', 0, 9000000000 from n")
                + sql.update("insert into oauth_token (hash, kind, grant_id, scope, created, expires) " + numbers
                        + "select 'r' || i, 'refresh', i, 'profile', 0, 9000000000 from n"));
    }

    private static TokenStore.NewGrant grant(Application client, long user) {
        return new TokenStore.NewGrant(client, user, EnumSet.allOf(Scope.class), REDIRECT, "", "", 0, "pwd");
    }

    private static TokenStore.IssuedTokens issue(Provider provider, long user) {
        String code = provider.identity
                .tokens()
                .authorize(grant(provider.portal, user))
                .code();
        return ((TokenStore.ExchangeResult.Exchanged)
                        provider.identity.tokens().exchange(provider.portal, code, REDIRECT, String::isEmpty))
                .tokens();
    }

    @Test
    void noStatementLooksThroughATable() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            Set<String> statements = new TreeSet<>();
            Provider provider = open(database, recording(database.source(), statements));
            TokenStore tokens = provider.identity.tokens();
            TokenStore.IssuedTokens first = issue(provider, 7);
            assertThat(tokens.refresh(provider.portal, first.refreshToken(), Set.of()))
                    .isInstanceOf(TokenStore.ExchangeResult.Exchanged.class);
            assertThat(tokens.refresh(provider.portal, first.refreshToken(), Set.of()))
                    .isInstanceOf(TokenStore.ExchangeResult.Replayed.class);
            TokenStore.IssuedTokens second = issue(provider, 8);
            assertThat(provider.identity
                            .profileEndpoint()
                            .profile("Bearer " + second.accessToken())
                            .status())
                    .isEqualTo(200);
            assertThat(tokens.findRefresh(second.refreshToken())).isPresent();
            assertThat(tokens.hasConsented(8, provider.portal, Set.of(Scope.PROFILE)))
                    .isTrue();
            assertThat(tokens.hasLetIn(8, provider.portal)).isTrue();
            assertThat(tokens.isLetIn(provider.portal)).isTrue();
            assertThat(tokens.authorizationsOf(8)).hasSize(2);
            tokens.revoke(provider.portal, second.refreshToken());
            assertThat(tokens.remove(8, provider.portal.id())).isTrue();
            tokens.endAllOf(9);
            String secret = provider.identity.applications().addSecret(provider.portal, java.time.Duration.ZERO);
            assertThat(provider.identity.applications().isSecret(provider.portal, secret))
                    .isTrue();

            List<String> scans = new ArrayList<>();
            for (String statement : statements) {
                var plan = Sql.withConnection(
                        database.source(),
                        sql -> sql.query("explain query plan " + statement, row -> row.getString("detail")));
                plan.stream()
                        .filter(step -> step.startsWith("SCAN oauth_") || step.startsWith("SCAN user_account"))
                        .forEach(step -> scans.add(step + ": " + statement));
            }
            assertThat(statements).hasSizeGreaterThan(20);
            assertThat(scans).isEmpty();
        }
    }

    @Test
    void ownPeopleOfAnApplicationDoNotLetItIn() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            Provider provider = open(database, database.source());
            IdentityProvider identity = provider.identity;
            Application application = identity.applications()
                    .add(new ApplicationForm(
                            "Trap", new Application.Owner.OrganizationOwner(41), false, REDIRECT, "", ""))
                    .orElseThrow()
                    .application();
            provider.accounts.change(store -> {
                store.join(7, 41, Role.MEMBER);
                return store;
            });

            identity.tokens().authorize(grant(application, 7));

            assertThat(identity.mayRedirectErrors(application, OptionalLong.empty(), true))
                    .isFalse();
            identity.tokens().authorize(grant(application, 8));
            assertThat(identity.mayRedirectErrors(application, OptionalLong.empty(), true))
                    .isTrue();
        }
    }

    @Test
    void requestsThatRefreshAtOnceAreNoTheftAndALaterOneIs() throws Exception {
        try (Database database = Database.openFolder(folder);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CyclicBarrier both = new CyclicBarrier(2);
            AtomicBoolean waits = new AtomicBoolean();
            Provider provider = open(database, watched(database.source(), statement -> {
                if (waits.get() && statement.startsWith("select 1 from oauth_token")) {
                    both.await(20, TimeUnit.SECONDS);
                }
            }));
            TokenStore tokens = provider.identity.tokens();
            String token = issue(provider, 7).refreshToken();

            waits.set(true);
            Callable<TokenStore.ExchangeResult> refresh = () -> tokens.refresh(provider.portal, token, Set.of());
            List<TokenStore.ExchangeResult> results = new ArrayList<>();
            for (Future<TokenStore.ExchangeResult> done : threads.invokeAll(List.of(refresh, refresh))) {
                results.add(done.get());
            }
            waits.set(false);

            assertThat(results).hasAtLeastOneElementOfType(TokenStore.ExchangeResult.Invalid.class);
            TokenStore.IssuedTokens issued = results.stream()
                    .filter(TokenStore.ExchangeResult.Exchanged.class::isInstance)
                    .map(result -> ((TokenStore.ExchangeResult.Exchanged) result).tokens())
                    .findFirst()
                    .orElseThrow();
            assertThat(tokens.findAccess(issued.accessToken())).isPresent();
            assertThat(tokens.refresh(provider.portal, token, Set.of()))
                    .isInstanceOf(TokenStore.ExchangeResult.Replayed.class);
            assertThat(tokens.findAccess(issued.accessToken())).isEmpty();
        }
    }

    /** The source, and what is asked of it. */
    private static DataSource recording(DataSource source, Set<String> statements) {
        return watched(source, statement -> {
            if (statement.contains("oauth_")) {
                statements.add(statement);
            }
        });
    }

    private interface StatementListener {
        void prepared(String statement) throws Exception;
    }

    private static DataSource watched(DataSource source, StatementListener listener) {
        return proxy(
                DataSource.class,
                source,
                (name, arguments, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, (method, asked, prepared) -> {
                            if (method.startsWith("prepare")) {
                                listener.prepared(asked[0].toString());
                            }
                            return prepared;
                        })
                        : result);
    }

    private interface Witness {
        Object saw(String method, Object[] arguments, Object result) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, Witness witness) {
        return type.cast(Proxy.newProxyInstance(
                TokenCostTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return witness.saw(method.getName(), arguments, method.invoke(real, arguments));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    @Test
    void checkOfATokenCostsWhatAKeysCosts() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            Provider provider = open(database, database.source());
            List<String> tokens = new ArrayList<>();
            List<AuthorizationHeader> keys = new ArrayList<>();
            for (int i = 0; i < GRANTS; i++) {
                long user = 1L + i;
                tokens.add("Bearer " + issue(provider, user).accessToken());
                keys.add(new AuthorizationHeader("Api-Key "
                        + provider.accounts
                                .change(store -> store.addKey(NewKey.ofUser(user, "k", false)))
                                .reveal()));
            }
            AccessTokens checked = new AccessTokens(provider.identity.tokens(), provider.accounts);

            double key = micros(i -> assertThat(provider.authenticator.authenticate(keys.get(i % GRANTS)))
                    .isInstanceOf(AuthenticationResult.Authenticated.class));
            double token =
                    micros(i -> assertThat(checked.check(tokens.get(i % GRANTS).substring(7)))
                            .isPresent());
            double profile = micros(i -> assertThat(provider.identity
                            .profileEndpoint()
                            .profile(tokens.get(i % GRANTS))
                            .status())
                    .isEqualTo(200));
            double first = micros(i -> assertThat(provider.identity
                            .tokens()
                            .findAccess(tokens.get(i % GRANTS).substring(7)))
                    .isPresent());

            System.out.printf(
                    Locale.ROOT,
                    "%d accounts, %d tokens: key %.1f, token %.1f, profile %.1f, first check %.1f µs%n",
                    ACCOUNTS,
                    2 * ACCOUNTS,
                    key,
                    token,
                    profile,
                    first);
            // Far above what was measured (docs/performance.md): only another order of things fails here.
            assertThat(token).isLessThan(Math.max(100, 5 * key));
            assertThat(first).isLessThan(3_000);
        }
    }

    private static double micros(IntConsumer check) {
        for (int i = 0; i < CHECKS / 4; i++) {
            check.accept(i);
        }
        long start = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < CHECKS; i++) {
            check.accept(i);
        }
        return (SYSTEM.getProcessCpuTime() - start) / 1e3 / CHECKS;
    }
}
