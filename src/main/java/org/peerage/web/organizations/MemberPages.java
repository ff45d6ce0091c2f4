package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.GrantChange;
import org.peerage.access.Namespace;
import org.peerage.access.OrganizationStore;
import org.peerage.access.Permission;
import org.peerage.access.Role;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Joining;
import org.peerage.accounts.Memberships;
import org.peerage.accounts.PermissionIds;
import org.peerage.text.Email;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import org.peerage.web.people.KeyView;

/**
 * The panel's part about members. Who looks after members without being an admin adds and removes members, and decides
 * requests; roles and permissions, by which they could become more than they are, stay with admins.
 */
final class MemberPages {
    private static final String LAST_ADMIN = "An organization keeps one admin at least.";

    /** @param rest what follows {@code members} in the address */
    Reply show(Panel panel, String rest) {
        if (rest.isEmpty()) {
            return list(panel, 200, Map.of());
        }
        if (!panel.admin()) {
            return forbidden(panel);
        }
        return panel.member(rest)
                .<Reply>map(member -> page(panel, member, 200, matrix(panel, member)))
                .orElseGet(Reply.NotFound::new);
    }

    Reply change(Panel panel, String action) {
        return switch (action) {
            case "members" -> panel.mayManage(Permission.CREATE) ? add(panel) : forbidden(panel);
            case "members/role" -> panel.admin() ? withMember(panel, this::changeRole) : forbidden(panel);
            case "members/remove" -> withMember(panel, this::remove);
            case "members/permissions" -> panel.admin() ? withMember(panel, this::permit) : forbidden(panel);
            case "invitations/withdraw" -> panel.mayManage(Permission.CREATE) ? withdraw(panel) : forbidden(panel);
            case "requests" -> panel.mayManage(Permission.CREATE) ? decide(panel) : forbidden(panel);
            default -> new Reply.NotFound();
        };
    }

    private interface OnMember {
        Reply answer(Panel panel, UserAccount member);
    }

    private static Reply withMember(Panel panel, OnMember then) {
        return panel.member(panel.visit().value("member"))
                .map(member -> then.answer(panel, member))
                .orElseGet(Reply.NotFound::new);
    }

    static Reply forbidden(Panel panel) {
        return Html.message(panel.visit(), 403, "Not yours", "Only the organization's admins do this.");
    }

    /** A username is taken in at once; an address is invited, so that nobody learns whether it has an account. */
    private Reply add(Panel panel) {
        Visit visit = panel.visit();
        String given = visit.value("username");
        Role role = visit.value("role").equals("admin") && panel.admin() ? Role.ADMIN : Role.MEMBER;
        var early = visit.site().throttles().admitUserManagement(visit.caller(), visit.address());
        if (early.isPresent()) {
            return list(panel, 429, Map.of("username", early.get().message()));
        }
        if (given.indexOf('@') > 0 && Email.isValid(given)) {
            return invite(panel, given, role);
        }
        Optional<UserAccount> user = visit.site().accounts().current().user(given);
        return switch (visit.site().memberships().add(hand(panel), user, role)) {
            case DONE -> said(panel, "added");
            case ALREADY -> list(panel, 400, Map.of("username", "This user is a member already."));
            case NO_USER ->
                list(
                        panel,
                        400,
                        Map.of(
                                "username",
                                "There is no confirmed user of that name. An e-mail address is invited instead."));
            case WRONG_DOMAIN ->
                list(panel, 400, Map.of("username", "This user has no address in the organization's domains."));
            case NO_ORGANIZATION -> new Reply.NotFound();
        };
    }

    private static Memberships.Hand hand(Panel panel) {
        Visit visit = panel.visit();
        return new Memberships.Hand(visit.caller(), panel.id(), visit.address(), visit.siteAddress());
    }

    private Reply invite(Panel panel, String email, Role role) {
        if (email.length() > 254) {
            return list(panel, 400, Map.of("username", "Enter a valid email address."));
        }
        return switch (panel.visit().site().memberships().invite(hand(panel), email, role)) {
            case WRONG_DOMAIN ->
                list(panel, 400, Map.of("username", "This address is in none of the organization's domains."));
            case NO_ORGANIZATION -> new Reply.NotFound();
            default -> said(panel, "invited");
        };
    }

    private Reply changeRole(Panel panel, UserAccount member) {
        Role role = panel.visit().value("role").equals("admin") ? Role.ADMIN : Role.MEMBER;
        return switch (panel.visit().site().memberships().setRole(hand(panel), member, role)) {
            case DONE -> said(panel, "role");
            case LAST_ADMIN -> list(panel, 400, Map.of("member", LAST_ADMIN));
            case NO_MEMBER -> new Reply.NotFound();
        };
    }

    private Reply remove(Panel panel, UserAccount member) {
        boolean isAdmin = member.organizations().get(panel.id()) == Role.ADMIN;
        if (!panel.mayManage(Permission.DELETE) || (isAdmin && !panel.admin())) {
            return forbidden(panel);
        }
        return switch (panel.visit().site().memberships().remove(hand(panel), member)) {
            case DONE -> said(panel, "removed");
            case LAST_ADMIN -> list(panel, 400, Map.of("member", LAST_ADMIN));
            case NO_MEMBER -> new Reply.NotFound();
        };
    }

