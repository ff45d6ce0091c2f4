package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.Caller;
import org.peerage.access.OrganizationPolicies;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.people.KeyView;

/**
 * A person's organizations, requests and invitations: a part of the profile page.
 *
 * @param overdue whether rights rest until the address is confirmed again
 */
public record AffiliationView(
        List<AffiliationRow> memberships,
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
     * @param suspension why their rights rest; empty: they don't
     */
    public record AffiliationRow(long id, String name, String role, boolean panel, String suspension) {}

    public static AffiliationView of(PageRequest request, UserAccount user) {
        var policies = request.services().accounts().current().policies();
        long now = request.services().clock().instant().getEpochSecond();
        List<AffiliationRow> memberships = new ArrayList<>();
        List<OrganizationPolicies.Suspension> rests = new ArrayList<>();
        user.organizations().forEach((id, role) -> {
            Row organization = request.snapshot().find(Org.TYPE, id);
            if (organization != null) {
                OrganizationPolicies.Suspension rest = policies.suspension(user, id, now);
                rests.add(rest);
                memberships.add(new AffiliationRow(
                        id,
                        organization.get(Org.NAME),
                        role == Role.ADMIN ? "admin" : "member",
                        request.caller().mayManageUsers(Permission.READ, id),
                        MemberView.suspensionText(rest)));
            }
        });
        memberships.sort((a, b) -> a.name().compareToIgnoreCase(b.name()));
        return new AffiliationView(
                memberships,
                RequestView.of(request, request.services().affiliations().requestsOf(user.id())),
                invitations(request, user),
                rests.contains(OrganizationPolicies.Suspension.CONFIRMATION),
                rests.contains(OrganizationPolicies.Suspension.SECOND_FACTOR));
    }

    private static List<InvitationView> invitations(PageRequest request, UserAccount user) {
        if (!user.verified()) {
            return List.of();
        }
        List<String> emails = request.services()
                .authenticator()
                .ofUser(user.id())
                .map(Caller::emails)
                .orElse(List.of());
        List<InvitationView> invitations = new ArrayList<>();
        request.services().invitations().ofEmails(emails).forEach(invitation -> {
            Row organization = request.snapshot().find(Org.TYPE, invitation.organization());
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
