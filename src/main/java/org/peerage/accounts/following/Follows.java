package org.peerage.accounts.following;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.ChangeSubject;
import org.peerage.store.Sql;

/** What people follow: they are told of its changes by mail (docs/spec/record.md §3.1, docs/spec/identity.md §16). */
public final class Follows {
    /** The most that a person follows. */
    public static final int MAX = 200;

    private final Transactions store;
    private final Clock clock;
    private final FollowedSearches searches;
    private final OwnObjectFollows own;

    public Follows(DataSource source, Clock clock) {
        this.own = new OwnObjectFollows(source);
        this.searches = new FollowedSearches(source, clock);
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /** How often somebody is told. */
    public enum Schedule {
        ONCE,
        DAILY,
        WEEKLY;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Schedule> parse(String text) {
            return List.of(values()).stream()
                    .filter(schedule -> schedule.text().equals(text))
                    .findFirst();
        }
    }

    /** Something that somebody follows. */
    public record Follow(ChangeSubject subject, Schedule schedule) {}

    /** The searches among what people follow. */
    public FollowedSearches searches() {
        return searches;
    }

    /** How people are told of what they may edit. */
    public OwnObjectFollows own() {
        return own;
    }

    /** The objects and countries that a person follows, in order. */
    public List<Follow> of(long user) {
        return store.withConnection(sql -> sql.query(
                "select subject, subject_id, schedule from follow where user_id = ? order by subject, subject_id",
                row -> new Follow(
                        subject(row.getString(1), row.getLong(2)),
                        Schedule.parse(row.getString(3)).orElse(Schedule.DAILY)),
                user));
    }

    /** What is followed, as tables have it. */
    static ChangeSubject subject(String kind, long id) {
        return new ChangeSubject(ObjectTypes.byName(kind).orElse(null), id);
    }

    /**
     * Follows something, or changes how often one is told of it; false where it would be too much.
     *
     * @param version of the registry: older changes are not told
     */
    public boolean follow(long user, Follow follow, long version) {
        return store.withConnection(sql -> {
            boolean known = sql.update(
                            "update follow set schedule = ? where user_id = ? and subject = ? and subject_id = ?",
                            follow.schedule.text(),
                            user,
                            follow.subject.kind(),
                            follow.subject.id())
                    > 0;
            if (!known && count(sql, user) >= MAX) {
                return false;
            }
            if (!known) {
                sql.update(
                        "insert into follow (user_id, subject, subject_id, schedule, since_version)"
                                + " values (?, ?, ?, ?, ?) on conflict do nothing",
                        user,
                        follow.subject.kind(),
                        follow.subject.id(),
                        follow.schedule.text(),
                        version);
            }
            beginSchedule(sql, user, follow.schedule, clock);
            return true;
        });
    }

    /** The first of regular mails comes when its time has passed. */
    static void beginSchedule(Sql sql, long user, Schedule schedule, Clock clock) throws java.sql.SQLException {
        sql.update(
                "insert into follow_mail (user_id, schedule, sent_at, day, sent) values (?, ?, ?, 0, 0)"
                        + " on conflict do nothing",
                user,
                schedule.text(),
                schedule == Schedule.ONCE ? 0 : clock.instant().getEpochSecond());
    }

    private static long count(Sql sql, long user) throws java.sql.SQLException {
        return sql.query("select count(*) from follow where user_id = ?", row -> row.getLong(1), user)
                .getFirst();
    }

    /** Whether it was followed. */
    public boolean unfollow(long user, ChangeSubject subject) {
        return store.withConnection(sql -> sql.update(
                        "delete from follow where user_id = ? and subject = ? and subject_id = ?",
                        user,
                        subject.kind(),
                        subject.id()))
                > 0;
    }

    /** Ends all that a person is told of so often. */
    public void endAll(long user, Schedule schedule) {
        store.inTransaction(sql -> {
            sql.update("delete from follow_change where user_id = ? and schedule = ?", user, schedule.text());
            FollowedSearches.end(sql, user, schedule);
            OwnObjectFollows.end(sql, user, schedule);
            return sql.update("delete from follow where user_id = ? and schedule = ?", user, schedule.text());
        });
    }
}