    private Reply permit(Panel panel, UserAccount member) {
        Visit visit = panel.visit();
        if (!visit.has("complete")) {
            return new Reply.Forged(); // cut off on its way, as with keys
        }
        PermissionIds ids = new PermissionIds(panel.id());
        Map<String, Integer> sent = Matrix.sent(panel);
        Map<Namespace, Integer> known = grants(panel, member);
        if (visit.has("preview")) {
            boolean meanwhile = !visit.value("version").equals(PermissionIds.version(known));
            Matrix matrix = Matrix.of(panel, holder(panel, member), known, sent, meanwhile);
            return visit.has("fragment")
                    ? Reply.Page.of("organizations/preview.jte", Map.of("preview", matrix.preview()))
                    : page(panel, member, 200, matrix);
        }
        GrantChange change = visit.site().accounts().change(store -> store.organizations()
                .changeMemberGrants(
                        member.id(),
                        panel.id(),
                        current -> PermissionIds.version(current).equals(visit.value("version"))
                                ? Optional.of(ids.grants(sent))
                                : Optional.empty()));
        return switch (change) {
            case GrantChange.Gone gone -> new Reply.NotFound();
            case GrantChange.Outdated(var current) ->
                page(panel, member, 409, Matrix.of(panel, holder(panel, member), current, sent, true));
            case GrantChange.Saved saved -> {
                panel.note("set member permissions", member.username() + " " + Changes.told(ids.of(known), sent));
                yield new Reply.Redirect(panel.address() + "/members/" + member.id() + "?said=permitted");
            }
        };
    }

    private static Map<Namespace, Integer> grants(Panel panel, UserAccount member) {
        Map<Namespace, Integer> grants = new HashMap<>(member.grants());
        grants.keySet().removeIf(namespace -> !OrganizationStore.isUnder(namespace, panel.id()));
        return grants;
    }

    private static Matrix matrix(Panel panel, UserAccount member) {
        var grants = grants(panel, member);
        return Matrix.of(panel, holder(panel, member), grants, new PermissionIds(panel.id()).of(grants), false);
    }

    private static Matrix.Holder holder(Panel panel, UserAccount member) {
        return new Matrix.Holder(
                panel.address() + "/members/permissions",
                "member",
                Long.toString(member.id()),
                MemberView.fullName(member));
    }

    private Reply withdraw(Panel panel) {
        long id = Ids.parse(panel.visit().value("invitation")).orElse(0);
        if (!panel.visit().site().invitations().withdraw(id, panel.id())) {
            return new Reply.NotFound();
        }
        panel.note("withdraw invitation", Long.toString(id));
        return said(panel, "withdrawn");
    }

    private Reply decide(Panel panel) {
        Visit visit = panel.visit();
        boolean approved = visit.value("decision").equals("approve");
        if (!panel.admin() && visit.site().joining().admins(panel.id()).isEmpty()) {
            return forbidden(panel); // who comes first becomes the admin: that is for staff to decide
        }
        Joining.Decided decided = visit.site()
                .joining()
                .decide(
                        panel.id(),
                        Ids.parse(visit.value("request")).orElse(0),
                        approved,
                        visit.caller(),
                        visit.address(),
                        visit.siteAddress());
        return switch (decided) {
            case DONE -> said(panel, approved ? "approved" : "denied");
            case LATE -> said(panel, "late");
            case WRONG_DOMAIN ->
                list(panel, 400, Map.of("member", "They have no address in the organization's domains."));
        };
    }

    private static Reply said(Panel panel, String word) {
        return new Reply.Redirect(panel.address() + "?said=" + word);
    }

    private static Reply page(Panel panel, UserAccount member, int status, Matrix matrix) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", panel.visit().shell(MemberView.fullName(member) + ": member of " + panel.name()));
        model.put("head", panel.head("members"));
        model.put("name", MemberView.fullName(member));
        model.put("admin", member.organizations().get(panel.id()) == Role.ADMIN);
        model.put("matrix", matrix);
        return new Reply.Page(status, "organizations/member.jte", model);
    }

    private static Reply list(Panel panel, int status, Map<String, String> problems) {
        Visit visit = panel.visit();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Members of " + panel.name()));
        model.put("head", panel.head("members"));
        model.put("members", MemberView.of(panel));
        model.put("requests", RequestView.of(visit, visit.site().joining().requestsTo(panel.id())));
        model.put(
                "invitations",
                visit.site().invitations().of(panel.id()).stream()
                        .map(invitation -> new InvitationView(
                                invitation.id(),
                                invitation.email(),
                                invitation.role().text(),
                                KeyView.time(invitation.expires())))
                        .toList());
        model.put("adds", panel.mayManage(Permission.CREATE));
        model.put("removes", panel.mayManage(Permission.DELETE));
        model.put("problems", problems);
        model.put("typed", Typed.of(visit, "username"));
        return new Reply.Page(status, "organizations/members.jte", model);
    }
}
