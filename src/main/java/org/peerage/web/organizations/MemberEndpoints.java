package org.peerage.web.organizations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.peerage.access.GrantChange;
import org.peerage.access.MembershipChange;
import org.peerage.access.Namespace;
import org.peerage.access.Permission;
import org.peerage.access.Role;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Joining;
import org.peerage.accounts.Memberships;
import org.peerage.accounts.PermissionIds;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The addresses behind the reference's page of members, for scripts that were written for it (docs/spec/identity.md §12). */
final class MemberEndpoints {
    private static final String ADMIN_IS_FREE = "Cannot manage permissions for organization admins";

    private MemberEndpoints() {}

    static Reply read(Panel panel) {
        return switch (panel.visit().path()) {
            case "/org_admin/users" -> users(panel);
            case "/org_admin/permissions" -> ok("permissions", permissions(panel));
            case "/org_admin/user_permissions" -> ok("user_permissions", granted(panel));
            default -> new Reply.NotFound();
        };
    }

    static Reply change(Panel panel) {
        return switch (panel.visit().path()) {
            case "/org_admin/user_permissions/update" -> withMember(panel, MemberEndpoints::permit);
            case "/org_admin/user_permissions/remove" -> withMember(panel, MemberEndpoints::forbid);
            case "/org_admin/manage_user/update" -> withMember(panel, MemberEndpoints::setRole);
            case "/org_admin/manage_user/delete" ->
                withMember(panel, (same, member) -> told(memberships(same).remove(hand(same), member)));
            case "/org_admin/uoar/approve" -> decide(panel, true);
            case "/org_admin/uoar/deny" -> decide(panel, false);
            default -> new Reply.NotFound();
        };
    }

    private static Reply ok(String name, Object value) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put(name, value);
        return KeyEndpoints.json(200, answer);
    }

    private static Reply wrong(int status, String message) {
        return KeyEndpoints.json(status, Map.of("non_field_errors", List.of(message)));
    }

    private static Stream<UserAccount> members(Panel panel) {
        return panel.visit().site().accounts().current().membersOf(panel.id()).stream();
    }

    /** Admins are left out: they need no permissions. */
    private static Reply users(Panel panel) {
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

    private static List<Map<String, Object>> permissions(Panel panel) {
        return Permit.asInReference(panel.visit().snapshot(), panel.id()).stream()
                .map(permit -> named(permit.id(), permit.label()))
                .toList();
    }

    private static Map<String, Map<String, Integer>> granted(Panel panel) {
        PermissionIds ids = new PermissionIds(panel.id());
        Map<String, Map<String, Integer>> granted = new LinkedHashMap<>();
        members(panel).forEach(user -> granted.put(Long.toString(user.id()), new TreeMap<>(ids.of(user.grants()))));
        return granted;
    }

    private interface OnMember {
        Reply answer(Panel panel, UserAccount member);
    }

    private static Reply withMember(Panel panel, OnMember then) {
        return panel.member(panel.visit().value("user_id"))
                .map(member -> then.answer(panel, member))
                .orElseGet(() -> wrong(404, "User is not in the organization"));
    }

    private static Reply permit(Panel panel, UserAccount member) {
        String entity = panel.visit().value("entity");
        OptionalLong bits = Ids.parse(panel.visit().value("perms"));
        Map<String, String> problems = new LinkedHashMap<>();
        if (new PermissionIds(panel.id()).namespaces(entity).isEmpty()) {
            problems.put("entity", "Invalid entity");
        }
        if (bits.isEmpty() || bits.getAsLong() > Permission.ALL) {
            problems.put("perms", "Enter a whole number.");
        }
        int granted = (int) bits.orElse(0) | Permission.READ.bit();
        return problems.isEmpty()
                ? change(panel, member, all -> all.put(entity, granted))
                : KeyEndpoints.invalid(problems);
    }

    private static Reply forbid(Panel panel, UserAccount member) {
        return change(panel, member, all -> all.remove(panel.visit().value("entity")));
    }

    /** Changes one of a member's permissions, and none that somebody else changes at the same time. */
    private static Reply change(Panel panel, UserAccount member, Consumer<Map<String, Integer>> edit) {
        if (member.organizations().get(panel.id()) == Role.ADMIN) {
            return wrong(400, ADMIN_IS_FREE);
        }
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChange change = panel.visit().site().accounts().change(store -> store.organizations()
                .changeMemberGrants(member.id(), panel.id(), current -> {
                    Map<String, Integer> bits = new LinkedHashMap<>(ids.of(current));
                    edit.accept(bits);
                    Map<Namespace, Integer> wanted = new LinkedHashMap<>(ids.others(current));
                    wanted.putAll(ids.grants(bits));
                    return Optional.of(wanted);
                }));
        if (!(change instanceof GrantChange.Saved(Map<Namespace, Integer> grants))) {
            return wrong(404, "User is not in the organization");
        }
        panel.note(
                "set member permissions",
                member.username() + " " + Changes.told(ids.of(member.grants()), ids.of(grants)));
        return KeyEndpoints.OK;
    }

    /** Who becomes an admin needs no grants of their own, and keeps none for the day when they are none any more. */
    private static Reply setRole(Panel panel, UserAccount member) {
        String group = panel.visit().value("group");
        if (!group.equals("admin") && !group.equals("member")) {
            return KeyEndpoints.invalid(Map.of("group", "Must be admin or member"));
        }
        Role role = group.equals("admin") ? Role.ADMIN : Role.MEMBER;
        MembershipChange change = memberships(panel).setRole(hand(panel), member, role);
        if (change == MembershipChange.DONE && role == Role.ADMIN) {
            panel.visit().site().accounts().change(store -> store.organizations()
                    .changeMemberGrants(member.id(), panel.id(), current -> Optional.of(Map.of())));
        }
        return told(change);
    }

    private static Reply told(MembershipChange change) {
        return switch (change) {
            case DONE -> KeyEndpoints.OK;
            case LAST_ADMIN -> wrong(400, "An organization keeps one admin at least");
            case NO_MEMBER -> wrong(404, "User is not in the organization");
        };
    }

    private static Reply decide(Panel panel, boolean approved) {
        Visit visit = panel.visit();
        Joining.Decided decided = visit.site()
                .joining()
                .decide(
                        panel.id(),
                        Ids.parse(visit.value("id")).orElse(0),
                        approved,
                        visit.caller(),
                        visit.address(),
                        visit.siteAddress());
        return switch (decided) {
            case DONE -> KeyEndpoints.OK;
            case LATE -> wrong(404, "There is no such request");
            case WRONG_DOMAIN -> wrong(400, "They have no address in the organization's domains");
        };
    }

    private static Memberships memberships(Panel panel) {
        return panel.visit().site().memberships();
    }

    private static Memberships.Hand hand(Panel panel) {
        Visit visit = panel.visit();
        return new Memberships.Hand(visit.caller(), panel.id(), visit.address(), visit.siteAddress());
    }
}
