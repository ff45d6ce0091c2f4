package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Audit;
import org.peerage.accounts.Browsers;
import org.peerage.accounts.Session;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Where a person is signed in, which browsers skip the second factor, and who signed in or tried lately. */
final class SessionPages {
    private static final String HERE = "/profile/sessions";
    private static final int SIGN_INS = 20;

    Reply answer(Visit visit, UserAccount user) {
        if (!visit.isPost()) {
            return visit.path().equals(HERE) ? page(visit, user) : new Reply.Redirect(HERE);
        }
        return switch (visit.path()) {
            case "/profile/sessions/end" -> end(visit, user);
            case "/profile/devices/forget" -> forget(visit, user);
            default -> new Reply.NotFound();
        };
    }

    private static Reply end(Visit visit, UserAccount user) {
        String here = visit.session().map(Session::id).orElse("");
        switch (visit.value("all")) {
            case "" -> {
                visit.site().sessions().end(user.id(), visit.value("session"));
                Doors.note(visit, user, "end session", "");
            }
            case "everywhere" -> {
                visit.site().sessions().endAll(user.id(), "");
                visit.site().people().devices().forgetAll(user.id());
                Doors.note(visit, user, "sign out everywhere", "");
                visit.signOut();
                return new Reply.Redirect("/account/login/");
            }
            default -> {
                visit.site().sessions().endAll(user.id(), here);
                Doors.note(visit, user, "end other sessions", "");
            }
        }
        return new Reply.Redirect(HERE);
    }

    private static Reply forget(Visit visit, UserAccount user) {
        if (visit.has("all")) {
            visit.site().people().devices().forgetAll(user.id());
        } else {
            visit.site().people().devices().forget(user.id(), visit.value("device"));
        }
        Doors.note(visit, user, "forget remembered browser", "");
        return new Reply.Redirect(HERE);
    }

    private static Reply page(Visit visit, UserAccount user) {
        String here = visit.session().map(Session::id).orElse("");
        List<SessionView> sessions = visit.site().sessions().of(user.id()).stream()
                .map(session -> new SessionView(
                        session.id(),
                        Browsers.inWords(session.agent()),
                        session.address(),
                        KeyView.time(session.created()),
                        KeyView.time(session.lastUsed()),
                        session.id().equals(here)))
                .toList();
        List<SessionView> devices = visit.site().people().devices().of(user.id()).stream()
                .map(device -> new SessionView(
                        device.id(),
                        Browsers.inWords(device.agent()),
                        device.address(),
                        KeyView.time(device.created()),
                        KeyView.time(device.lastUsed()),
                        false))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Sessions"));
        model.put("sessions", sessions);
        model.put("devices", devices);
        model.put(
                "signIns",
                visit.site().audit().signIns(user.id(), SIGN_INS).stream()
                        .map(SessionPages::view)
                        .toList());
        return Reply.Page.of("people/sessions.jte", model);
    }

    private static SignInView view(Audit.Entry entry) {
        boolean refused = entry.action().startsWith("wrong");
        String what =
                switch (entry.action()) {
                    case "sign in" -> "Signed in";
                    case "sign in with passkey" -> "Signed in with a passkey";
                    case "sign in with second factor" -> "Signed in with a second factor";
                    case "wrong second factor" -> "Refused: wrong second factor";
                    default -> "Refused: wrong password";
                };
        return new SignInView(
                KeyView.time(entry.at().getEpochSecond()), what, refused, entry.detail(), entry.address());
    }
}
