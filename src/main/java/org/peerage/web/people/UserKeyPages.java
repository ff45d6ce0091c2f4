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
        return user.verified()
                ? KeyRules.nameProblem(request.value("name"))
                        .or(() -> KeyRules.numberProblem(request, new StoredKey.Owner.UserOwner(user.id())))
                : Optional.of(Texts.text("account.confirmFirst"));
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
        Optional<String> problem = rotationProblem(request, user, hours);
        if (problem.isPresent()) {
            return confirmation(
                    request, old.get(), "people/rotate-key.jte", Texts.text("key.rotate.button"), problem.get());
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

    /** A key that ends at once makes room for the new one. */
    private static Optional<String> rotationProblem(PageRequest request, UserAccount user, String hours) {
        if (!hours.matches("[0-9]{1,3}")) {
            return Optional.of(Texts.text("key.rotate.invalid"));
        }
        return Integer.parseInt(hours) == 0
                ? Optional.empty()
                : KeyRules.numberProblem(request, new StoredKey.Owner.UserOwner(user.id()));
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
