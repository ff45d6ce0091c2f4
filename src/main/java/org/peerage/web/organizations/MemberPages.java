package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.GrantChangeResult;
import org.peerage.access.OrganizationStore;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;
import org.peerage.accounts.organizations.AffiliationService;
import org.peerage.accounts.organizations.Memberships;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.text.Email;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyView;

/**
 * The panel's part about members. Who looks after members without being an admin adds and removes members, and decides
 * requests; roles and permissions, by which they could become more than they are, stay with admins.
 */
final class MemberPages {
    /** @param rest what follows {@code members} in the address */
    PageResponse show(PanelRequest panel, String rest) {
        if (rest.isEmpty()) {
            return list(panel, 200, Map.of());
        }
        if (!panel.admin()) {
            return forbidden(panel);
        }
        return panel.member(rest)
                .<PageResponse>map(member -> page(panel, member, 200, matrix(panel, member)))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    PageResponse change(PanelRequest panel, String action) {
        return switch (action) {
            case "members" -> panel.mayManage(Permission.CREATE) ? add(panel) : forbidden(panel);
            case "members/role" -> panel.admin() ? withMember(panel, this::changeRole) : forbidden(panel);
            case "members/remove" -> withMember(panel, this::remove);
            case "members/permissions" -> panel.admin() ? withMember(panel, this::permit) : forbidden(panel);
            case "invitations/withdraw" -> panel.mayManage(Permission.CREATE) ? withdraw(panel) : forbidden(panel);
            case "requests" -> panel.mayManage(Permission.CREATE) ? decide(panel) : forbidden(panel);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private interface MemberAction {
        PageResponse answer(PanelRequest panel, UserAccount member);
    }

    private static PageResponse withMember(PanelRequest panel, MemberAction then) {
        return panel.member(panel.request().value("member"))
                .map(member -> then.answer(panel, member))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    static PageResponse forbidden(PanelRequest panel) {
        return PageRenderer.message(
                panel.request(), 403, Texts.text("page.forbidden.title"), Texts.text("panel.forbidden"));
    }

    /** A username is taken in at once; an address is invited, so that nobody learns whether it has an account. */
    private PageResponse add(PanelRequest panel) {
        PageRequest request = panel.request();
        String given = request.value("username");
        Role role = request.value("role").equals("admin") && panel.admin() ? Role.ADMIN : Role.MEMBER;
        var early = request.services().rateLimiter().admitUserManagement(request.caller(), request.ipAddress());
        if (early.isPresent()) {
            return list(
                    panel,
                    429,
                    Map.of("username", RuleMessages.translated(early.get().message())));
        }
        if (given.indexOf('@') > 0 && Email.isValid(given)) {
            return invite(panel, given, role);
        }
        Optional<UserAccount> user = request.services().accounts().current().user(given);
        return switch (request.services().memberships().add(actingAdmin(panel), user, role)) {
            case DONE -> redirectWithNotice(panel, "added");
            case ALREADY -> list(panel, 400, Map.of("username", Texts.text("members.add.already")));
            case NO_USER -> list(panel, 400, Map.of("username", Texts.text("members.add.noUser")));
            case WRONG_DOMAIN -> list(panel, 400, Map.of("username", Texts.text("members.add.userDomain")));
            case NO_ORGANIZATION -> new PageResponse.NotFoundResponse();
        };
    }

    private static Memberships.ActingAdmin actingAdmin(PanelRequest panel) {
        PageRequest request = panel.request();
        return new Memberships.ActingAdmin(request.caller(), panel.id(), request.ipAddress(), request.siteUrl());
    }

    private PageResponse invite(PanelRequest panel, String email, Role role) {
        if (email.length() > 254) {
            return list(panel, 400, Map.of("username", Texts.text("account.invalidEmail")));
        }
        return switch (panel.request().services().memberships().invite(actingAdmin(panel), email, role)) {
            case WRONG_DOMAIN -> list(panel, 400, Map.of("username", Texts.text("members.add.domain")));
            case NO_ORGANIZATION -> new PageResponse.NotFoundResponse();
            default -> redirectWithNotice(panel, "invited");
        };
    }

    private PageResponse changeRole(PanelRequest panel, UserAccount member) {
        Role role = panel.request().value("role").equals("admin") ? Role.ADMIN : Role.MEMBER;
        return switch (panel.request().services().memberships().setRole(actingAdmin(panel), member, role)) {
            case DONE -> redirectWithNotice(panel, "role");
            case LAST_ADMIN -> list(panel, 400, Map.of("member", Texts.text("members.lastAdmin")));
            case NO_MEMBER -> new PageResponse.NotFoundResponse();
        };
    }

    private PageResponse remove(PanelRequest panel, UserAccount member) {
        boolean isAdmin = member.organizations().get(panel.id()) == Role.ADMIN;
        if (!panel.mayManage(Permission.DELETE) || (isAdmin && !panel.admin())) {
            return forbidden(panel);
        }
        return switch (panel.request().services().memberships().remove(actingAdmin(panel), member)) {
            case DONE -> redirectWithNotice(panel, "removed");
            case LAST_ADMIN -> list(panel, 400, Map.of("member", Texts.text("members.lastAdmin")));
            case NO_MEMBER -> new PageResponse.NotFoundResponse();
        };
    }

    private PageResponse permit(PanelRequest panel, UserAccount member) {
        PageRequest request = panel.request();
        if (!request.has("complete")) {
            return new PageResponse.InvalidCsrfToken(); // cut off on its way, as with keys
        }
        PermissionIds ids = new PermissionIds(panel.id());
        Map<String, Integer> sent = PermissionMatrix.submitted(panel);
        Map<Namespace, Integer> known = grants(panel, member);
        if (request.has("preview")) {
            boolean meanwhile = !request.value("version").equals(PermissionIds.version(known));
            PermissionMatrix matrix = PermissionMatrix.of(panel, holder(panel, member), known, sent, meanwhile);
            return request.has("fragment")
                    ? PageResponse.TemplateResponse.of("organizations/preview.jte", Map.of("preview", matrix.preview()))
                    : page(panel, member, 200, matrix);
        }
        GrantChangeResult change = request.services().accounts().change(store -> store.organizations()
                .changeMemberGrants(
                        member.id(),
                        panel.id(),
                        current -> PermissionIds.version(current).equals(request.value("version"))
                                ? Optional.of(ids.grants(sent))
                                : Optional.empty()));
        return switch (change) {
            case GrantChangeResult.HolderGone gone -> new PageResponse.NotFoundResponse();
            case GrantChangeResult.GrantsOutdated(var current) ->
                page(panel, member, 409, PermissionMatrix.of(panel, holder(panel, member), current, sent, true));
            case GrantChangeResult.GrantsSaved saved -> {
                panel.audit(
                        "set member permissions",
                        member.username() + " " + PermissionChanges.describe(ids.of(known), sent));
                yield new PageResponse.Redirect(panel.url() + "/members/" + member.id() + "?said=permitted");
            }
        };
    }

    private static Map<Namespace, Integer> grants(PanelRequest panel, UserAccount member) {
        Map<Namespace, Integer> grants = new HashMap<>(member.grants());
        grants.keySet().removeIf(namespace -> !OrganizationStore.isUnder(namespace, panel.id()));
        return grants;
    }

    private static PermissionMatrix matrix(PanelRequest panel, UserAccount member) {
        var grants = grants(panel, member);
        return PermissionMatrix.of(
                panel, holder(panel, member), grants, new PermissionIds(panel.id()).of(grants), false);
    }

    private static PermissionMatrix.MatrixHolder holder(PanelRequest panel, UserAccount member) {
        return new PermissionMatrix.MatrixHolder(
                panel.url() + "/members/permissions",
                "member",
                Long.toString(member.id()),
                MemberView.fullName(member));
    }

    private PageResponse withdraw(PanelRequest panel) {
        long id = IdParser.parse(panel.request().value("invitation")).orElse(0);
        if (!panel.request().services().invitations().withdraw(id, panel.id())) {
            return new PageResponse.NotFoundResponse();
        }
        panel.audit("withdraw invitation", Long.toString(id));
        return redirectWithNotice(panel, "withdrawn");
    }

    private PageResponse decide(PanelRequest panel) {
        PageRequest request = panel.request();
        boolean approved = request.value("decision").equals("approve");
        if (!panel.admin()
                && request.services().affiliations().admins(panel.id()).isEmpty()) {
            return forbidden(panel); // who comes first becomes the admin: that is for staff to decide
        }
        AffiliationService.AffiliationDecision decided = request.services()
                .affiliations()
                .decide(
                        panel.id(),
                        IdParser.parse(request.value("request")).orElse(0),
                        new AffiliationService.Verdict(approved, request.value("reason")),
                        request.caller(),
                        request.ipAddress(),
                        request.siteUrl());
        return switch (decided) {
            case DONE -> redirectWithNotice(panel, approved ? "approved" : "denied");
            case LATE -> redirectWithNotice(panel, "late");
            case WRONG_DOMAIN -> list(panel, 400, Map.of("member", Texts.text("members.add.userDomain")));
        };
    }

    private static PageResponse redirectWithNotice(PanelRequest panel, String notice) {
        return new PageResponse.Redirect(panel.url() + "?said=" + notice);
    }

    private static PageResponse page(PanelRequest panel, UserAccount member, int status, PermissionMatrix matrix) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", panel.request().frame(Texts.text("member.of", MemberView.fullName(member), panel.name())));
        model.put("head", panel.header("members"));
        model.put("name", MemberView.fullName(member));
        model.put("admin", member.organizations().get(panel.id()) == Role.ADMIN);
        model.put("matrix", matrix);
        return new PageResponse.TemplateResponse(status, "organizations/member.jte", model);
    }

    private static PageResponse list(PanelRequest panel, int status, Map<String, String> problems) {
        PageRequest request = panel.request();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("members.titleOf", panel.name())));
        model.put("head", panel.header("members"));
        model.put("members", MemberView.of(panel));
        model.put(
                "requests",
                RequestView.of(request, request.services().affiliations().requestsTo(panel.id())));
        model.put(
                "invitations",
                request.services().invitations().of(panel.id()).stream()
                        .map(invitation -> new InvitationView(
                                invitation.id(),
                                invitation.email(),
                                invitation.role().text(),
                                KeyView.time(invitation.expires())))
                        .toList());
        model.put("adds", panel.mayManage(Permission.CREATE));
        model.put("removes", panel.mayManage(Permission.DELETE));
        model.put("problems", problems);
        model.put("typed", SubmittedValues.of(request, "username"));
        return new PageResponse.TemplateResponse(status, "organizations/members.jte", model);
    }
}
