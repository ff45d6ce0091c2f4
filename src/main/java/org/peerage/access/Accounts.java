package org.peerage.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.KeyUse;
import org.peerage.access.credentials.StoredKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts as they are now: a directory in memory, which reading never waits for. Changes made through here show
 * at once; those of other processes at the next {@link #refreshTo}, when the database tells of them. Of changes only what
 * they changed is read.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private static final int FLUSHED_AT_ONCE = 500;

    private final AccountStore store;
    private final Map<String, KeyUse> uses = new ConcurrentHashMap<>();
    private volatile AccountDirectory current;

    public Accounts(AccountStore store) {
        this.store = store;
        current = store.load();
    }

    public AccountDirectory current() {
        return current;
    }

    /** Changes accounts, and shows the change when it returns. */
    public <T> T change(Function<AccountStore, T> change) {
        try {
            return change.apply(store);
        } finally {
            update();
        }
    }

    /** Reads what changed. */
    private synchronized void update() {
        current = store.update(current);
    }

    /** Loads everything again. */
    public synchronized void reload() {
        current = store.load();
    }

    /** Shows a change that was made otherwise; where the database cannot be read now, at the next {@link #refreshTo}. */
    public void showChange() {
        try {
            update();
        } catch (AccountStoreException unreachable) {
            LOG.warn("a change of accounts shows later: {}", unreachable.toString());
        }
    }

    /** Reads what changed unless that version of the database's accounts is the one that is here. */
    public void refreshTo(long version) {
        if (version != current.version()) {
            update();
        }
    }

    /** Reads what changed, here or elsewhere; cheap if nothing did. */
    public void refreshIfChanged() {
        update();
    }

    /** Whether accounts are as new as that version, after a look at the database if need be. */
    public boolean await(long version) {
        if (current.version() < version) {
            try {
                refreshIfChanged();
            } catch (AccountStoreException unreachable) {
                return false;
            }
        }
        return current.version() >= version;
    }

    /** Notes that a key was used; in memory, until {@link #flushUsage}. */
    void recordUse(StoredKey key, long now, String ipAddress) {
        KeyUse last = uses.get(key.prefix());
        if (last == null || last.at() != now) {
            uses.put(key.prefix(), new KeyUse(now, ipAddress));
        }
    }

    /**
     * Writes down when and from where keys were last used; to be called by a schedule, and at the end. It costs as much as
     * keys were used since the last time, however many there are.
     */
    public void flushUsage() {
        Map<String, KeyUse> flushed = new HashMap<>();
        uses.forEach((prefix, use) -> {
            flushed.put(prefix, use);
            if (flushed.size() == FLUSHED_AT_ONCE) { // on SQLite others cannot write meanwhile
                flush(flushed);
                flushed.clear();
            }
        });
        flush(flushed);
    }

    /** They are known here until they are durable, so that nobody sees a gap. */
    private void flush(Map<String, KeyUse> some) {
        if (!some.isEmpty()) {
            store.recordUses(some);
            some.forEach(uses::remove);
        }
    }

    /**
     * All keys of one owner, revoked ones too, in order of id, with their last use on any node: what other nodes noted is in
     * the database as soon as they flushed it.
     */
    public List<StoredKey> keysOf(StoredKey.Owner owner) {
        List<StoredKey> keys = current.keysOf(owner);
        Map<String, KeyUse> noted = keys.isEmpty() ? Map.of() : store.uses(owner);
        return keys.stream()
                .map(key -> recordUse(key, noted.get(key.prefix())))
                .map(key -> recordUse(key, uses.get(key.prefix())))
                .toList();
    }

    private static StoredKey recordUse(StoredKey key, @Nullable KeyUse use) {
        return use == null ? key : key.used(use);
    }
}
