package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.People;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new password or a reminder of the name, for who forgot theirs; nobody learns here whether there is an account. */
public final class ForgottenPages {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenPages.class);

    public Reply reset(Visit visit) {
        String token = visit.value("token");
        if (token.isEmpty()) {
            return ask(visit, "Forgotten password", "/reset-password", People::forgotten);
        }
        Optional<UserAccount> user = visit.site().people().resetOf(token);
        if (user.isEmpty()) {
            return invalid(visit);
        }
        if (!visit.isPost()) {
            return choice(visit, 200, token, "");
        }
        Optional<String> problem = People.problem(user.get(), visit.raw("password"), visit.raw("password_again"));
        if (problem.isPresent()) {
            return choice(visit, 400, token, problem.get());
        }
        if (!visit.site().people().reset(user.get(), token, visit.raw("password"), visit.siteAddress())) {
            return invalid(visit);
        }
        visit.site().sessions().endAll(user.get().id(), "");
        Doors.note(visit, user.get(), "reset password", "");
        return new Reply.Redirect("/account/login/");
    }

    private static Reply invalid(Visit visit) {
        return Html.message(
                visit, 400, "This link is not valid", "It was used already, or is older than thirty minutes.");
    }

    public Reply username(Visit visit) {
        return ask(visit, "Forgotten username", "/username-retrieve", People::forgottenName);
    }

    /** What is mailed. */
    private interface Letter {
        void send(People people, String email, String site);
    }

    /** The mail is written after the answer, which so takes as long for addresses that nobody has. */
    private static Reply ask(Visit visit, String title, String action, Letter letter) {
        if (!visit.isPost()) {
            return Reply.Page.of(
                    "people/forgotten.jte", Map.of("shell", visit.shell(title), "heading", title, "action", action));
        }
        String email = visit.value("email");
        String site = visit.siteAddress();
        People people = visit.site().people();
        if (visit.site().throttles().admitLetter(visit.address(), email).isEmpty()) {
            Thread.ofVirtual().name("letter").start(() -> {
                try {
                    letter.send(people, email, site);
                } catch (RuntimeException failure) {
                    LOG.warn("a mail that was asked for is not on its way", failure);
                }
            });
        }
        return Html.message(
                visit,
                200,
                "Please look into your mail",
                "If that address has an account, a mail is on its way to it.");
    }

    private static Reply choice(Visit visit, int status, String token, String problem) {
        return new Reply.Page(
                status,
                "people/reset.jte",
                Map.of("shell", visit.shell("A new password"), "token", token, "problem", problem));
    }
}
