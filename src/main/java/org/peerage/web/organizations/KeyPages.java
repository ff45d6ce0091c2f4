package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.ApiKey;
import org.peerage.access.GrantChange;
import org.peerage.access.NewKey;
import org.peerage.access.StoredKey;
import org.peerage.accounts.PermissionIds;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import org.peerage.web.people.KeyLimits;
import org.peerage.web.people.KeyView;

/** The panel's part about API keys, for admins only. */
final class KeyPages {
    private static final long OVERLAP_SECONDS = 86_400;

    /** @param rest what follows {@code keys} in the address */
    Reply show(Panel panel, String rest) {
        if (rest.isEmpty()) {
            return list(panel, 200, Map.of(), null);
        }
        return panel.key(rest)
                .<Reply>map(key -> page(panel, key, 200, matrix(panel, key), Map.of()))
                .orElseGet(Reply.NotFound::new);
    }

    Reply change(Panel panel, String rest) {
        return switch (rest) {
            case "" -> add(panel);
            case "update" -> withKey(panel, key -> update(panel, key));
            case "revoke" -> withKey(panel, key -> revoke(panel, key));
            case "rotate" -> withKey(panel, key -> rotate(panel, key));
            case "permissions" -> withKey(panel, key -> permit(panel, key));
            default -> new Reply.NotFound();
        };
    }

    private static Reply withKey(Panel panel, java.util.function.Function<StoredKey, Reply> then) {
        return panel.key(panel.visit().value("prefix")).map(then).orElseGet(Reply.NotFound::new);
    }

    private static Reply add(Panel panel) {
        Visit visit = panel.visit();
        KeyForm form = KeyForm.of(visit);
        KeyLimits limits = KeyLimits.of(visit);
        Map<String, String> problems = new HashMap<>(form.problems());
        problems.putAll(limits.problems());
        if (!problems.isEmpty()) {
            return list(panel, 400, problems, null);
        }
        NewKey wanted = new NewKey(
                panel.owner(),
                form.name(),
                form.email(),
                true,
                StoredKey.Status.ACTIVE,
                limits.expires(),
                limits.networks(),
                Map.of());
        Optional<ApiKey> key = visit.site().accounts().change(store -> store.addKey(wanted, panel.owner()));
        if (key.isEmpty()) {
            return new Reply.NotFound();
        }
        panel.note("make key", key.get().prefix() + " " + form.name() + " " + form.email());
        return list(panel, 200, Map.of(), key.get());
    }

    private static Reply update(Panel panel, StoredKey key) {
        KeyForm form = KeyForm.of(panel.visit());
        if (!form.problems().isEmpty()) {
            return page(panel, key, 400, matrix(panel, key), form.problems());
        }
        panel.visit().site().accounts().change(store -> store.renameKey(key.prefix(), form.name(), form.email()));
        panel.note("rename key", key.prefix() + " " + form.name() + " " + form.email());
        return to(panel, key, "renamed");
    }

    private static Reply revoke(Panel panel, StoredKey key) {
        panel.visit().site().accounts().change(store -> store.revokeKey(key.prefix()));
        panel.note("revoke key", key.prefix() + " " + key.name());
        return new Reply.Redirect(panel.address() + "/keys?said=revoked");
    }

    /** A new key like the old one, which goes on for a day so that programs can be told. */
    private static Reply rotate(Panel panel, StoredKey key) {
        long end = panel.visit().site().clock().instant().getEpochSecond() + OVERLAP_SECONDS;
        Optional<ApiKey> made = panel.visit().site().accounts().change(store -> store.rotateKey(key.prefix(), end));
        if (made.isEmpty()) {
            return new Reply.NotFound();
        }
        panel.note("rotate key", key.prefix() + " to " + made.get().prefix());
        return list(panel, 200, Map.of(), made.get());
    }

    private static Reply permit(Panel panel, StoredKey key) {
        Visit visit = panel.visit();
        if (!visit.has("complete")) {
            return new Reply.Forged(); // the form was cut off on its way: boxes that are not here may have been ticked
        }
        Map<String, Integer> sent = Matrix.sent(panel);
        boolean changedMeanwhile = !visit.value("version").equals(PermissionIds.version(key.grants()));
        if (visit.has("preview")) {
            Matrix matrix = Matrix.of(panel, holder(panel, key), key.grants(), sent, changedMeanwhile);
            return visit.has("fragment")
                    ? Reply.Page.of("organizations/preview.jte", Map.of("preview", matrix.preview()))
                    : page(panel, key, 200, matrix, Map.of());
        }
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChange change = visit.site().accounts().change(store -> store.organizations()
                .changeKeyGrants(
                        key.prefix(),
                        panel.id(),
                        current -> PermissionIds.version(current).equals(visit.value("version"))
                                ? Optional.of(ids.grants(sent))
                                : Optional.empty()));
        return switch (change) {
            case GrantChange.Gone gone -> new Reply.NotFound();
            case GrantChange.Outdated(var current) ->
                page(panel, key, 409, Matrix.of(panel, holder(panel, key), current, sent, true), Map.of());
            case GrantChange.Saved(var grants) -> {
                panel.note("set key permissions", key.prefix() + " " + Changes.told(ids.of(key.grants()), sent));
                yield to(panel, key, "permitted");
            }
        };
    }

    private static Matrix matrix(Panel panel, StoredKey key) {
        return Matrix.of(
                panel, holder(panel, key), key.grants(), new PermissionIds(panel.id()).of(key.grants()), false);
    }

    private static Matrix.Holder holder(Panel panel, StoredKey key) {
        return new Matrix.Holder(panel.address() + "/keys/permissions", "prefix", key.prefix(), key.name());
    }

    private static Reply to(Panel panel, StoredKey key, String said) {
        return new Reply.Redirect(panel.address() + "/keys/" + key.prefix() + "?said=" + said);
    }

    private static Reply page(Panel panel, StoredKey key, int status, Matrix matrix, Map<String, String> problems) {
        Visit visit = panel.visit();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell(key.name() + ": API key of " + panel.name()));
        model.put("head", panel.head("keys"));
        model.put("key", KeyView.of(panel.visit(), key));
        model.put("matrix", matrix);
        model.put("problems", problems);
        boolean again = !problems.isEmpty();
        model.put("name", again ? visit.value("name") : key.name());
        model.put("email", again ? visit.value("email") : key.email() == null ? "" : key.email());
        return new Reply.Page(status, "organizations/key.jte", model);
    }

    private static Reply list(Panel panel, int status, Map<String, String> problems, @Nullable ApiKey made) {
        Visit visit = panel.visit();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("API keys of " + panel.name()));
        model.put("head", panel.head("keys"));
        model.put("keys", KeyView.of(visit, panel.owner()));
        model.put("problems", problems);
        model.put("typed", Typed.of(visit, "name", "email", "networks", "expires"));
        model.put("secret", made == null ? "" : made.reveal());
        model.put("made", made == null ? "" : made.prefix());
        model.put("site", visit.siteAddress());
        return new Reply.Page(status, "organizations/keys.jte", model);
    }
}
