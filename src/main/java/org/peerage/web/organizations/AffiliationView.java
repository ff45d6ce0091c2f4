package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.Caller;
import org.peerage.access.OrganizationPolicies;
import org.peerage.access.Permission;
import org.peerage.access.Role;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.Visit;
import org.peerage.web.people.KeyView;

/**
 * A person's organizations, requests and invitations: a part of the profile page.
 *
 * @param overdue whether rights rest until the address is confirmed again
 */
public record AffiliationView(
        List<Membership> memberships,
        List<RequestView> requests,
        List<InvitationView> invitations,
        boolean overdue,
        boolean lacksSecondFactor) {

    public AffiliationView {
        memberships = List.copyOf(memberships);
        requests = List.copyOf(requests);
        invitations = List.copyOf(invitations);
    }

    /**
     * An organization that a person belongs to.
     *
     * @param panel whether they may use its panel
     * @param rest why their rights rest; empty: they don't
     */
    public record Membership(long id, String name, String role, boolean panel, String rest) {}

    public static AffiliationView of(Visit visit, UserAccount user) {
        var policies = visit.site().accounts().current().policies();
        long now = visit.site().clock().instant().getEpochSecond();
        List<Membership> memberships = new ArrayList<>();
        List<OrganizationPolicies.Rest> rests = new ArrayList<>();
        user.organizations().forEach((id, role) -> {
            Row organization = visit.snapshot().find(Org.TYPE, id);
            if (organization != null) {
                OrganizationPolicies.Rest rest = policies.rest(user, id, now);
                rests.add(rest);
                memberships.add(new Membership(
                        id,
                        organization.get(Org.NAME),
                        role == Role.ADMIN ? "admin" : "member",
                        visit.caller().mayManageUsers(Permission.READ, id),
                        MemberView.words(rest)));
            }
        });
        memberships.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
        return new AffiliationView(
                memberships,
                RequestView.of(visit, visit.site().joining().requestsOf(user.id())),
                invitations(visit, user),
                rests.contains(OrganizationPolicies.Rest.CONFIRMATION),
                rests.contains(OrganizationPolicies.Rest.SECOND_FACTOR));
    }

    private static List<InvitationView> invitations(Visit visit, UserAccount user) {
        if (!user.verified()) {
            return List.of();
        }
        List<String> emails =
                visit.site().callers().ofUser(user.id()).map(Caller::emails).orElse(List.of());
        List<InvitationView> invitations = new ArrayList<>();
        visit.site().invitations().to(emails).forEach(invitation -> {
            Row organization = visit.snapshot().find(Org.TYPE, invitation.organization());
            if (organization != null && !user.organizations().containsKey(invitation.organization())) {
                invitations.add(new InvitationView(
                        invitation.id(),
                        organization.get(Org.NAME),
                        invitation.role().text(),
                        KeyView.time(invitation.expires())));
            }
        });
        return invitations;
    }
}
