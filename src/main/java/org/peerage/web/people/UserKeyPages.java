package org.peerage.web.people;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** A person's API keys: made, rotated, revoked. */
final class UserKeyPages {
    private static final int MAX_NAME_LENGTH = 150;
    private static final int MAX_KEYS = 100;

    PageResponse answer(PageRequest request, UserAccount user) {
        return switch (request.pathSegment(2)) {
            case "" -> request.isPost() ? add(request, user) : new PageResponse.Redirect("/profile#keys");
            case "revoke" -> revoke(request, user);
            case "rotate" -> rotate(request, user);
            case "details" -> KeyDetailPages.answer(request, user);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse add(PageRequest request, UserAccount user) {
        KeyLimits limits = KeyLimits.of(request);
        Map<String, String> problems = new HashMap<>(limits.problems());
        nameProblem(request, user).ifPresent(problem -> problems.put("name", problem));
        KeyScope scope = KeyDetailPages.chosen(request, user);
        if (KeyDetailPages.isUnknown(request, scope)) {
            problems.put("organization", Texts.text("key.limit.unknown"));
        }
        if (!problems.isEmpty()) {
            return ProfilePages.page(request, user, 400, problems);
        }
        String name = request.value("name");
        NewKey wanted = new NewKey(
                new StoredKey.Owner.UserOwner(user.id()),
                name,
                null,
                !request.value("readonly").equals("false"),
                StoredKey.KeyStatus.ACTIVE,
                limits.expires(),
                limits.networks(),
                Map.of());
        ApiKey key = request.services().accounts().change(store -> {
            ApiKey made = store.addKey(wanted);
            store.setKeyScope(made.prefix(), scope);
            return made;
        });
        LoginGuard.audit(request, user, "make key", key.prefix() + " " + name);
        request.services().people().notify(user, request.siteUrl(), "key", key.prefix());
        NewKeyCookie.set(request, key);
        return new PageResponse.Redirect("/profile#new-key");
    }

    private static Optional<String> nameProblem(PageRequest request, UserAccount user) {
        String name = request.value("name");
        if (!user.verified()) {
            return Optional.of(Texts.text("account.confirmFirst"));
        }
        if (name.isEmpty()) {
            return Optional.of(Texts.text("common.fieldRequired"));
        }
        if (name.length() > MAX_NAME_LENGTH) {
            return Optional.of(Texts.text("common.tooLong", MAX_NAME_LENGTH));
        }
        long active = request.services().accounts().current().keysOf(new StoredKey.Owner.UserOwner(user.id())).stream()
                .filter(key -> key.status() != StoredKey.KeyStatus.REVOKED)
                .count();
        return active < MAX_KEYS ? Optional.empty() : Optional.of(Texts.text("keys.tooMany", MAX_KEYS));
    }

    private static PageResponse revoke(PageRequest request, UserAccount user) {
        Optional<StoredKey> key = own(request, user);
        if (key.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.isPost()) {
            return confirmation(request, key.get(), "people/revoke-key.jte", Texts.text("key.revoke.button"), "");
        }
        request.services().accounts().change(store -> store.revokeKey(key.get().prefix()));
        LoginGuard.audit(
                request,
                user,
                "revoke key",
                key.get().prefix() + " " + key.get().name());
        return new PageResponse.Redirect("/profile#keys");
    }

    /** A new key like the old one, which goes on for some hours so that programs can be told. */
    private static PageResponse rotate(PageRequest request, UserAccount user) {
        Optional<StoredKey> old = own(request, user).filter(key -> key.status() == StoredKey.KeyStatus.ACTIVE);
        if (old.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.isPost()) {
            return confirmation(request, old.get(), "people/rotate-key.jte", Texts.text("key.rotate.button"), "");
        }
        String hours = request.value("hours").isEmpty() ? "24" : request.value("hours");
        if (!hours.matches("[0-9]{1,3}")) {
            return confirmation(
                    request,
                    old.get(),
                    "people/rotate-key.jte",
                    Texts.text("key.rotate.button"),
                    Texts.text("key.rotate.invalid"));
        }
        long end = request.services()
                .clock()
                .instant()
                .plus(Duration.ofHours(Long.parseLong(hours)))
                .getEpochSecond();
        Optional<ApiKey> made = request.services()
                .accounts()
                .change(store -> store.rotateKey(old.get().prefix(), end));
        if (made.isEmpty()) { // revoked in this moment
            return new PageResponse.NotFoundResponse();
        }
        ApiKey key = made.get();
        LoginGuard.audit(request, user, "rotate key", old.get().prefix() + " to " + key.prefix());
        request.services().people().notify(user, request.siteUrl(), "key", key.prefix());
        NewKeyCookie.set(request, key);
        return new PageResponse.Redirect("/profile#new-key");
    }

    private static Optional<StoredKey> own(PageRequest request, UserAccount user) {
        return request.services()
                .accounts()
                .current()
                .key(request.value("prefix"))
                .filter(key -> key.owner().equals(new StoredKey.Owner.UserOwner(user.id()))
                        && key.status() != StoredKey.KeyStatus.REVOKED);
    }

    private static PageResponse confirmation(
            PageRequest request, StoredKey key, String template, String title, String problem) {
        return new PageResponse.TemplateResponse(
                problem.isEmpty() ? 200 : 400,
                template,
                Map.of(
                        "shell", request.frame(title),
                        "key", KeyView.of(request, key),
                        "problem", problem));
    }
}
