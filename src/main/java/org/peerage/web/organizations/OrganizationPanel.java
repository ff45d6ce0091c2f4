package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.ApiKey;
import org.peerage.access.NewKey;
import org.peerage.access.Role;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import org.peerage.web.people.KeyLimits;
import org.peerage.web.people.KeyView;

/** What an organization's admins look after: members and their roles, API keys and what each may do. */
public final class OrganizationPanel {

    public Reply show(Visit visit) {
        String[] parts = visit.path().substring("/org_admin/".length()).split("/", 2);
        if (visit.user().isEmpty()) {
            return new Reply.Redirect("/account/login/?next=/org_admin/" + parts[0]);
        }
        Optional<Panel> panel = parts[0].length() > 18 ? Optional.empty() : Panel.of(visit, Long.parseLong(parts[0]));
        if (panel.isEmpty()) {
            return Html.message(visit, 403, "Not yours", "Only the organization's admins see its panel.");
        }
        if (!visit.isPost()) {
            return page(panel.get(), 200, Map.of(), null);
        }
        return switch (parts.length > 1 ? parts[1] : "") {
            case "keys" -> addKey(panel.get());
            case "keys/revoke" -> revoke(panel.get());
            case "keys/rotate" -> rotate(panel.get());
            case "keys/permissions" -> permit(panel.get());
            case "members" -> addMember(panel.get());
            case "members/role" -> changeRole(panel.get());
            case "members/remove" -> removeMember(panel.get());
            default -> new Reply.NotFound();
        };
    }

    private Reply addKey(Panel panel) {
        Visit visit = panel.visit();
        Map<String, String> problems = new HashMap<>(Panel.problems(visit.value("name"), visit.value("email")));
        KeyLimits limits = KeyLimits.of(visit);
        problems.putAll(limits.problems());
        if (!problems.isEmpty()) {
            return page(panel, 400, problems, null);
        }
        ApiKey key = visit.site()
                .accounts()
                .change(store -> store.addKey(new NewKey(
                        panel.owner(),
                        visit.value("name"),
                        visit.value("email"),
                        true,
                        StoredKey.Status.ACTIVE,
                        limits.expires(),
                        limits.networks(),
                        Map.of())));
        panel.note("make key", key.prefix() + " " + visit.value("name"));
        return page(panel, 200, Map.of(), key.reveal());
    }

    private Reply revoke(Panel panel) {
        panel.key(panel.visit().value("prefix")).ifPresent(key -> {
            panel.visit().site().accounts().change(store -> store.revokeKey(key.prefix()));
            panel.note("revoke key", key.prefix() + " " + key.name());
        });
        return back(panel, "keys");
    }

    private Reply rotate(Panel panel) {
        Optional<StoredKey> old = panel.key(panel.visit().value("prefix"));
        if (old.isEmpty()) {
            return new Reply.NotFound();
        }
        StoredKey known = old.get();
        long end = panel.visit().site().clock().instant().plusSeconds(86_400).getEpochSecond();
        ApiKey key = panel.visit().site().accounts().change(store -> {
            ApiKey made = store.addKey(new NewKey(
                    known.owner(),
                    known.name(),
                    known.email(),
                    known.readOnly(),
                    StoredKey.Status.ACTIVE,
                    known.expires(),
                    known.allowedNetworks(),
                    known.grants()));
            store.expireKey(known.prefix(), end);
            return made;
        });
        panel.note("rotate key", known.prefix() + " to " + key.prefix());
        return page(panel, 200, Map.of(), key.reveal());
    }

    private Reply permit(Panel panel) {
        Visit visit = panel.visit();
        Optional<StoredKey> key = panel.key(visit.value("prefix"));
        if (key.isEmpty()) {
            return new Reply.NotFound();
        }
        Map<String, Integer> bits = new LinkedHashMap<>();
        panel.permits().forEach(permit -> bits.put(permit.id(), Panel.bits(visit, permit.id())));
        panel.permit(key.get(), bits);
        return back(panel, "key-" + key.get().prefix());
    }

    private Reply addMember(Panel panel) {
        Visit visit = panel.visit();
        Optional<UserAccount> user = visit.site()
                .accounts()
                .current()
                .user(visit.value("username"))
                .filter(known -> known.active() && known.verified());
        if (user.isEmpty()) {
            return page(panel, 400, Map.of("username", "There is no confirmed user of that name."), null);
        }
        if (!user.get().organizations().containsKey(panel.id())) {
            visit.site().accounts().change(store -> {
                store.join(user.get().id(), panel.id(), Role.MEMBER);
                return user;
            });
            panel.note("add member", user.get().username());
        }
        return back(panel, "members");
    }

    private Reply changeRole(Panel panel) {
        boolean admin = panel.visit().value("role").equals("admin");
        Optional<Member> member = member(panel);
        if (member.isEmpty()) {
            return new Reply.NotFound();
        }
        if (!admin && isLastAdmin(panel, member.get())) {
            return page(panel, 400, Map.of("member", "An organization keeps one admin at least."), null);
        }
        panel.visit().site().accounts().change(store -> {
            store.join(member.get().id(), panel.id(), admin ? Role.ADMIN : Role.MEMBER);
            return member;
        });
        panel.note("change role", member.get().name() + " " + (admin ? "admin" : "member"));
        return back(panel, "members");
    }

    private Reply removeMember(Panel panel) {
        Optional<Member> member = member(panel);
        if (member.isEmpty()) {
            return new Reply.NotFound();
        }
        if (isLastAdmin(panel, member.get())) {
            return page(panel, 400, Map.of("member", "An organization keeps one admin at least."), null);
        }
        panel.visit().site().accounts().change(store -> {
            store.leave(member.get().id(), panel.id());
            return member;
        });
        panel.note("remove member", member.get().name());
        return back(panel, "members");
    }

    private static Optional<Member> member(Panel panel) {
        String id = panel.visit().value("member");
        return panel.members().stream()
                .filter(member -> Long.toString(member.id()).equals(id))
                .findFirst();
    }

    private static boolean isLastAdmin(Panel panel, Member member) {
        return member.admin() && panel.members().stream().filter(Member::admin).count() == 1;
    }

    private static Reply back(Panel panel, String place) {
        return new Reply.Redirect("/org_admin/" + panel.id() + "#" + place);
    }

    private static Reply page(Panel panel, int status, Map<String, String> problems, @Nullable String secret) {
        Visit visit = panel.visit();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell(panel.name() + ": panel"));
        model.put("id", panel.id());
        model.put("name", panel.name());
        model.put("keys", KeyView.of(visit, panel.owner()));
        model.put("permits", panel.permits());
        model.put("members", panel.members());
        model.put("log", visit.site().audit().about("org:" + panel.id(), 20));
        model.put("problems", problems);
        model.put(
                "typed",
                new HashMap<>(Map.of(
                        "name", visit.value("name"),
                        "email", visit.value("email"),
                        "networks", visit.value("networks"),
                        "expires", visit.value("expires"),
                        "username", visit.value("username"))));
        model.put("secret", secret == null ? "" : secret);
        model.put("site", visit.siteAddress());
        return new Reply.Page(status, "panel.jte", model);
    }
}
