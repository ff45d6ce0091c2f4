package org.peerage.web.organizations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.peerage.access.GrantChangeResult;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyRules;
import tools.jackson.databind.json.JsonMapper;

/** The addresses behind the reference's pages, for scripts that were written for them (docs/spec/access.md §2). */
public final class KeyEndpoints {
    static final PageResponse.JsonResponse OK = json(200, Map.of("status", "ok"));
    private static final PageResponse.JsonResponse NO_KEY =
            json(404, Map.of("non_field_errors", List.of("Key not found")));

    public PageResponse ofUser(PageRequest request) {
        Optional<UserAccount> user = request.user();
        if (user.isEmpty()) {
            return new PageResponse.Redirect("/account/login/?next=/profile");
        }
        if (!request.isPost()) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (request.path()) {
            case "/user_keys/add" -> add(request, user.get());
            case "/user_keys/revoke" -> revoke(request, user.get());
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse add(PageRequest request, UserAccount user) {
        String name = request.value("name");
        Optional<String> nameProblem = KeyRules.nameProblem(name);
        if (nameProblem.isPresent()) {
            return invalid(Map.of("name", nameProblem.get()));
        }
        if (!user.verified()) {
            return json(403, Map.of("non_field_errors", List.of(Texts.text("account.confirmFirst"))));
        }
        Optional<String> numberProblem = KeyRules.numberProblem(request, new StoredKey.Owner.UserOwner(user.id()));
        if (numberProblem.isPresent()) {
            return invalid(Map.of("non_field_errors", numberProblem.get()));
        }
        boolean readOnly = isChecked(request.value("readonly"));
        ApiKey key =
                request.services().accounts().change(store -> store.addKey(NewKey.ofUser(user.id(), name, readOnly)));
        request.services()
                .auditLog()
                .record("user:" + user.id(), "make key", "user:" + user.id(), key.prefix(), request.ipAddress());
        request.services().people().notify(user, request.siteUrl(), "key", key.prefix());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("name", name);
        answer.put("prefix", key.prefix());
        answer.put("readonly", readOnly);
        answer.put("key", key.reveal());
        return json(200, answer);
    }

    /** Scripts write {@code True} or {@code 1} as well, and mean no key that writes; {@code on} is none, as recorded. */
    private static boolean isChecked(String value) {
        return value.equalsIgnoreCase("true") || value.equals("1");
    }

    private static PageResponse revoke(PageRequest request, UserAccount user) {
        String prefix = request.value("prefix");
        boolean own = request.services()
                .accounts()
                .current()
                .key(prefix)
                .filter(key -> key.owner().equals(new StoredKey.Owner.UserOwner(user.id()))
                        && key.status() != StoredKey.KeyStatus.REVOKED)
                .isPresent();
        if (!own) {
            return NO_KEY;
        }
        request.services().accounts().change(store -> store.revokeKey(prefix));
        request.services()
                .auditLog()
                .record("user:" + user.id(), "revoke key", "user:" + user.id(), prefix, request.ipAddress());
        return OK;
    }

    public PageResponse ofOrganization(PageRequest request) {
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        if (request.value("org_id").isEmpty()) {
            return json(400, Map.of());
        }
        OptionalLong id = IdParser.parse(request.value("org_id"));
        Row organization = id.isEmpty() ? null : request.snapshot().find(Org.TYPE, id.getAsLong());
        if (organization == null || organization.status() == Status.DELETED) {
            return json(400, Map.of("non_field_errors", List.of("Invalid organization specified")));
        }
        return PanelRequest.ofAdmin(request, organization.id())
                .map(this::ofAdmin)
                .orElseGet(() -> json(403, Map.of()));
    }

    private PageResponse ofAdmin(PanelRequest panel) {
        PageRequest request = panel.request();
        if (!request.isPost()) {
            return request.path().equals("/org_admin/key_permissions")
                    ? permissions(panel)
                    : MemberEndpoints.read(panel);
        }
        return switch (request.path()) {
            case "/org_admin/manage_key/add" -> addKey(panel);
            case "/org_admin/manage_key/update" -> update(panel);
            case "/org_admin/manage_key/revoke" ->
                withKey(panel, "prefix", key -> {
                    request.services().accounts().change(store -> store.revokeKey(key.prefix()));
                    panel.audit("revoke key", key.prefix());
                    return OK;
                });
            case "/org_admin/key_permissions/update" -> withKey(panel, "key_prefix", key -> permit(panel, key));
            case "/org_admin/key_permissions/remove" -> withKey(panel, "key_prefix", key -> forbid(panel, key));
            default -> MemberEndpoints.change(panel);
        };
    }

    private static PageResponse withKey(PanelRequest panel, String field, Function<StoredKey, PageResponse> then) {
        return panel.key(panel.request().value(field)).map(then).orElse(NO_KEY);
    }

    private static PageResponse permissions(PanelRequest panel) {
        Map<String, Object> keys = new LinkedHashMap<>();
        panel.request().services().accounts().current().keysOf(panel.owner()).stream()
                .filter(key -> key.status() != StoredKey.KeyStatus.REVOKED)
                .forEach(key -> keys.put(key.prefix(), new PermissionIds(panel.id()).of(key.grants())));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("key_permissions", keys);
        return json(200, answer);
    }

    private static PageResponse addKey(PanelRequest panel) {
        PageRequest request = panel.request();
        KeyForm form = KeyForm.of(request);
        if (!form.problems().isEmpty()) {
            return invalid(form.problems());
        }
        Optional<String> numberProblem = KeyRules.numberProblem(request, panel.owner());
        if (numberProblem.isPresent()) {
            return invalid(Map.of("non_field_errors", numberProblem.get()));
        }
        String name = form.name();
        String email = form.email();
        NewKey wanted = NewKey.ofOrganization(panel.id(), name, email, Map.of());
        Optional<ApiKey> made = request.services().accounts().change(store -> store.addKey(wanted, panel.owner()));
        if (made.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        ApiKey key = made.get();
        panel.audit("make key", key.prefix() + " " + name);
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
    private static PageResponse update(PanelRequest panel) {
        KeyForm form = KeyForm.of(panel.request());
        return form.problems().isEmpty()
                ? withKey(panel, "prefix", key -> update(panel, key, form))
                : invalid(form.problems());
    }

    private static PageResponse update(PanelRequest panel, StoredKey key, KeyForm form) {
        String name = form.name();
        String email = form.email();
        panel.request().services().accounts().change(store -> store.renameKey(key.prefix(), name, email));
        panel.audit("rename key", key.prefix() + " " + name);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("name", name);
        answer.put("email", email);
        answer.put("prefix", key.prefix());
        return json(200, answer);
    }

    private static PageResponse permit(PanelRequest panel, StoredKey key) {
        return permit(panel, edit -> change(panel, key, edit));
    }

    /** Gives a permission, with which reading comes, by the change of whoever is to have it. */
    static PageResponse permit(PanelRequest panel, Function<Consumer<Map<String, Integer>>, PageResponse> change) {
        String entity = panel.request().value("entity");
        OptionalLong bits = IdParser.parse(panel.request().value("perms"));
        Map<String, String> problems = new LinkedHashMap<>();
        if (!PermissionTarget.exists(panel.request().snapshot(), panel.id(), entity)) {
            problems.put("entity", "Invalid entity");
        }
        if (bits.isEmpty() || bits.getAsLong() > Permission.ALL) {
            problems.put("perms", "Enter a whole number.");
        }
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        int granted = (int) bits.orElse(0) | Permission.READ.bit();
        return change.apply(all -> all.put(entity, granted));
    }

    private static PageResponse forbid(PanelRequest panel, StoredKey key) {
        String entity = panel.request().value("entity");
        return change(panel, key, all -> all.remove(entity));
    }

    /** Changes one of a key's permissions, and none that somebody else changes at the same time. */
    private static PageResponse change(PanelRequest panel, StoredKey key, Consumer<Map<String, Integer>> edit) {
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChangeResult change = panel.request().services().accounts().change(store -> store.organizations()
                .changeKeyGrants(key.prefix(), panel.id(), current -> Optional.of(ids.edited(current, edit))));
        if (!(change instanceof GrantChangeResult.GrantsSaved(Map<Namespace, Integer> grants))) {
            return NO_KEY;
        }
        panel.audit(
                "set key permissions",
                key.prefix() + " " + PermissionChanges.describe(ids.of(key.grants()), ids.of(grants)));
        return readOnly(PermissionIds.isReadOnly(grants));
    }

    private static PageResponse readOnly(boolean readOnly) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "ok");
        answer.put("is_readonly", readOnly);
        return json(200, answer);
    }

    static PageResponse invalid(Map<String, String> problems) {
        Map<String, Object> answer = new LinkedHashMap<>();
        problems.forEach((field, problem) -> answer.put(field, List.of(problem)));
        return json(400, answer);
    }

    static PageResponse.JsonResponse json(int status, Map<String, ?> value) {
        return new PageResponse.JsonResponse(status, JsonMapper.shared().writeValueAsString(value));
    }
}
