package org.peerage.web.organizations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.peerage.access.ApiKey;
import org.peerage.access.GrantChange;
import org.peerage.access.Namespace;
import org.peerage.access.NewKey;
import org.peerage.access.Permission;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.PermissionIds;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import tools.jackson.databind.json.JsonMapper;

/** The addresses behind the reference's pages, for scripts that were written for them (docs/spec/access.md §2). */
public final class KeyEndpoints {
    private static final int MOST = 100;
    static final Reply.Json OK = json(200, Map.of("status", "ok"));
    private static final Reply.Json NO_KEY = json(404, Map.of("non_field_errors", List.of("Key not found")));

    public Reply ofUser(Visit visit) {
        Optional<UserAccount> user = visit.user();
        if (user.isEmpty()) {
            return new Reply.Redirect("/account/login/?next=/profile");
        }
        if (!visit.isPost()) {
            return new Reply.NotFound();
        }
        return switch (visit.path()) {
            case "/user_keys/add" -> add(visit, user.get());
            case "/user_keys/revoke" -> revoke(visit, user.get());
            default -> new Reply.NotFound();
        };
    }

    private static Reply add(Visit visit, UserAccount user) {
        String name = visit.value("name");
        if (name.isEmpty()) {
            return json(400, Map.of("name", List.of("This field is required.")));
        }
        if (!user.verified()) {
            return json(403, Map.of("non_field_errors", List.of("Confirm your e-mail address first.")));
        }
        if (visit.site().accounts().current().keysOf(new StoredKey.Owner.User(user.id())).stream()
                        .filter(key -> key.status() == StoredKey.Status.ACTIVE)
                        .count()
                >= MOST) {
            return json(400, Map.of("non_field_errors", List.of("You have too many keys. Revoke some.")));
        }
        boolean readOnly = visit.value("readonly").equals("true");
        ApiKey key = visit.site()
                .accounts()
                .change(store -> store.addKey(NewKey.ofUser(user.id(), shortened(name), readOnly)));
        visit.site().audit().note("user:" + user.id(), "make key", "user:" + user.id(), key.prefix(), visit.address());
        visit.site().people().tell(user, "it has a new API key, " + key.prefix() + ".", visit.siteAddress());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("name", name);
        answer.put("prefix", key.prefix());
        answer.put("readonly", readOnly);
        answer.put("key", key.reveal());
        return json(200, answer);
    }

    private static String shortened(String name) {
        return name.length() > 150 ? name.substring(0, 150) : name;
    }

    private static Reply revoke(Visit visit, UserAccount user) {
        String prefix = visit.value("prefix");
        boolean own = visit.site()
                .accounts()
                .current()
                .key(prefix)
                .filter(key -> key.owner().equals(new StoredKey.Owner.User(user.id()))
                        && key.status() != StoredKey.Status.REVOKED)
                .isPresent();
        if (!own) {
            return NO_KEY;
        }
        visit.site().accounts().change(store -> store.revokeKey(prefix));
        visit.site().audit().note("user:" + user.id(), "revoke key", "user:" + user.id(), prefix, visit.address());
        return OK;
    }

    public Reply ofOrganization(Visit visit) {
        if (visit.user().isEmpty()) {
            return visit.signInFirst();
        }
        if (visit.value("org_id").isEmpty()) {
            return json(400, Map.of());
        }
        OptionalLong id = Ids.parse(visit.value("org_id"));
        Row organization = id.isEmpty() ? null : visit.snapshot().find(Org.TYPE, id.getAsLong());
        if (organization == null || organization.status() == Status.DELETED) {
            return json(400, Map.of("non_field_errors", List.of("Invalid organization specified")));
        }
        return Panel.ofAdmin(visit, organization.id()).map(this::ofAdmin).orElseGet(() -> json(403, Map.of()));
    }

    private Reply ofAdmin(Panel panel) {
        Visit visit = panel.visit();
        if (!visit.isPost()) {
            return visit.path().equals("/org_admin/key_permissions") ? permissions(panel) : MemberEndpoints.read(panel);
        }
        return switch (visit.path()) {
            case "/org_admin/manage_key/add" -> addKey(panel);
            case "/org_admin/manage_key/update" -> update(panel);
            case "/org_admin/manage_key/revoke" ->
                withKey(panel, "prefix", key -> {
                    visit.site().accounts().change(store -> store.revokeKey(key.prefix()));
                    panel.note("revoke key", key.prefix());
                    return OK;
                });
            case "/org_admin/key_permissions/update" -> withKey(panel, "key_prefix", key -> permit(panel, key));
            case "/org_admin/key_permissions/remove" -> withKey(panel, "key_prefix", key -> forbid(panel, key));
            default -> MemberEndpoints.change(panel);
        };
    }

