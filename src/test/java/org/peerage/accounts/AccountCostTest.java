package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Role;
import org.peerage.accounts.people.Sessions;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

/**
 * What changes of accounts cost, in processor time of two nodes together: the one that makes the change and one that hears
 * of it. {@code -Dpeerage.accounts=100000} says how many accounts, and as many keys, there are.
 */
final class AccountCostTest {
    private static final int ACCOUNTS = Integer.getInteger("peerage.accounts", 3_000);
    private static final int WARM = 300;
    private static final int MEASURED = 300;
    private static final double MOST_MILLIS = 5;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path folder;

    @Test
    void changesCostLittleOnSqlite() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            measure("SQLite", database);
        }
    }

    @Test
    void changesCostLittleOnPostgresql() throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            measure("PostgreSQL", database);
        }
    }

    private static void measure(String name, Database database) {
        Clock clock = Clock.systemUTC();
        AccountStore store = new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), clock);
        fill(store);
        long start = SYSTEM.getProcessCpuTime();
        Accounts here = new Accounts(store);
        Accounts there = new Accounts(store);
        System.out.printf(Locale.ROOT, "%s, %d accounts: all read in %.0f ms%n", name, ACCOUNTS, millis(start) / 2);
        Sessions sessions = new Sessions(database.source(), clock);
        AuditLog auditLog = new AuditLog(database.source(), clock);
        assertCheap(name + ", sign-in but for the password's hash", i -> {
            UserAccount user = here.current().user("User" + (1 + i % ACCOUNTS)).orElseThrow();
            Sessions.StartedSession _ = sessions.start(user.id(), "192.0.2.1", "test", true, "pwd");
            auditLog.record("user:" + user.id(), "sign in", "user:" + user.id(), "test", "192.0.2.1");
            there.refreshTo(store.version());
        });
        assertCheap(name + ", a new key", i -> {
            here.change(accounts -> accounts.addKey(NewKey.ofUser(1L + i % ACCOUNTS, "k", false)));
            there.refreshTo(store.version());
        });
        assertCheap(name + ", a new key of an organization", i -> {
            here.change(accounts -> accounts.addKey(
                    NewKey.ofOrganization(1L + i, "k", "a@example.net", Map.of()),
                    new StoredKey.Owner.OrganizationOwner(1L + i)));
            there.refreshTo(store.version());
        });
        assertCheap(name + ", a membership", i -> {
            here.change(
                    accounts -> accounts.join(1L + i % ACCOUNTS, 1L + i % 7, i % 2 == 0 ? Role.MEMBER : Role.ADMIN));
            there.refreshTo(store.version());
        });
        assertThat(there.current().version()).isEqualTo(here.current().version());
    }

    private static void assertCheap(String what, IntConsumer change) {
        for (int i = 0; i < WARM; i++) {
            change.accept(i);
        }
        long start = SYSTEM.getProcessCpuTime();
        for (int i = WARM; i < WARM + MEASURED; i++) {
            change.accept(i);
        }
        double each = millis(start) / MEASURED;
        System.out.printf(Locale.ROOT, "%s: %.2f ms%n", what, each);
        assertThat(each).as(what + ", milliseconds on two nodes").isLessThan(2 * MOST_MILLIS);
    }

    private static double millis(long start) {
        return (SYSTEM.getProcessCpuTime() - start) / 1e6;
    }

    private static void fill(AccountStore store) {
        String numbers = "with recursive n (i) as (select 1 union all select i + 1 from n where i < " + ACCOUNTS + ") ";
        int _ = store.write(sql -> sql.update(
                        "insert into user_account (username, username_folded, email,"
                                + " password_hash, verified, created) " + numbers
                                + "select 'User' || i, 'user' || i, 'u' || i || '@example.net', '!', 1 = 1, 0 from n order by i")
                + sql.update("insert into org_membership (user_id, org_id, role) " + numbers
                        + "select i, 100 + i % 30000, 'member' from n")
                + sql.update("insert into api_key (kind, user_id, name, prefix, hash, created) " + numbers
                        + "select 'user', i, 'k', 'prg' || i, 'x', 0 from n"));
    }
}
