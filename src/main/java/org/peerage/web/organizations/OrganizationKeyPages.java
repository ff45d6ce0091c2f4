package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.peerage.access.GrantChangeResult;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyLimits;
import org.peerage.web.people.KeyRules;
import org.peerage.web.people.KeyView;
import org.peerage.web.people.NewKeyCookie;

/** The panel's part about API keys, for admins only. */
final class OrganizationKeyPages {
    private static final long OVERLAP_SECONDS = 86_400;

    /** @param rest what follows {@code keys} in the address */
    PageResponse show(PanelRequest panel, String rest) {
        if (rest.isEmpty()) {
            return list(panel, 200, Map.of());
        }
        return panel.key(rest)
                .<PageResponse>map(key -> page(panel, key, 200, matrix(panel, key), Map.of()))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    PageResponse change(PanelRequest panel, String rest) {
        return switch (rest) {
            case "" -> add(panel);
            case "update" -> withKey(panel, key -> update(panel, key));
            case "revoke" -> withKey(panel, key -> revoke(panel, key));
            case "rotate" -> withKey(panel, key -> rotate(panel, key));
            case "permissions" -> withKey(panel, key -> permit(panel, key));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse withKey(PanelRequest panel, Function<StoredKey, PageResponse> then) {
        return panel.key(panel.request().value("prefix")).map(then).orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static PageResponse add(PanelRequest panel) {
        PageRequest request = panel.request();
        KeyForm form = KeyForm.of(request);
        KeyLimits limits = KeyLimits.of(request);
        Map<String, String> problems = new HashMap<>(form.problems());
        problems.putAll(limits.problems());
        KeyRules.numberProblem(request, panel.owner()).ifPresent(problem -> problems.putIfAbsent("name", problem));
        if (!problems.isEmpty()) {
            return list(panel, 400, problems);
        }
        NewKey wanted = new NewKey(
                panel.owner(),
                form.name(),
                form.email(),
                true,
                StoredKey.KeyStatus.ACTIVE,
                limits.expires(),
                limits.networks(),
                Map.of());
        Optional<ApiKey> key = request.services().accounts().change(store -> store.addKey(wanted, panel.owner()));
        if (key.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        panel.audit("make key", key.get().prefix() + " " + form.name() + " " + form.email());
        NewKeyCookie.set(request, key.get());
        return new PageResponse.Redirect(panel.url() + "/keys#new-key");
    }

    private static PageResponse update(PanelRequest panel, StoredKey key) {
        KeyForm form = KeyForm.of(panel.request());
        if (!form.problems().isEmpty()) {
            return page(panel, key, 400, matrix(panel, key), form.problems());
        }
        panel.request().services().accounts().change(store -> store.renameKey(key.prefix(), form.name(), form.email()));
        panel.audit("rename key", key.prefix() + " " + form.name() + " " + form.email());
        return redirectWithNotice(panel, key, "renamed");
    }

    private static PageResponse revoke(PanelRequest panel, StoredKey key) {
        panel.request().services().accounts().change(store -> store.revokeKey(key.prefix()));
        panel.audit("revoke key", key.prefix() + " " + key.name());
        return new PageResponse.Redirect(panel.url() + "/keys?said=revoked");
    }

    /** A new key like the old one, which goes on for a day so that programs can be told. */
    private static PageResponse rotate(PanelRequest panel, StoredKey key) {
        Optional<String> problem = KeyRules.numberProblem(panel.request(), panel.owner());
        if (problem.isPresent()) {
            return page(panel, key, 400, matrix(panel, key), Map.of("rotate", problem.get()));
        }
        long end = panel.request().services().clock().instant().getEpochSecond() + OVERLAP_SECONDS;
        Optional<ApiKey> made =
                panel.request().services().accounts().change(store -> store.rotateKey(key.prefix(), end));
        if (made.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        panel.audit("rotate key", key.prefix() + " to " + made.get().prefix());
        NewKeyCookie.set(panel.request(), made.get());
        return new PageResponse.Redirect(panel.url() + "/keys#new-key");
    }

    private static PageResponse permit(PanelRequest panel, StoredKey key) {
        PageRequest request = panel.request();
        if (!request.has("complete")) {
            // The form was cut off on its way: boxes that are not here may have been ticked.
            return new PageResponse.InvalidCsrfToken();
        }
        Map<String, Integer> sent = PermissionMatrix.submitted(panel);
        boolean changedMeanwhile = !request.value("version").equals(PermissionIds.version(key.grants()));
        if (request.has("preview")) {
            PermissionMatrix matrix =
                    PermissionMatrix.of(panel, holder(panel, key), key.grants(), sent, changedMeanwhile);
            return request.has("fragment")
                    ? PageResponse.TemplateResponse.of("organizations/preview.jte", Map.of("preview", matrix.preview()))
                    : page(panel, key, 200, matrix, Map.of());
        }
        PermissionIds ids = new PermissionIds(panel.id());
        GrantChangeResult change = request.services().accounts().change(store -> store.organizations()
                .changeKeyGrants(
                        key.prefix(),
                        panel.id(),
                        current -> PermissionIds.version(current).equals(request.value("version"))
                                ? Optional.of(ids.grants(sent))
                                : Optional.empty()));
        return switch (change) {
            case GrantChangeResult.HolderGone gone -> new PageResponse.NotFoundResponse();
            case GrantChangeResult.GrantsOutdated(var current) ->
                page(panel, key, 409, PermissionMatrix.of(panel, holder(panel, key), current, sent, true), Map.of());
            case GrantChangeResult.GrantsSaved(var grants) -> {
                panel.audit(
                        "set key permissions",
                        key.prefix() + " " + PermissionChanges.describe(ids.of(key.grants()), sent));
                yield redirectWithNotice(panel, key, "permitted");
            }
        };
    }

    private static PermissionMatrix matrix(PanelRequest panel, StoredKey key) {
        return PermissionMatrix.of(
                panel, holder(panel, key), key.grants(), new PermissionIds(panel.id()).of(key.grants()), false);
    }

    private static PermissionMatrix.MatrixHolder holder(PanelRequest panel, StoredKey key) {
        return new PermissionMatrix.MatrixHolder(panel.url() + "/keys/permissions", "prefix", key.prefix(), key.name());
    }

    private static PageResponse redirectWithNotice(PanelRequest panel, StoredKey key, String notice) {
        return new PageResponse.Redirect(panel.url() + "/keys/" + key.prefix() + "?said=" + notice);
    }

    private static PageResponse page(
            PanelRequest panel, StoredKey key, int status, PermissionMatrix matrix, Map<String, String> problems) {
        PageRequest request = panel.request();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("orgKey.of", key.name(), panel.name())));
        model.put("head", panel.header("keys"));
        model.put("key", KeyView.of(panel.request(), key));
        model.put("matrix", matrix);
        model.put("problems", problems);
        boolean again = request.has("name");
        model.put("name", again ? request.value("name") : key.name());
        model.put("email", again ? request.value("email") : key.email() == null ? "" : key.email());
        return new PageResponse.TemplateResponse(status, "organizations/key.jte", model);
    }

    private static PageResponse list(PanelRequest panel, int status, Map<String, String> problems) {
        PageRequest request = panel.request();
        Optional<ApiKey> made = NewKeyCookie.take(request, panel.owner());
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("orgKeys.of", panel.name())));
        model.put("head", panel.header("keys"));
        model.put("keys", KeyView.of(request, panel.owner()));
        model.put("problems", problems);
        model.put("typed", SubmittedValues.of(request, "name", "email", "networks", "expires", "lasts"));
        model.put("secret", made.map(ApiKey::reveal).orElse(""));
        model.put("made", made.map(ApiKey::prefix).orElse(""));
        model.put("site", request.siteUrl());
        return new PageResponse.TemplateResponse(status, "organizations/keys.jte", model);
    }
}
