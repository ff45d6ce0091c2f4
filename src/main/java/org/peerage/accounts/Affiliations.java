package org.peerage.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.OrganizationStore;

/** Requests to belong to organizations, in the database. An open one dies after 90 days. */
public final class Affiliations {
    /** Open requests of one person (docs/spec/access.md §3). */
    public static final int MOST_OPEN = 10;

    private static final Duration LASTS = Duration.ofDays(90);
    private static final String OPEN =
            "select id, user_id, org_id, org_name, asn, created from affiliation where status = 'pending' and created > ?";

    private final PeopleStore store;
    private final Clock clock;

    public Affiliations(DataSource source, Clock clock) {
        this.store = new PeopleStore(source);
        this.clock = clock;
    }

    /** What became of a request. */
    enum Kept {
        DONE,
        /** The person has so many open already. */
        TOO_MANY,
        /** The organization was deleted. */
        DELETED
    }

    Kept add(long user, @Nullable Long organization, String name, @Nullable Long asn) {
        long now = now();
        return store.locked(rows -> {
            if (organization != null && OrganizationStore.isDeleted(rows, organization)) {
                return Kept.DELETED;
            }
            rows.update("delete from affiliation where status = 'pending' and created <= ?", oldest());
            boolean kept = rows.update(
                            "insert into affiliation (user_id, org_id, org_name, asn, created)"
                                    + " select id, cast(? as bigint), cast(? as text), cast(? as bigint), cast(? as bigint)"
                                    + " from user_account where id = ? and (select count(*) from affiliation"
                                    + " where user_id = ? and status = 'pending') < " + MOST_OPEN,
                            organization,
                            name,
                            asn,
                            now,
                            user,
                            user)
                    > 0;
            return kept ? Kept.DONE : Kept.TOO_MANY;
        });
    }

    /** A person's open requests, the oldest first. */
    public List<Affiliation> of(long user) {
        return store.with(
                rows -> rows.query(OPEN + " and user_id = ? order by id", Affiliations::read, oldest(), user));
    }

    /** Open requests to an organization, the oldest first. */
    public List<Affiliation> to(long organization) {
        return store.with(
                rows -> rows.query(OPEN + " and org_id = ? order by id", Affiliations::read, oldest(), organization));
    }

    /** All open requests, the oldest first. */
    public List<Affiliation> open() {
        return store.with(rows -> rows.query(OPEN + " order by id", Affiliations::read, oldest()));
    }

    Optional<Affiliation> find(long id) {
        return store.with(rows -> rows.query(OPEN + " and id = ?", Affiliations::read, oldest(), id)).stream()
                .findFirst();
    }

    /** Ends an open request; whether it was open still: of several who decide at once, one does. */
    boolean end(long id, String status, String by) {
        return store.with(rows -> rows.update(
                        "update affiliation set status = ?, decided = ?, decided_by = ? where id = ? and status = 'pending'",
                        status,
                        now(),
                        by,
                        id)
                > 0);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private long oldest() {
        return now() - LASTS.toSeconds();
    }

    private static Affiliation read(ResultSet row) throws SQLException {
        return new Affiliation(
                row.getLong("id"),
                row.getLong("user_id"),
                nullable(row, "org_id"),
                row.getString("org_name"),
                nullable(row, "asn"),
                row.getLong("created"));
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
