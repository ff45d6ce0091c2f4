package org.peerage.web.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.peerage.accounts.people.Session;
import org.peerage.web.people.KeyView;

/**
 * A user as superusers see them.
 *
 * @param self whether it is the superuser who looks
 */
public record UserView(
        long id,
        String username,
        String email,
        String name,
        String created,
        boolean verified,
        boolean active,
        boolean superuser,
        boolean staff,
        boolean self,
        List<UserMembership> memberships,
        List<KeyView> keys,
        List<Session> sessions,
        List<AuditLine> actions,
        List<AuditLine> actionsOnUser) {

    /** The username as a part of an address. */
    public String encodedName() {
        return URLEncoder.encode(username, StandardCharsets.UTF_8);
    }

    /** Of an organization, with a role. */
    public record UserMembership(long organization, String name, boolean admin) {}
}
