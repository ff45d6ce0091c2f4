package org.peerage.web.people;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Attempt;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Browsers;
import org.peerage.accounts.Passkeys;
import org.peerage.accounts.People;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Signing in with a name and a password, and out. */
public final class LoginPages {
    static final String STEP = "peerage_step";
    static final String DEVICE = "peerage_device";

    private static final String WRONG = "The name or the password is not right.";

    Reply signIn(Visit visit) {
        if (visit.user().isPresent()) {
            return new Reply.Redirect(Doors.next(visit));
        }
        if (!visit.isPost()) {
            return form(visit, 200, "");
        }
        String name = visit.value("username");
        Optional<UserAccount> user;
        try (Attempt attempt = visit.site().throttles().trySignIn(visit.address(), name)) {
            if (attempt.refusal().isPresent()) {
                return form(visit, 429, Doors.tooMany(attempt.refusal().get()));
            }
            user = visit.site().people().signIn(name, visit.raw("password"));
            if (user.isPresent()) {
                attempt.isRight();
            }
        }
        return user.map(known -> firstStepDone(visit, known)).orElseGet(() -> wrong(visit, name));
    }

    private static Reply firstStepDone(Visit visit, UserAccount user) {
        boolean remember = visit.has("remember");
        People people = visit.site().people();
        boolean asked = visit.site().accounts().current().hasSecondFactor(user.id())
                && visit.cookie(DEVICE)
                        .filter(secret -> people.devices().isRemembered(user.id(), secret))
                        .isEmpty();
        if (!asked) {
            visit.signIn(user, remember);
            return new Reply.Redirect(Doors.next(visit));
        }
        visit.set(STEP, people.waiting().begin(user.id(), remember), Duration.ZERO);
        return new Reply.Redirect("/account/login/second/?next=" + Doors.encoded(Doors.next(visit)));
    }

    /** The same is said and written down whether or not there is such an account. */
    private static Reply wrong(Visit visit, String name) {
        Optional<UserAccount> user = visit.site().people().named(name);
        String subject = user.map(known -> "user:" + known.id()).orElse("nobody");
        visit.site()
                .audit()
                .note("anonymous", "wrong password", subject, Browsers.inWords(visit.agent()), visit.address());
        return form(visit, 403, WRONG);
    }

    static Reply form(Visit visit, int status, String problem) {
        return new Reply.Page(
                status,
                "people/login.jte",
                Map.of(
                        "shell", visit.shell("Sign in"),
                        "problem", problem,
                        "username", visit.value("username"),
                        "next", Doors.next(visit),
                        "passkey", PasskeyRequest.of(visit, Passkeys.Use.SIGN_IN, List.of())));
    }

    public static Reply signOut(Visit visit) {
        if (!visit.isPost()) {
            return new Reply.Redirect("/");
        }
        visit.signOut();
        return new Reply.Redirect("/");
    }
}
