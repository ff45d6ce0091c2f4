package org.peerage.accounts.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.OrganizationStore;
import org.peerage.access.Transactions;
import org.peerage.access.rights.Role;

/**
 * Invitations to organizations, each to an address: who confirmed that it is theirs may accept, so no secret is mailed,
 * and nobody learns whether an address has an account.
 */
public final class Invitations {
    private static final Duration TTL = Duration.ofDays(14);
    private static final String OPEN = "select id, org_id, email, role, expires from org_invitation where expires > ?";

    private final Transactions store;
    private final Clock clock;

    public Invitations(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
    }

    /**
     * An invitation that is open.
     *
     * @param expires seconds since the epoch
     */
    public record Invitation(long id, long organization, String email, Role role, long expires) {}

    /** Invites an address, unless the organization was deleted; a second invitation takes the place of the first. */
    public boolean add(long organization, String email, Role role, String by) {
        long now = now();
        return store.withLock(sql -> !OrganizationStore.isDeleted(sql, organization)
                && sql.update(
                                "insert into org_invitation (org_id, email, role, invited_by, created, expires)"
                                        + " values (?, ?, ?, ?, ?, ?) on conflict (org_id, email) do update set"
                                        + " role = excluded.role, invited_by = excluded.invited_by,"
                                        + " created = excluded.created, expires = excluded.expires",
                                organization,
                                email.toLowerCase(Locale.ROOT),
                                role.text(),
                                by,
                                now,
                                now + TTL.toSeconds())
                        > 0);
    }

    /** An organization's open invitations, the oldest first. */
    public List<Invitation> of(long organization) {
        return store.withConnection(
                sql -> sql.query(OPEN + " and org_id = ? order by id", Invitations::read, now(), organization));
    }

    /** Open invitations to confirmed addresses. */
    public List<Invitation> ofEmails(List<String> emails) {
        List<Invitation> found = new ArrayList<>();
        for (String email : emails) {
            found.addAll(store.withConnection(sql -> sql.query(
                    OPEN + " and email = ? order by id", Invitations::read, now(), email.toLowerCase(Locale.ROOT))));
        }
        return List.copyOf(found);
    }

    /** Uses an invitation to one of the addresses up; of several who try at once, one does. */
    public Optional<Invitation> redeem(long id, List<String> emails) {
        return ofEmails(emails).stream()
                .filter(invitation -> invitation.id() == id)
                .filter(invitation -> delete(id, invitation.organization()))
                .findFirst();
    }

    /** Takes an organization's invitation back; whether it was open. */
    public boolean withdraw(long id, long organization) {
        return delete(id, organization);
    }

    private boolean delete(long id, long organization) {
        return store.withConnection(
                        sql -> sql.update("delete from org_invitation where id = ? and org_id = ?", id, organization))
                > 0;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static Invitation read(ResultSet row) throws SQLException {
        return new Invitation(
                row.getLong("id"),
                row.getLong("org_id"),
                row.getString("email"),
                Role.of(row.getString("role")),
                row.getLong("expires"));
    }
}
