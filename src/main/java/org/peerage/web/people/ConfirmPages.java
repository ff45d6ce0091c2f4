package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Asks for the password again before something that matters, unless it was given within a quarter of an hour. */
final class ConfirmPages {

    Reply answer(Visit visit) {
        return Doors.signedIn(visit, user -> visit.isPost() ? check(visit, user) : form(visit, 200, ""));
    }

    private static Reply check(Visit visit, UserAccount user) {
        Optional<String> problem = Doors.passwordProblem(visit, user, "password");
        if (problem.isPresent()) {
            return form(visit, 403, problem.get());
        }
        visit.confirm();
        return new Reply.Redirect(Doors.next(visit));
    }

    private static Reply form(Visit visit, int status, String problem) {
        return new Reply.Page(
                status,
                "people/confirm.jte",
                Map.of("shell", visit.shell("Is it you?"), "problem", problem, "next", Doors.next(visit)));
    }
}
