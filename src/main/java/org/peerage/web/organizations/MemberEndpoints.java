package org.peerage.web.organizations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.peerage.access.GrantChangeResult;
import org.peerage.access.MembershipChangeResult;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Role;
import org.peerage.accounts.organizations.AffiliationService;
import org.peerage.accounts.organizations.Memberships;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The addresses behind the reference's page of members, for scripts that were written for it (docs/spec/identity.md §12). */
final class MemberEndpoints {
    private static final String ADMIN_IS_FREE = "Cannot manage permissions for organization admins";

    private MemberEndpoints() {}

    static PageResponse read(PanelRequest panel) {
        return switch (panel.request().path()) {
            case "/org_admin/users" -> users(panel);
            case "/org_admin/permissions" -> ok("permissions", permissions(panel));
            case "/org_admin/user_permissions" -> ok("user_permissions", granted(panel));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    static PageResponse change(PanelRequest panel) {
        return switch (panel.request().path()) {
            case "/org_admin/user_permissions/update" -> withMember(panel, MemberEndpoints::permit);
            case "/org_admin/user_permissions/remove" -> withMember(panel, MemberEndpoints::forbid);
            case "/org_admin/manage_user/update" -> withMember(panel, MemberEndpoints::setRole);
            case "/org_admin/manage_user/delete" ->
                withMember(panel, (same, member) -> response(memberships(same).remove(hand(same), member)));
            case "/org_admin/uoar/approve" -> decide(panel, true);
            case "/org_admin/uoar/deny" -> decide(panel, false);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse ok(String name, Object value) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put(name, value);
        return KeyEndpoints.json(200, answer);
    }

    private static PageResponse error(int status, String message) {
        return KeyEndpoints.json(status, Map.of("non_field_errors", List.of(message)));
    }

    private static Stream<UserAccount> members(PanelRequest panel) {
        return panel.request().services().accounts().current().membersOf(panel.id()).stream();
    }

    /** Admins are left out: they need no permissions. */
    private static PageResponse users(PanelRequest panel) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "users",
                members(panel)
                        .filter(user -> user.organizations().get(panel.id()) != Role.ADMIN)
                        .map(user -> named(Long.valueOf(user.id()), MemberView.fullName(user)))
                        .toList());
        answer.put("status", "ok");
        return KeyEndpoints.json(200, answer);
    }

    private static Map<String, Object> named(Object id, String name) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("id", id);
        named.put("name", name);
        return named;
    }

    private static List<Map<String, Object>> permissions(PanelRequest panel) {
        return PermissionTarget.asInReference(panel.request().snapshot(), panel.id()).stream()
                .map(permit -> named(permit.id(), permit.label()))
                .toList();
    }

    private static Map<String, Map<String, Integer>> granted(PanelRequest panel) {
        PermissionIds ids = new PermissionIds(panel.id());
        Map<String, Map<String, Integer>> granted = new LinkedHashMap<>();
        members(panel).forEach(user -> granted.put(Long.toString(user.id()), new TreeMap<>(ids.of(user.grants()))));
        return granted;
    }

    private interface MemberEndpointAction {
        PageResponse answer(PanelRequest panel, UserAccount member);
    }

    private static PageResponse withMember(PanelRequest panel, MemberEndpointAction then) {
        return panel.member(panel.request().value("user_id"))
                .map(member -> then.answer(panel, member))
                .orElseGet(() -> error(404, "User is not in the organization"));
    }

    private static PageResponse permit(PanelRequest panel, UserAccount member) {
        return KeyEndpoints.permit(panel, edit -> change(panel, member, edit));
    }

    private static PageResponse forbid(PanelRequest panel, UserAccount member) {
        return change(panel, member, all -> all.remove(panel.request().value("entity")));
    }

    /** Changes one of a member's permissions, and none that somebody else changes at the same time. */
    private static PageResponse change(PanelRequest panel, UserAccount member, Consumer<Map<String, Integer>> edit) {
        if (member.organizations().get(panel.id()) == Role.ADMIN) {
            return error(400, ADMIN_IS_FREE);
        }
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChangeResult change = panel.request().services().accounts().change(store -> store.organizations()
                .changeMemberGrants(member.id(), panel.id(), current -> Optional.of(ids.edited(current, edit))));
        if (!(change instanceof GrantChangeResult.GrantsSaved(Map<Namespace, Integer> grants))) {
            return error(404, "User is not in the organization");
        }
        panel.audit(
                "set member permissions",
                member.username() + " " + PermissionChanges.describe(ids.of(member.grants()), ids.of(grants)));
        return KeyEndpoints.OK;
    }

    /** Who becomes an admin needs no grants of their own, and keeps none for the day when they are none any more. */
    private static PageResponse setRole(PanelRequest panel, UserAccount member) {
        String group = panel.request().value("group");
        if (!group.equals("admin") && !group.equals("member")) {
            return KeyEndpoints.invalid(Map.of("group", "Must be admin or member"));
        }
        Role role = group.equals("admin") ? Role.ADMIN : Role.MEMBER;
        MembershipChangeResult change = memberships(panel).setRole(hand(panel), member, role);
        if (change == MembershipChangeResult.DONE && role == Role.ADMIN) {
            panel.request().services().accounts().change(store -> store.organizations()
                    .changeMemberGrants(member.id(), panel.id(), current -> Optional.of(Map.of())));
        }
        return response(change);
    }

    private static PageResponse response(MembershipChangeResult change) {
        return switch (change) {
            case DONE -> KeyEndpoints.OK;
            case LAST_ADMIN -> error(400, "An organization keeps one admin at least");
            case NO_MEMBER -> error(404, "User is not in the organization");
        };
    }

    private static PageResponse decide(PanelRequest panel, boolean approved) {
        PageRequest request = panel.request();
        AffiliationService.AffiliationDecision decided = request.services()
                .affiliations()
                .decide(
                        panel.id(),
                        IdParser.parse(request.value("id")).orElse(0),
                        new AffiliationService.Verdict(approved, request.value("reason")),
                        request.caller(),
                        request.ipAddress(),
                        request.siteUrl());
        return switch (decided) {
            case DONE -> KeyEndpoints.OK;
            case LATE -> error(404, "There is no such request");
            case WRONG_DOMAIN -> error(400, "They have no address in the organization's domains");
        };
    }

    private static Memberships memberships(PanelRequest panel) {
        return panel.request().services().memberships();
    }

    private static Memberships.ActingAdmin hand(PanelRequest panel) {
        PageRequest request = panel.request();
        return new Memberships.ActingAdmin(request.caller(), panel.id(), request.ipAddress(), request.siteUrl());
    }
}
