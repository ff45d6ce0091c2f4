package org.peerage.accounts.keys;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.StoredKey;

/**
 * Tells owners that a key was made or revoked, by whomever, and that it ends in two weeks, and in three days. Each node
 * looks; whichever takes a notice out of the database writes the mail in the same transaction.
 */
public final class KeyNotices {
    private static final List<Integer> DAYS = List.of(3, (int) StoredKey.NOTICE.toDays());
    private static final int AT_ONCE = 100;

    private final Accounts accounts;
    private final Transactions store;
    private final KeyMails mails;
    private final Clock clock;

    public KeyNotices(Accounts accounts, DataSource source, Clock clock) {
        this.accounts = accounts;
        this.store = new Transactions(source);
        this.mails = new KeyMails(accounts);
        this.clock = clock;
    }

    private record Notice(long key, String prefix, String kind) {}

    private record Ending(String prefix, int days) {}

    /** Writes the mails that are due; to be called every few seconds. */
    public void send() {
        List<Notice> due = store.withConnection(sql -> sql.query(
                "select n.key_id, k.prefix, n.kind from key_notice n join api_key k on k.id = n.key_id limit ?",
                row -> new Notice(row.getLong(1), row.getString(2), row.getString(3)),
                AT_ONCE));
        if (!due.isEmpty()) {
            accounts.refreshIfChanged();
        }
        due.forEach(this::send);
        long now = now();
        for (int days : DAYS) {
            List<Ending> ending = store.withConnection(sql -> sql.query(
                    "select prefix from api_key where expires > ? and expires <= ? and status = 'active' and not exists"
                            + " (select 1 from key_ending_told t where t.key_id = api_key.id and t.days <= ?) limit ?",
                    row -> new Ending(row.getString(1), days),
                    now,
                    now + Duration.ofDays(days).toSeconds(),
                    days,
                    AT_ONCE));
            ending.forEach(this::send);
        }
    }

    private void send(Notice notice) {
        Optional<StoredKey> key = accounts.current().key(notice.prefix);
        store.withLock(sql -> {
            boolean ours =
                    sql.update("delete from key_notice where key_id = ? and kind = ?", notice.key, notice.kind) > 0;
            if (ours && key.isPresent()) {
                if (notice.kind.equals("made")) {
                    mails.made(sql, key.get(), now());
                } else {
                    mails.revoked(sql, key.get(), now());
                }
            }
            return ours;
        });
    }

    private void send(Ending ending) {
        Optional<StoredKey> key = accounts.current().key(ending.prefix);
        if (key.isEmpty()) {
            return;
        }
        // A key that lasted for less than that from the start is no news.
        long life = key.get().expiry().orElse(0) - key.get().created();
        boolean isNews = life > Duration.ofDays(ending.days).toSeconds();
        store.withLock(sql -> {
            boolean ours = sql.update(
                            "insert into key_ending_told (key_id, days) values (?, ?) on conflict do nothing",
                            key.get().id(),
                            ending.days)
                    > 0;
            if (ours && isNews) {
                mails.ends(sql, key.get(), now());
            }
            return ours;
        });
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
