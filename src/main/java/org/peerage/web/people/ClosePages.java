package org.peerage.web.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Closing one's account. */
final class ClosePages {

    Reply answer(Visit visit, UserAccount user) {
        return visit.isPost() ? close(visit, user) : form(visit, user, 200, "");
    }

    private static Reply close(Visit visit, UserAccount user) {
        if (!visit.value("username").equals(user.username())) {
            return form(visit, user, 400, "Type your username to show that you mean it.");
        }
        Optional<String> password = Doors.passwordProblem(visit, user, "password");
        if (password.isPresent()) {
            return form(visit, user, 403, password.get());
        }
        if (!visit.site().people().closing().close(user, visit.siteAddress())) {
            return form(
                    visit, user, 409, "This account can't be closed yet: nobody else could look after what it does.");
        }
        visit.signOut();
        visit.site().audit().note("user:" + user.id(), "close account", "user:" + user.id(), "", "");
        return new Reply.Redirect("/account/closed");
    }

    /** Shown when nobody is signed in any more. */
    static Reply closed(Visit visit) {
        return Html.message(
                visit,
                200,
                "Your account is closed",
                "Your name and addresses are erased, your keys are revoked. Thank you for having been here.");
    }

    private static Reply form(Visit visit, UserAccount user, int status, String problem) {
        List<Membership> needed = visit.site().people().closing().organizationsOfLastAdmin(user).stream()
                .map(id -> new Membership(id, name(visit, id), true))
                .toList();
        return new Reply.Page(
                status,
                "people/close.jte",
                Map.of(
                        "shell", visit.shell("Close your account"),
                        "user", user,
                        "needed", needed,
                        "problem", problem));
    }

    private static String name(Visit visit, long organization) {
        Row row = visit.snapshot().find(Org.TYPE, organization);
        return row == null ? "Organization " + organization : row.get(Org.NAME);
    }
}
