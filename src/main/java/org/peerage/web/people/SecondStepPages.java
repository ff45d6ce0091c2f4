package org.peerage.web.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Attempt;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Devices;
import org.peerage.accounts.Passkey;
import org.peerage.accounts.Passkeys;
import org.peerage.accounts.People;
import org.peerage.accounts.WaitingSignIns.Waiting;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The second step of signing in, by a code or a passkey; a passkey is also enough without the first. */
final class SecondStepPages {
    private static final Reply BACK = new Reply.Redirect("/account/login/");

    Reply show(Visit visit) {
        People people = visit.site().people();
        String secret = visit.cookie(LoginPages.STEP).orElse("");
        Optional<UserAccount> user = people.waiting().find(secret).flatMap(waiting -> account(visit, waiting));
        if (user.isEmpty()) {
            return BACK;
        }
        if (!visit.isPost()) {
            return form(visit, user.get(), 200, "");
        }
        Optional<Waiting> right;
        try (Attempt attempt =
                visit.site().throttles().trySignIn(visit.address(), user.get().username())) {
            if (attempt.refusal().isPresent()) {
                return form(
                        visit, user.get(), 429, Doors.tooMany(attempt.refusal().get()));
            }
            right = people.waiting().attempt(secret).filter(known -> people.authenticators()
                    .use(user.get().id(), visit.value("code")));
            if (right.isPresent()) {
                attempt.isRight();
            }
        }
        if (right.isPresent()) {
            return done(visit, user.get(), right.get().remember(), "sign in with second factor");
        }
        Doors.note(visit, user.get(), "wrong second factor", "");
        return people.waiting().find(secret).isPresent()
                ? form(visit, user.get(), 403, "This code is not right.")
                : BACK;
    }

    private static Optional<UserAccount> account(Visit visit, Waiting waiting) {
        return visit.site().accounts().current().user(waiting.user()).filter(UserAccount::active);
    }

    private static Reply form(Visit visit, UserAccount user, int status, String problem) {
        List<Passkey> passkeys = visit.site().people().passkeys().of(user.id());
        boolean apps = !visit.site().people().authenticators().of(user.id()).isEmpty();
        return new Reply.Page(
                status,
                "people/second.jte",
                Map.of(
                        "shell",
                        visit.shell("Second step"),
                        "problem",
                        problem,
                        "apps",
                        apps,
                        "passkeys",
                        !passkeys.isEmpty(),
                        "next",
                        Doors.next(visit),
                        "passkey",
                        PasskeyRequest.of(visit, Passkeys.Use.SIGN_IN, passkeys)));
    }

    Reply passkey(Visit visit) {
        if (!visit.isPost()) {
            return BACK;
        }
        People people = visit.site().people();
        Optional<Waiting> waiting = visit.cookie(LoginPages.STEP).flatMap(people.waiting()::find);
        Optional<UserAccount> user;
        try (Attempt attempt = visit.site().throttles().tryCredentials(visit.address())) {
            if (attempt.refusal().isPresent()) {
                return LoginPages.form(
                        visit, 429, Doors.tooMany(attempt.refusal().get()));
            }
            user = holder(visit, waiting);
            if (user.isPresent()) {
                attempt.isRight();
            }
        }
        if (user.isEmpty()) {
            return LoginPages.form(visit, 403, "That passkey did not work here.");
        }
        boolean remember = waiting.map(Waiting::remember).orElse(false) || visit.has("remember");
        return done(visit, user.get(), remember, "sign in with passkey");
    }

    private static Optional<UserAccount> holder(Visit visit, Optional<Waiting> waiting) {
        return visit.site()
                .people()
                .passkeys()
                .use(visit.value("challenge"), visit.csrf(), visit.relyingParty(), visit.raw("credential"))
                // Without a password before, the device has to have made sure who holds it.
                .filter(shown -> shown.holderVerified()
                        || waiting.map(Waiting::user)
                                .filter(id -> id == shown.user())
                                .isPresent())
                .flatMap(shown -> visit.site().accounts().current().user(shown.user()))
                .filter(UserAccount::active);
    }

    private static Reply done(Visit visit, UserAccount user, boolean remember, String how) {
        People people = visit.site().people();
        visit.cookie(LoginPages.STEP).ifPresent(people.waiting()::end);
        visit.drop(LoginPages.STEP);
        if (visit.has("device")) {
            visit.set(
                    LoginPages.DEVICE,
                    people.devices().remember(user.id(), visit.address(), visit.agent()),
                    Devices.LASTS);
        }
        visit.signIn(user, remember, how);
        return new Reply.Redirect(Doors.next(visit));
    }
}
