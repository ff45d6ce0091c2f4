package org.peerage.accounts.factors;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;
import org.peerage.i18n.Messages;
import org.peerage.store.Sql;

/** Apps that show codes, and the backup codes for whoever lost the app. */
public final class AuthenticatorApps {
    private static final int BACKUP_CODES = 10;
    private static final int MAX_APPS = 10;
    private static final String COLUMNS = "id, name, secret, created, last_used";

    private final Accounts accounts;
    private final Transactions store;
    private final Clock clock;

    public AuthenticatorApps(Accounts accounts, DataSource source, Clock clock) {
        this.accounts = accounts;
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** A person's apps, in the order they were added. */
    public List<AuthenticatorApp> of(long user) {
        return store.withConnection(sql -> sql.query(
                "select " + COLUMNS + " from authenticator where user_id = ? and confirmed order by id",
                AuthenticatorApps::read,
                user));
    }

    /** Begins to add an app; it counts when a code of it was given. Others that were begun are dropped. */
    public long add(long user, String name) {
        long now = now();
        return store.withConnection(sql -> {
            sql.update("delete from authenticator where user_id = ? and not confirmed", user);
            return sql.insert(
                    "insert into authenticator (user_id, name, secret, confirmed, created)"
                            + " values (?, ?, ?, ?, ?) returning id",
                    user,
                    name.isEmpty() ? Messages.current().text("factors.app.default") : name,
                    Totp.newSecret(),
                    false,
                    now);
        });
    }

    /** The app that a person has begun to add. */
    public Optional<AuthenticatorApp> pending(long user) {
        return store
                .withConnection(sql -> sql.query(
                        "select " + COLUMNS + " from authenticator where user_id = ? and not confirmed",
                        AuthenticatorApps::read,
                        user))
                .stream()
                .findFirst();
    }

    /** Whether the code is right; then the app counts from now on. */
    public boolean confirm(long user, String code) {
        Optional<AuthenticatorApp> app = pending(user).filter(any -> of(user).size() < MAX_APPS);
        OptionalLong step =
                app.isEmpty() ? OptionalLong.empty() : Totp.step(app.get().secret(), digits(code), now(), 0);
        if (step.isEmpty()) {
            return false;
        }
        accounts.change(store -> store.write(sql -> sql.update(
                "update authenticator set confirmed = ?, last_step = ? where id = ?",
                true,
                step.getAsLong(),
                app.get().id())));
        return true;
    }

    /** Whether it is a code of one of a person's apps, or a backup code; either is used up by it. */
    public boolean use(long user, String code) {
        String digits = digits(code);
        return (digits.length() == 6 && useApp(user, digits)) || useBackup(user, code);
    }

    private boolean useApp(long user, String code) {
        long now = now();
        return store.withConnection(sql -> {
            List<long[]> steps = sql
                    .query(
                            "select id, secret, last_step from authenticator where user_id = ? and confirmed",
                            row -> new long[] {
                                row.getLong(1),
                                Totp.step(row.getString(2), code, now, row.getLong(3))
                                        .orElse(-1)
                            },
                            user)
                    .stream()
                    .filter(found -> found[1] >= 0)
                    .toList();
            for (long[] found : steps) {
                // Of two who come with the same code at once, one changes the row.
                if (sql.update(
                                "update authenticator set last_step = ?, last_used = ? where id = ? and last_step < ?",
                                found[1],
                                now,
                                found[0],
                                found[1])
                        > 0) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Whether it is a backup code of a person's, which is used up by it. */
    public boolean useBackup(long user, String code) {
        return store.withConnection(sql -> sql.update(
                        "delete from backup_code where user_id = ? and hash = ?",
                        user,
                        RandomTokens.hash(letters(code))))
                > 0;
    }

    /** How many backup codes are left. */
    public int backupCodesLeft(long user) {
        return store.withConnection(sql ->
                        sql.query("select count(*) from backup_code where user_id = ?", row -> row.getInt(1), user))
                .getFirst();
    }

    /** New backup codes in place of the old ones; what it returns is the only copy. */
    public List<String> newBackupCodes(long user) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < BACKUP_CODES; i++) {
            codes.add(RandomTokens.backupCode());
        }
        accounts.change(store -> store.write(sql -> {
            sql.update("delete from backup_code where user_id = ?", user);
            for (String code : codes) {
                sql.update(
                        "insert into backup_code (user_id, hash) values (?, ?)",
                        user,
                        RandomTokens.hash(letters(code)));
            }
            return codes;
        }));
        return List.copyOf(codes);
    }

    /** Whether there was such an app. */
    public boolean remove(long user, long id) {
        return accounts.change(store -> store.write(sql -> {
            boolean removed =
                    sql.update("delete from authenticator where user_id = ? and id = ? and confirmed", user, id) > 0;
            dropBackupCodesOfNobody(sql, user);
            return removed;
        }));
    }

    /** Backup codes stand in for a second factor; without one they are none. */
    static void dropBackupCodesOfNobody(Sql sql, long user) throws SQLException {
        sql.update(
                "delete from backup_code where user_id = ?"
                        + " and not exists (select 1 from authenticator where user_id = ? and confirmed)"
                        + " and not exists (select 1 from passkey where user_id = ?)",
                user,
                user,
                user);
    }

    private static String digits(String code) {
        return code.replaceAll("[\\s-]", "");
    }

    private static String letters(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static AuthenticatorApp read(ResultSet row) throws SQLException {
        long used = row.getLong(5);
        return new AuthenticatorApp(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.wasNull() ? OptionalLong.empty() : OptionalLong.of(used));
    }
}
