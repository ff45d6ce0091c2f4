package org.peerage.accounts.people;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;
import org.peerage.net.IpPrefix;
import org.peerage.store.Sql;

/**
 * Which browsers a person has signed in with, so that they can be told of others (docs/spec/identity.md §17). A browser is
 * known by its cookie; one that keeps none by what it calls itself together with its network (IPv4 /24, IPv6 /48), so
 * that whoever deletes cookies is not told of each sign-in. Of both, hashes are kept.
 */
public final class KnownDevices {
    /** For how long a browser is known that was not used; browsers keep no cookie for longer. */
    public static final Duration TTL = Duration.ofDays(400);

    private static final int MAX_MARKS = 100;
    private static final String FORGOTTEN = "forgotten";

    private final Transactions store;
    private final Clock clock;

    KnownDevices(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /**
     * What became of a sign-in.
     *
     * @param secret for the browser's cookie
     * @param isNew whether the person has signed in before, and never with this browser
     */
    public record Recognition(String secret, boolean isNew) {}

    /**
     * Notes a sign-in.
     *
     * @param cookie what the browser has from an earlier one, of whomever
     */
    public Recognition recognize(long user, Optional<String> cookie, String agent, String ipAddress) {
        long now = clock.instant().getEpochSecond();
        long oldest = now - TTL.toSeconds();
        return store.withLock(sql -> {
            // A cookie that we never gave is not taken over: somebody may have put it there who knows it.
            String secret = cookie.isPresent() && isKnownToAnybody(sql, RandomTokens.hash(cookie.get()))
                    ? cookie.get()
                    : RandomTokens.generate();
            List<String> marks = Stream.concat(
                            Stream.of(RandomTokens.hash(secret)), likeness(agent, ipAddress).stream())
                    .toList();
            List<Known> known = sql.query(
                    "select mark, last_used from known_device where user_id = ?",
                    row -> new Known(row.getString(1), row.getLong(2)),
                    user);
            boolean isNew = !known.isEmpty()
                    && known.stream().noneMatch(one -> one.lastUsed >= oldest && marks.contains(one.mark));
            for (String mark : marks) {
                note(sql, user, mark, now);
            }
            sql.update(
                    "delete from known_device where user_id = ? and (last_used < ? or mark not in (select mark from"
                            + " known_device where user_id = ? order by last_used desc, mark limit ?))",
                    user,
                    oldest,
                    user,
                    MAX_MARKS);
            return new Recognition(secret, isNew);
        });
    }

    /**
     * Forgets a person's browsers, for one of them may be somebody else's: they are told of each that signs in again.
     *
     * @param cookie of the browser that stays known
     * @param agent of it; empty: none stays
     */
    public void forgetOthers(long user, Optional<String> cookie, String agent, String ipAddress) {
        List<String> stay = Stream.concat(
                        cookie.map(RandomTokens::hash).stream(),
                        agent.isEmpty() ? Stream.empty() : likeness(agent, ipAddress).stream())
                .toList();
        store.withLock(sql -> {
            int forgotten = 0;
            for (String mark :
                    sql.query("select mark from known_device where user_id = ?", row -> row.getString(1), user)) {
                if (!stay.contains(mark)) {
                    forgotten += sql.update("delete from known_device where user_id = ? and mark = ?", user, mark);
                }
            }
            if (forgotten > 0) {
                // Of no browser: without any mark, the next sign-in would be the person's first, of which nobody is
                // told.
                note(sql, user, FORGOTTEN, clock.instant().getEpochSecond());
            }
            return forgotten;
        });
    }

    private static void note(Sql sql, long user, String mark, long now) throws SQLException {
        sql.update(
                "insert into known_device (user_id, mark, last_used) values (?, ?, ?)"
                        + " on conflict (user_id, mark) do update set last_used = excluded.last_used",
                user,
                mark,
                now);
    }

    private record Known(String mark, long lastUsed) {}

    private static boolean isKnownToAnybody(Sql sql, String mark) throws SQLException {
        return !sql.query("select 1 from known_device where mark = ? limit 1", row -> row.getLong(1), mark)
                .isEmpty();
    }

    private static Optional<String> likeness(String agent, String ipAddress) {
        return IpPrefix.around(ipAddress + (ipAddress.indexOf(':') < 0 ? "/24" : "/48"))
                .map(network -> RandomTokens.hash(Sessions.shortened(agent) + "\n" + network));
    }
}
