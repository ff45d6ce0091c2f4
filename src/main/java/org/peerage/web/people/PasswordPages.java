package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.People;
import org.peerage.accounts.Session;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** A new password for who knows the old one. */
public final class PasswordPages {

    public Reply change(Visit visit) {
        return Doors.signedIn(visit, user -> visit.isPost() ? change(visit, user) : form(visit, 200, ""));
    }

    private static Reply change(Visit visit, UserAccount user) {
        Optional<String> problem = Doors.passwordProblem(visit, user, "old_password")
                .map(wrong -> wrong.replace("The password", "The old password"))
                .or(() -> People.problem(user, visit.raw("password"), visit.raw("password_again")));
        if (problem.isPresent()) {
            return form(visit, 400, problem.get());
        }
        visit.site().people().setPassword(user, visit.raw("password"), visit.siteAddress());
        visit.site()
                .sessions()
                .endAll(user.id(), visit.session().map(Session::id).orElse(""));
        visit.confirm();
        Doors.note(visit, user, "change password", "");
        return new Reply.Redirect("/profile");
    }

    private static Reply form(Visit visit, int status, String problem) {
        return new Reply.Page(
                status, "people/password.jte", Map.of("shell", visit.shell("Change password"), "problem", problem));
    }
}
