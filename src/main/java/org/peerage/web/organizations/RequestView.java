package org.peerage.web.organizations;

import java.util.List;
import org.peerage.access.UserAccount;
import org.peerage.accounts.organizations.PendingAffiliation;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.people.KeyView;

/** Somebody's request to belong to an organization, as lists show it. */
public record RequestView(
        long id, String who, String email, String organizationName, String organization, String created) {

    static List<RequestView> of(PageRequest visit, List<PendingAffiliation> requests) {
        return requests.stream().map(request -> of(visit, request)).toList();
    }

    private static RequestView of(PageRequest visit, PendingAffiliation request) {
        UserAccount user =
                visit.services().accounts().current().user(request.user()).orElse(null);
        Row organization =
                request.organization() == null ? null : visit.snapshot().find(Org.TYPE, request.organization());
        String name = organization == null ? request.name() : organization.get(Org.NAME);
        String number = request.asn() == null ? "" : "AS" + request.asn();
        return new RequestView(
                request.id(),
                user == null ? "" : MemberView.fullName(user) + " (" + user.username() + ")",
                user == null || user.email() == null ? "" : user.email(),
                (name + " " + number).strip(),
                organization == null ? "" : organization.url(),
                KeyView.time(request.created()));
    }
}