    private static Reply withKey(Panel panel, String field, java.util.function.Function<StoredKey, Reply> then) {
        return panel.key(panel.visit().value(field)).map(then).orElse(NO_KEY);
    }

    private static Reply permissions(Panel panel) {
        Map<String, Object> keys = new LinkedHashMap<>();
        panel.visit().site().accounts().current().keysOf(panel.owner()).stream()
                .filter(key -> key.status() != StoredKey.Status.REVOKED)
                .forEach(key -> keys.put(key.prefix(), new PermissionIds(panel.id()).of(key.grants())));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("key_permissions", keys);
        return json(200, answer);
    }

    private static Reply addKey(Panel panel) {
        Visit visit = panel.visit();
        KeyForm form = KeyForm.of(visit);
        if (!form.problems().isEmpty()) {
            return invalid(form.problems());
        }
        String name = form.name();
        String email = form.email();
        NewKey wanted = NewKey.ofOrganization(panel.id(), name, email, Map.of());
        Optional<ApiKey> made = visit.site().accounts().change(store -> store.addKey(wanted, panel.owner()));
        if (made.isEmpty()) {
            return new Reply.NotFound();
        }
        ApiKey key = made.get();
        panel.note("make key", key.prefix() + " " + name);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("name", name);
        answer.put("email", email);
        answer.put("prefix", key.prefix());
        answer.put("org_id", panel.id());
        answer.put("key", key.reveal());
        answer.put("is_readonly", true);
        return json(200, answer);
    }

    /** What is wrong with the form is told before whether there is such a key. */
    private static Reply update(Panel panel) {
        KeyForm form = KeyForm.of(panel.visit());
        return form.problems().isEmpty()
                ? withKey(panel, "prefix", key -> update(panel, key, form))
                : invalid(form.problems());
    }

    private static Reply update(Panel panel, StoredKey key, KeyForm form) {
        String name = form.name();
        String email = form.email();
        panel.visit().site().accounts().change(store -> store.renameKey(key.prefix(), name, email));
        panel.note("rename key", key.prefix() + " " + name);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("name", name);
        answer.put("email", email);
        answer.put("prefix", key.prefix());
        return json(200, answer);
    }

    private static Reply permit(Panel panel, StoredKey key) {
        String entity = panel.visit().value("entity");
        OptionalLong bits = Ids.parse(panel.visit().value("perms"));
        Map<String, String> problems = new LinkedHashMap<>();
        if (new PermissionIds(panel.id()).namespaces(entity).isEmpty()) {
            problems.put("entity", "Invalid entity");
        }
        if (bits.isEmpty() || bits.getAsLong() > Permission.ALL) {
            problems.put("perms", "Enter a whole number.");
        }
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        int granted = (int) bits.orElse(0) | Permission.READ.bit();
        return change(panel, key, all -> all.put(entity, granted));
    }

    private static Reply forbid(Panel panel, StoredKey key) {
        String entity = panel.visit().value("entity");
        return change(panel, key, all -> all.remove(entity));
    }

    /** Changes one of a key's permissions, and none that somebody else changes at the same time. */
    private static Reply change(Panel panel, StoredKey key, Consumer<Map<String, Integer>> edit) {
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChange change = panel.visit().site().accounts().change(store -> store.organizations()
                .changeKeyGrants(key.prefix(), panel.id(), current -> {
                    Map<String, Integer> bits = new LinkedHashMap<>(ids.of(current));
                    edit.accept(bits);
                    Map<Namespace, Integer> wanted = new LinkedHashMap<>(ids.others(current));
                    wanted.putAll(ids.grants(bits));
                    return Optional.of(wanted);
                }));
        if (!(change instanceof GrantChange.Saved(Map<Namespace, Integer> grants))) {
            return NO_KEY;
        }
        panel.note("set key permissions", key.prefix() + " " + Changes.told(ids.of(key.grants()), ids.of(grants)));
        return readOnly(PermissionIds.isReadOnly(grants));
    }

    private static Reply readOnly(boolean readOnly) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("is_readonly", readOnly);
        return json(200, answer);
    }

    static Reply invalid(Map<String, String> problems) {
        Map<String, Object> answer = new LinkedHashMap<>();
        problems.forEach((field, problem) -> answer.put(field, List.of(problem)));
        return json(400, answer);
    }

    static Reply.Json json(int status, Map<String, ?> value) {
        return new Reply.Json(status, JsonMapper.shared().writeValueAsString(value));
    }
}
