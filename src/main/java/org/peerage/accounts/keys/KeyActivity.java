package org.peerage.accounts.keys;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.StoredKey;
import org.peerage.net.IpPrefix;
import org.peerage.store.Sql;

/**
 * What keys are used for: the last thousand requests of each, for thirty days, and the networks that they came from. In
 * memory, until {@link #flush}: a request waits for no database.
 */
public final class KeyActivity {
    /** So many requests of a key are kept. */
    public static final int MAX_REQUESTS = 1000;

    private static final int MAX_KEYS = 10_000;
    private static final int MAX_PATH_LENGTH = 300;
    private static final Duration BETWEEN_MAILS = Duration.ofDays(1);

    private final Accounts accounts;
    private final Transactions store;
    private final KeyMails mails;
    private final Clock clock;
    private Map<String, Deque<KeyRequest>> requests = new HashMap<>();

    public KeyActivity(Accounts accounts, DataSource source, Clock clock) {
        this.accounts = accounts;
        this.store = new Transactions(source);
        this.mails = new KeyMails(accounts);
        this.clock = clock;
    }

    /**
     * One request with a key.
     *
     * @param at seconds since the epoch
     */
    public record KeyRequest(long at, String method, String path, int status, String ipAddress) {}

    /**
     * Notes a request.
     *
     * @param actor as the log of changes names who came with a key
     */
    public void record(String actor, String method, String path, int status, String ipAddress) {
        String prefix = actor.substring(actor.indexOf(':') + 1);
        KeyRequest request = new KeyRequest(
                clock.instant().getEpochSecond(),
                method,
                path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path,
                status,
                ipAddress);
        synchronized (this) {
            Deque<KeyRequest> known = requests.get(prefix);
            if (known == null) {
                if (requests.size() >= MAX_KEYS) {
                    return;
                }
                known = new ArrayDeque<>();
                requests.put(prefix, known);
            }
            if (known.size() == MAX_REQUESTS) {
                known.removeFirst();
            }
            known.addLast(request);
        }
    }

    private synchronized Map<String, Deque<KeyRequest>> take() {
        Map<String, Deque<KeyRequest>> taken = requests;
        requests = new HashMap<>();
        return taken;
    }

    /** Writes down what was noted; to be called once a minute, and at the end. */
    public void flush() {
        RuntimeException failed = null;
        for (Map.Entry<String, Deque<KeyRequest>> taken : take().entrySet()) {
            try {
                accounts.current()
                        .key(taken.getKey())
                        .filter(this::isOfSomebody)
                        .ifPresent(key -> write(key, taken.getValue()));
            } catch (RuntimeException e) {
                putBack(taken.getKey(), taken.getValue());
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** From where somebody came whose account was closed meanwhile is not written down. */
    private boolean isOfSomebody(StoredKey key) {
        return !(key.owner() instanceof StoredKey.Owner.UserOwner(long id))
                || accounts.current()
                        .user(id)
                        .filter(user -> user.active() || user.email() != null)
                        .isPresent();
    }

    /** What could not be written is tried again the next time, before what came meanwhile. */
    private synchronized void putBack(String prefix, Deque<KeyRequest> some) {
        Deque<KeyRequest> all = new ArrayDeque<>(some);
        all.addAll(requests.getOrDefault(prefix, new ArrayDeque<>()));
        while (all.size() > MAX_REQUESTS) {
            all.removeFirst();
        }
        if (requests.size() < MAX_KEYS || requests.containsKey(prefix)) {
            requests.put(prefix, all);
        }
    }

    private void write(StoredKey key, Deque<KeyRequest> some) {
        long now = clock.instant().getEpochSecond();
        store.withLock(sql -> {
            for (KeyRequest request : some) {
                sql.update(
                        "insert into key_log (key_id, at, method, path, status, address) values (?, ?, ?, ?, ?, ?)",
                        key.id(),
                        request.at,
                        request.method,
                        request.path,
                        request.status,
                        request.ipAddress);
            }
            sql.update(
                    "delete from key_log where key_id = ? and id <= (select id from key_log where key_id = ?"
                            + " order by id desc limit 1 offset ?)",
                    key.id(),
                    key.id(),
                    MAX_REQUESTS);
            Set<String> seen = new HashSet<>();
            for (KeyRequest request : some) {
                Optional<String> network = network(request.ipAddress);
                if (network.isPresent() && seen.add(network.get())) {
                    noteNetwork(sql, key, network.get(), request, now);
                }
            }
            return seen;
        });
    }

    /** Tells the owner of a network that is not the key's first; once a day, for some keys wander. */
    private void noteNetwork(Sql sql, StoredKey key, String network, KeyRequest request, long now)
            throws java.sql.SQLException {
        List<Long> before =
                sql.query("select first_used from key_network where key_id = ?", row -> row.getLong(1), key.id());
        boolean isNew = sql.update(
                        "insert into key_network (key_id, network, first_used) values (?, ?, ?) on conflict do nothing",
                        key.id(),
                        network,
                        request.at)
                > 0;
        boolean toldLately = before.size() > 1
                && before.stream().mapToLong(at -> at).max().orElse(0) > now - BETWEEN_MAILS.toSeconds();
        if (isNew && !before.isEmpty() && !toldLately) {
            mails.usedElsewhere(sql, key, request.ipAddress, now);
        }
    }

    /** IPv4 /24, IPv6 /48: what one customer has, more or less. */
    private static Optional<String> network(String ipAddress) {
        return IpPrefix.around(ipAddress + (ipAddress.indexOf(':') < 0 ? "/24" : "/48"))
                .map(IpPrefix::toString);
    }

    /** The last requests with a key, the newest first, on all nodes up to a minute ago and on this one up to now. */
    public List<KeyRequest> of(StoredKey key) {
        List<KeyRequest> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(requests.getOrDefault(key.prefix(), new ArrayDeque<>()).reversed());
        }
        all.addAll(store.withConnection(sql -> sql.query(
                "select at, method, path, status, address from key_log where key_id = ? order by id desc limit ?",
                row -> new KeyRequest(
                        row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5)),
                key.id(),
                MAX_REQUESTS)));
        return all.subList(0, Math.min(all.size(), MAX_REQUESTS));
    }
}
