package org.peerage.web.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Throttled;
import org.peerage.access.UserAccount;
import org.peerage.accounts.People;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Signing up, in and out, and a new password for who forgot theirs. */
public final class LoginPages {
    private static final String WRONG = "The name or the password is not right.";

    public Reply signIn(Visit visit) {
        if (visit.user().isPresent()) {
            return new Reply.Redirect(next(visit));
        }
        if (!visit.isPost()) {
            return form(visit, 200, "");
        }
        Optional<Throttled> blocked = visit.site().throttles().credentialsBlocked(visit.address());
        if (blocked.isPresent()) {
            return form(
                    visit,
                    429,
                    "Too many wrong tries. Please wait " + blocked.get().retryAfterSeconds() + " seconds.");
        }
        Optional<UserAccount> user = visit.site().people().signIn(visit.value("username"), visit.raw("password"));
        if (user.isEmpty()) {
            Optional<Throttled> now = visit.site().throttles().admitCredentialsFailure(visit.address());
            return form(visit, now.isPresent() ? 429 : 403, WRONG);
        }
        visit.signIn(user.get(), visit.has("remember"));
        return new Reply.Redirect(next(visit));
    }

    private static Reply form(Visit visit, int status, String problem) {
        return new Reply.Page(
                status,
                "login.jte",
                Map.of(
                        "shell", visit.shell("Sign in"),
                        "problem", problem,
                        "username", visit.value("username"),
                        "next", next(visit)));
    }

    /** Where to go on; an address of ours only. */
    static String next(Visit visit) {
        String next = visit.value("next");
        boolean ours = next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return ours ? next : "/profile";
    }

    public Reply signOut(Visit visit) {
        if (!visit.isPost()) {
            return new Reply.Redirect("/");
        }
        visit.signOut();
        return new Reply.Redirect("/");
    }

    public Reply register(Visit visit) {
        if (!visit.isPost()) {
            return registration(visit, Map.of());
        }
        // People don't see this field; programs fill it in.
        if (!visit.value("homepage").isEmpty()) {
            return checkMail(visit);
        }
        People.Application form = new People.Application(
                visit.value("username"),
                visit.value("email"),
                visit.value("first_name"),
                visit.value("last_name"),
                visit.raw("password"),
                visit.raw("password_again"));
        return switch (visit.site().people().signUp(form, visit.siteAddress())) {
            case People.SignUp.Refused(Map<String, String> problems) -> registration(visit, problems);
            case People.SignUp.Made(long id) -> {
                if (id > 0) {
                    visit.site().audit().note("user:" + id, "sign up", "user:" + id, "", visit.address());
                }
                yield checkMail(visit);
            }
        };
    }

    private static Reply registration(Visit visit, Map<String, String> problems) {
        Map<String, String> values = new HashMap<>();
        for (String name : new String[] {"username", "email", "first_name", "last_name"}) {
            values.put(name, visit.value(name));
        }
        return new Reply.Page(
                problems.isEmpty() ? 200 : 400,
                "register.jte",
                Map.of("shell", visit.shell("Sign up"), "values", values, "problems", problems));
    }

    private static Reply checkMail(Visit visit) {
        return Html.message(
                visit,
                200,
                "Please look into your mail",
                "A link is on its way to you. It confirms your address, and then your account can do more than read.");
    }

    public Reply verify(Visit visit) {
        return visit.site()
                .people()
                .confirm(visit.value("token"))
                .<Reply>map(user -> {
                    visit.site()
                            .audit()
                            .note("user:" + user.id(), "confirm address", "user:" + user.id(), "", visit.address());
                    return Html.message(
                            visit,
                            200,
                            "Your address is confirmed",
                            "You can sign in now and make API keys on your profile.");
                })
                .orElseGet(() -> Html.message(
                        visit,
                        400,
                        "This link is not valid",
                        "It was used already, or is older than three days. Your profile sends another one."));
    }

    public Reply reset(Visit visit) {
        String token = visit.value("token");
        if (token.isEmpty()) {
            return forgotten(visit);
        }
        if (!visit.isPost()) {
            return choice(visit, 200, token, "");
        }
        Optional<UserAccount> user = visit.site().people().redeemReset(token);
        if (user.isEmpty()) {
            return Html.message(
                    visit, 400, "This link is not valid", "It was used already, or is older than thirty minutes.");
        }
        Optional<String> problem = People.problem(user.get(), visit.raw("password"), visit.raw("password_again"));
        if (problem.isPresent()) {
            return choice(visit, 400, visit.site().people().reissueReset(user.get()), problem.get());
        }
        visit.site().people().setPassword(user.get(), visit.raw("password"));
        visit.site().sessions().endAll(user.get().id(), "");
        visit.site()
                .audit()
                .note(
                        "user:" + user.get().id(),
                        "reset password",
                        "user:" + user.get().id(),
                        "",
                        visit.address());
        return new Reply.Redirect("/account/login/");
    }

    private static Reply forgotten(Visit visit) {
        if (visit.isPost()) {
            visit.site().people().forgotten(visit.value("email"), visit.siteAddress());
            return Html.message(
                    visit,
                    200,
                    "Please look into your mail",
                    "If that address has an account, a link is on its way to it.");
        }
        return Reply.Page.of("forgotten.jte", Map.of("shell", visit.shell("Forgotten password")));
    }

    private static Reply choice(Visit visit, int status, String token, String problem) {
        return new Reply.Page(
                status,
                "reset.jte",
                Map.of("shell", visit.shell("A new password"), "token", token, "problem", problem));
    }
}
