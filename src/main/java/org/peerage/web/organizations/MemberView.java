package org.peerage.web.organizations;

import java.util.List;
import org.peerage.access.OrganizationPolicies;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/**
 * A member of the organization.
 *
 * @param username only admins' own lists show it
 * @param suspension why their rights rest; empty: they don't
 * @param foreign whether their address is in none of the domains that new members' addresses are of
 */
public record MemberView(
        long id,
        String username,
        String name,
        String email,
        boolean admin,
        boolean lastAdmin,
        boolean self,
        boolean secondFactor,
        String suspension,
        boolean foreign) {

    static List<MemberView> of(PanelRequest panel) {
        List<UserAccount> members =
                panel.request().services().accounts().current().membersOf(panel.id());
        long admins = members.stream()
                .filter(member -> member.organizations().get(panel.id()) == Role.ADMIN)
                .count();
        return members.stream()
                .map(member -> of(panel, member, admins))
                .sorted((a, b) -> a.name.compareToIgnoreCase(b.name))
                .toList();
    }

    private static MemberView of(PanelRequest panel, UserAccount member, long admins) {
        PageRequest request = panel.request();
        var policies = request.services().accounts().current().policies();
        boolean admin = member.organizations().get(panel.id()) == Role.ADMIN;
        long now = request.services().clock().instant().getEpochSecond();
        String email = member.email() == null ? "" : member.email();
        return new MemberView(
                member.id(),
                member.username(),
                fullName(member),
                email,
                admin,
                admin && admins == 1,
                request.user().filter(user -> user.id() == member.id()).isPresent(),
                policies.hasSecondFactor(member.id()),
                suspensionText(policies.suspension(member, panel.id(), now)),
                !policies.of(panel.id()).allows(List.of(email)));
    }

    static String fullName(UserAccount user) {
        String name = (user.firstName() + " " + user.lastName()).strip();
        return name.isEmpty() ? user.username() : name;
    }

    static String suspensionText(OrganizationPolicies.Suspension rest) {
        return switch (rest) {
            case NONE -> "";
            case SECOND_FACTOR -> Texts.text("member.rests.factor");
            case CONFIRMATION -> Texts.text("member.rests.confirmation");
        };
    }
}
