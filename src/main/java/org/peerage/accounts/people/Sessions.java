package org.peerage.accounts.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;

/** Who is signed in, with which browsers. A session's secret is in its cookie only; here is its hash. */
public final class Sessions {
    private static final Duration TTL = Duration.ofHours(12);
    private static final Duration REMEMBERED_TTL = Duration.ofDays(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(2);
    private static final Duration REMEMBERED_IDLE_TIMEOUT = Duration.ofDays(14);
    private static final Duration CONFIRMATION_TTL = Duration.ofMinutes(15);
    private static final long NOTED_EVERY_SECONDS = 60;
    private static final int MAX_USER_AGENT_LENGTH = 200;

    private final Transactions store;
    private final Clock clock;

    public Sessions(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** A session that was just started, with the secret for its cookie. */
    public record StartedSession(String secret, String csrf, Duration maxAge) {}

    /** Starts a session; {@code amr} tells how the person showed who they are (RFC 8176). Always a new one, so that nobody can hand out a session before somebody signs in with it. */
    public StartedSession start(long user, String ipAddress, String agent, boolean remember, String amr) {
        String secret = RandomTokens.generate();
        String csrf = RandomTokens.generate();
        Duration lasts = remember ? REMEMBERED_TTL : TTL;
        long now = clock.instant().getEpochSecond();
        store.withConnection(sql -> {
            sql.update("delete from session where expires < ?", now);
            return sql.update(
                    "insert into session (hash, user_id, csrf, created, last_used, expires, address, agent, confirmed,"
                            + " amr) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    RandomTokens.hash(secret),
                    user,
                    csrf,
                    now,
                    now,
                    now + lasts.toSeconds(),
                    ipAddress,
                    shortened(agent),
                    now,
                    amr);
        });
        return new StartedSession(secret, csrf, lasts);
    }

    static String shortened(String agent) {
        return agent.length() > MAX_USER_AGENT_LENGTH ? agent.substring(0, MAX_USER_AGENT_LENGTH) : agent;
    }

    /** The session of a cookie, if it is one and has not ended. */
    public Optional<Session> find(String secret) {
        long now = clock.instant().getEpochSecond();
        String hash = RandomTokens.hash(secret);
        return store.withConnection(
                sql -> {
                    Optional<Session> found = sql
                            .query("select * from session where hash = ? and expires > ?", Sessions::read, hash, now)
                            .stream()
                            .filter(session -> now - session.lastUsed() <= idle(session))
                            .findFirst();
                    if (found.isPresent() && now - found.get().lastUsed() > NOTED_EVERY_SECONDS) {
                        sql.update("update session set last_used = ? where hash = ?", now, hash);
                    }
                    return found;
                });
    }

    /** For how long a session may lie unused. */
    private static long idle(Session session) {
        boolean remembered = session.expires() - session.created() > TTL.toSeconds();
        return (remembered ? REMEMBERED_IDLE_TIMEOUT : IDLE_TIMEOUT).toSeconds();
    }

    /** Whether the person showed within the last quarter of an hour that it is them. */
    public boolean isConfirmed(Session session) {
        return clock.instant().getEpochSecond() - session.confirmed() < CONFIRMATION_TTL.toSeconds();
    }

    /** Notes that the person showed again that it is them. */
    public void confirm(Session session) {
        store.withConnection(sql -> sql.update(
                "update session set confirmed = ? where hash = ?",
                clock.instant().getEpochSecond(),
                session.id()));
    }

    /** A person's sessions, the last used first. */
    public List<Session> of(long user) {
        long now = clock.instant().getEpochSecond();
        return store
                .withConnection(sql -> sql.query(
                        "select * from session where user_id = ? and expires > ? order by last_used desc",
                        Sessions::read,
                        user,
                        now))
                .stream()
                .filter(session -> now - session.lastUsed() <= idle(session))
                .toList();
    }

    public void end(long user, String id) {
        store.withConnection(sql -> sql.update("delete from session where user_id = ? and hash = ?", user, id));
    }

    /** Ends all of a person's sessions but one; {@code except} may be empty. */
    public void endAll(long user, String except) {
        store.withConnection(sql -> sql.update("delete from session where user_id = ? and hash <> ?", user, except));
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
                row.getLong("confirmed"),
                row.getString("amr"));
    }
}
