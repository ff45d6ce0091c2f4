package org.peerage.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Who is signed in, with which browsers. A session's secret is in its cookie only; here is its hash. */
public final class Sessions {
    private static final Duration SHORT = Duration.ofHours(12);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Duration IDLE = Duration.ofHours(2);
    private static final Duration IDLE_REMEMBERED = Duration.ofDays(14);
    private static final Duration CONFIRMED = Duration.ofMinutes(15);
    private static final long NOTED_EVERY_SECONDS = 60;
    private static final int LONGEST_AGENT = 200;

    private final PeopleStore store;
    private final Clock clock;

    public Sessions(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /** A session that was just started, with the secret for its cookie. */
    public record Started(String secret, Duration lasts) {}

    /** Starts a session; always a new one, so that nobody can hand out a session before somebody signs in with it. */
    public Started start(long user, String address, String agent, boolean remember) {
        String secret = Secrets.make();
        Duration lasts = remember ? REMEMBERED : SHORT;
        long now = clock.instant().getEpochSecond();
        store.with(rows -> {
            rows.update("delete from session where expires < ?", now);
            return rows.update(
                    "insert into session (hash, user_id, csrf, created, last_used, expires, address, agent, confirmed)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    Secrets.hash(secret),
                    user,
                    Secrets.make(),
                    now,
                    now,
                    now + lasts.toSeconds(),
                    address,
                    shortened(agent),
                    now);
        });
        return new Started(secret, lasts);
    }

    static String shortened(String agent) {
        return agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent;
    }

    /** The session of a cookie, if it is one and has not ended. */
    public Optional<Session> find(String secret) {
        long now = clock.instant().getEpochSecond();
        String hash = Secrets.hash(secret);
        return store.with(
                rows -> {
                    Optional<Session> found = rows
                            .query("select * from session where hash = ? and expires > ?", Sessions::read, hash, now)
                            .stream()
                            .filter(session -> now - session.lastUsed() <= idle(session))
                            .findFirst();
                    if (found.isPresent() && now - found.get().lastUsed() > NOTED_EVERY_SECONDS) {
                        rows.update("update session set last_used = ? where hash = ?", now, hash);
                    }
                    return found;
                });
    }

    /** For how long a session may lie unused. */
    private static long idle(Session session) {
        boolean remembered = session.expires() - session.created() > SHORT.toSeconds();
        return (remembered ? IDLE_REMEMBERED : IDLE).toSeconds();
    }

    /** Whether the person showed within the last quarter of an hour that it is them. */
    public boolean isConfirmed(Session session) {
        return clock.instant().getEpochSecond() - session.confirmed() < CONFIRMED.toSeconds();
    }

    /** Notes that the person showed again that it is them. */
    public void confirm(Session session) {
        store.with(rows -> rows.update(
                "update session set confirmed = ? where hash = ?",
                clock.instant().getEpochSecond(),
                session.id()));
    }

    /** A person's sessions, the last used first. */
    public List<Session> of(long user) {
        long now = clock.instant().getEpochSecond();
        return store
                .with(rows -> rows.query(
                        "select * from session where user_id = ? and expires > ? order by last_used desc",
                        Sessions::read,
                        user,
                        now))
                .stream()
                .filter(session -> now - session.lastUsed() <= idle(session))
                .toList();
    }

    public void end(long user, String id) {
        store.with(rows -> rows.update("delete from session where user_id = ? and hash = ?", user, id));
    }

    /** Ends all of a person's sessions but one; {@code except} may be empty. */
    public void endAll(long user, String except) {
        store.with(rows -> rows.update("delete from session where user_id = ? and hash <> ?", user, except));
    }

    private static Session read(ResultSet row) throws SQLException {
        return new Session(
                row.getString("hash"),
                row.getLong("user_id"),
                row.getString("csrf"),
                row.getLong("created"),
                row.getLong("last_used"),
                row.getLong("expires"),
                row.getString("address"),
                row.getString("agent"),
                row.getLong("confirmed"));
    }
}
