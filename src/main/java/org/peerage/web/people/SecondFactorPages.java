package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Authenticator;
import org.peerage.accounts.Passkeys;
import org.peerage.accounts.People;
import org.peerage.accounts.Totp;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Second factors of a person: apps, passkeys and backup codes. */
final class SecondFactorPages {
    private static final String HERE = "/account/two_factor/";
    private static final int LONGEST_NAME = 60;

    Reply answer(Visit visit) {
        return Doors.signedIn(visit, user -> switch (visit.part(2)) {
            case "" -> overview(visit, user, "");
            case "app" -> visit.part(3).equals("confirm") ? confirmApp(visit, user) : app(visit, user);
            case "passkey" -> addPasskey(visit, user);
            case "codes" -> codes(visit, user);
            case "remove" -> remove(visit, user);
            default -> new Reply.NotFound();
        });
    }

    private static Reply overview(Visit visit, UserAccount user, String problem) {
        People people = visit.site().people();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Two factors"));
        model.put("problem", problem);
        model.put("apps", people.authenticators().of(user.id()));
        model.put("passkeys", people.passkeys().of(user.id()));
        model.put("codesLeft", people.authenticators().backupCodesLeft(user.id()));
        model.put("user", user);
        model.put("handle", Passkeys.handle(user.id()));
        model.put(
                "passkey",
                PasskeyRequest.of(visit, Passkeys.Use.ADD, people.passkeys().of(user.id())));
        return new Reply.Page(problem.isEmpty() ? 200 : 400, "people/factors.jte", model);
    }

    private static String name(Visit visit) {
        String name = visit.value("name");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** The picture and the question for a first code. */
    private static Reply app(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        if (visit.isPost()) {
            visit.site().people().authenticators().begin(user.id(), name(visit));
            return new Reply.Redirect(HERE + "app");
        }
        return picture(visit, user, 200, "");
    }

    private static Reply picture(Visit visit, UserAccount user, int status, String problem) {
        Optional<Authenticator> begun = visit.site().people().authenticators().begun(user.id());
        if (begun.isEmpty()) {
            return new Reply.Redirect(HERE);
        }
        String secret = begun.get().secret();
        String uri = Totp.uri(secret, "Peerage", user.username());
        return new Reply.Page(
                status,
                "people/app.jte",
                Map.of(
                        "shell", visit.shell("Add an app"),
                        "problem", problem,
                        "picture", QrPicture.of(uri),
                        "secret", secret.replaceAll("(.{4})(?=.)", "$1 "),
                        "uri", uri));
    }

    private static Reply confirmApp(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent() || !visit.isPost()) {
            return ask.orElse(new Reply.Redirect(HERE));
        }
        if (!visit.site().people().authenticators().confirm(user.id(), visit.value("code"))) {
            return picture(visit, user, 400, "This code is not right. Is the clock of your device set?");
        }
        Doors.note(visit, user, "add authenticator", "");
        return added(visit, user, "an authenticator app was added.");
    }

    private static Reply addPasskey(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent() || !visit.isPost()) {
            return ask.orElse(new Reply.Redirect(HERE));
        }
        boolean made = visit.site()
                .people()
                .passkeys()
                .add(
                        user.id(),
                        name(visit),
                        visit.value("challenge"),
                        visit.csrf(),
                        visit.relyingParty(),
                        visit.raw("credential"));
        if (!made) {
            return overview(visit, user, "The passkey was not added. Please try again.");
        }
        Doors.note(visit, user, "add passkey", name(visit));
        return added(visit, user, "a passkey was added.");
    }

    /** With the first factor come backup codes: whoever loses it would be locked out else. */
    private static Reply added(Visit visit, UserAccount user, String what) {
        visit.site().people().tell(user, what, visit.siteAddress());
        return visit.site().people().authenticators().backupCodesLeft(user.id()) > 0
                ? new Reply.Redirect(HERE)
                : showCodes(visit, user);
    }

    private static Reply codes(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        boolean none = !visit.site().accounts().current().hasSecondFactor(user.id());
        if (ask.isPresent() || !visit.isPost() || none) {
            return ask.orElse(new Reply.Redirect(HERE));
        }
        Doors.note(visit, user, "make backup codes", "");
        visit.site().people().tell(user, "there are new backup codes.", visit.siteAddress());
        return showCodes(visit, user);
    }

    private static Reply showCodes(Visit visit, UserAccount user) {
        List<String> codes = visit.site().people().authenticators().newBackupCodes(user.id());
        return Reply.Page.of("people/codes.jte", Map.of("shell", visit.shell("Backup codes"), "codes", codes));
    }

    private static Reply remove(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        boolean last = visit.site().people().isLastFactor(user);
        if (!visit.isPost()) {
            return removal(visit, 200, last, "");
        }
        Optional<String> problem = last ? Doors.passwordProblem(visit, user, "password") : Optional.empty();
        if (problem.isPresent()) {
            return removal(visit, 403, true, problem.get());
        }
        People people = visit.site().people();
        boolean removed = visit.has("app")
                ? people.authenticators().remove(user.id(), id(visit.value("app")))
                : people.passkeys().remove(user.id(), id(visit.value("passkey")));
        if (removed) {
            Doors.note(visit, user, visit.has("app") ? "remove authenticator" : "remove passkey", "");
            people.tell(user, "a second factor was removed.", visit.siteAddress());
        }
        return new Reply.Redirect(HERE);
    }

    private static Reply removal(Visit visit, int status, boolean last, String problem) {
        return new Reply.Page(
                status,
                "people/remove-factor.jte",
                Map.of(
                        "shell",
                        visit.shell("Remove a second factor"),
                        "kind",
                        visit.has("app") ? "app" : "passkey",
                        "id",
                        visit.value(visit.has("app") ? "app" : "passkey"),
                        "last",
                        last,
                        "problem",
                        problem));
    }

    private static long id(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
