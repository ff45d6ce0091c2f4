package org.peerage.web.people;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.ApiKey;
import org.peerage.access.NewKey;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** A person's API keys: made, rotated, revoked. */
final class KeyPages {
    private static final int LONGEST_NAME = 150;
    private static final int MOST = 100;
    private static final String ROTATED = "Choose for how long the old key goes on.";

    Reply answer(Visit visit, UserAccount user) {
        return switch (visit.part(2)) {
            case "" -> visit.isPost() ? add(visit, user) : new Reply.Redirect("/profile#keys");
            case "revoke" -> revoke(visit, user);
            case "rotate" -> rotate(visit, user);
            default -> new Reply.NotFound();
        };
    }

    private static Reply add(Visit visit, UserAccount user) {
        KeyLimits limits = KeyLimits.of(visit);
        Map<String, String> problems = new HashMap<>(limits.problems());
        nameProblem(visit, user).ifPresent(problem -> problems.put("name", problem));
        if (!problems.isEmpty()) {
            return ProfilePages.page(visit, user, 400, problems, "");
        }
        String name = visit.value("name");
        NewKey wanted = new NewKey(
                new StoredKey.Owner.User(user.id()),
                name,
                null,
                visit.value("readonly").equals("true"),
                StoredKey.Status.ACTIVE,
                limits.expires(),
                limits.networks(),
                Map.of());
        ApiKey key = visit.site().accounts().change(store -> store.addKey(wanted));
        Doors.note(visit, user, "make key", key.prefix() + " " + name);
        visit.site().people().tell(user, "it has a new API key, " + key.prefix() + ".", visit.siteAddress());
        return ProfilePages.page(visit, user, 200, Map.of(), key.reveal());
    }

    private static Optional<String> nameProblem(Visit visit, UserAccount user) {
        String name = visit.value("name");
        if (!user.verified()) {
            return Optional.of("Confirm your e-mail address first.");
        }
        if (name.isEmpty()) {
            return Optional.of("This field is required.");
        }
        if (name.length() > LONGEST_NAME) {
            return Optional.of("Ensure this field has no more than " + LONGEST_NAME + " characters.");
        }
        long active = visit.site().accounts().current().keysOf(new StoredKey.Owner.User(user.id())).stream()
                .filter(key -> key.status() != StoredKey.Status.REVOKED)
                .count();
        return active < MOST ? Optional.empty() : Optional.of("You have " + MOST + " keys. Revoke one first.");
    }

    private static Reply revoke(Visit visit, UserAccount user) {
        Optional<StoredKey> key = own(visit, user);
        if (key.isEmpty()) {
            return new Reply.NotFound();
        }
        if (!visit.isPost()) {
            return question(visit, key.get(), "people/revoke-key.jte", "Revoke a key", "");
        }
        visit.site().accounts().change(store -> store.revokeKey(key.get().prefix()));
        Doors.note(
                visit, user, "revoke key", key.get().prefix() + " " + key.get().name());
        return new Reply.Redirect("/profile#keys");
    }

    /** A new key like the old one, which goes on for some hours so that programs can be told. */
    private static Reply rotate(Visit visit, UserAccount user) {
        Optional<StoredKey> old = own(visit, user).filter(key -> key.status() == StoredKey.Status.ACTIVE);
        if (old.isEmpty()) {
            return new Reply.NotFound();
        }
        if (!visit.isPost()) {
            return question(visit, old.get(), "people/rotate-key.jte", "Rotate a key", "");
        }
        String hours = visit.value("hours").isEmpty() ? "24" : visit.value("hours");
        if (!hours.matches("[0-9]{1,3}")) {
            return question(visit, old.get(), "people/rotate-key.jte", "Rotate a key", ROTATED);
        }
        long end = visit.site()
                .clock()
                .instant()
                .plus(Duration.ofHours(Long.parseLong(hours)))
                .getEpochSecond();
        Optional<ApiKey> made = visit.site()
                .accounts()
                .change(store -> store.rotateKey(old.get().prefix(), end));
        if (made.isEmpty()) { // revoked in this moment
            return new Reply.NotFound();
        }
        ApiKey key = made.get();
        Doors.note(visit, user, "rotate key", old.get().prefix() + " to " + key.prefix());
        visit.site().people().tell(user, "it has a new API key, " + key.prefix() + ".", visit.siteAddress());
        return ProfilePages.page(visit, user, 200, Map.of(), key.reveal());
    }

    private static Optional<StoredKey> own(Visit visit, UserAccount user) {
        return visit.site()
                .accounts()
                .current()
                .key(visit.value("prefix"))
                .filter(key -> key.owner().equals(new StoredKey.Owner.User(user.id()))
                        && key.status() != StoredKey.Status.REVOKED);
    }

    private static Reply question(Visit visit, StoredKey key, String template, String title, String problem) {
        return new Reply.Page(
                problem.isEmpty() ? 200 : 400,
                template,
                Map.of(
                        "shell", visit.shell(title),
                        "key", KeyView.of(visit, key),
                        "problem", problem));
    }
}
