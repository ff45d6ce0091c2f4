package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.accounts.AuditLog;
import org.peerage.accounts.people.Session;
import org.peerage.accounts.people.UserAgents;
import org.peerage.i18n.Messages;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Where a person is signed in, which browsers skip the second factor, and who signed in or tried lately. */
final class SessionPages {
    private static final String HERE = "/profile/sessions";
    private static final int MAX_SIGN_INS = 20;

    PageResponse answer(PageRequest request, UserAccount user) {
        if (!request.isPost()) {
            return request.path().equals(HERE) ? page(request, user) : new PageResponse.Redirect(HERE);
        }
        return switch (request.path()) {
            case "/profile/sessions/end" -> end(request, user);
            case "/profile/devices/forget" -> revokeDevice(request, user);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse end(PageRequest request, UserAccount user) {
        String current = request.session().map(Session::id).orElse("");
        switch (request.value("all")) {
            case "" -> {
                request.services().sessions().end(user.id(), request.value("session"));
                LoginGuard.audit(request, user, "end session", "");
            }
            case "everywhere" -> {
                request.endSessions(user.id(), "");
                request.services().people().trustedDevices().revokeAll(user.id());
                request.services().identityProvider().tokens().endAllOf(user.id());
                LoginGuard.audit(request, user, "sign out everywhere", "");
                request.signOut();
                return new PageResponse.Redirect("/account/login/?said=everywhere");
            }
            default -> {
                request.endSessions(user.id(), current);
                LoginGuard.audit(request, user, "end other sessions", "");
            }
        }
        return new PageResponse.Redirect(HERE);
    }

    private static PageResponse revokeDevice(PageRequest request, UserAccount user) {
        if (request.has("all")) {
            request.services().people().trustedDevices().revokeAll(user.id());
        } else {
            request.services().people().trustedDevices().revoke(user.id(), request.value("device"));
        }
        LoginGuard.audit(request, user, "forget remembered browser", "");
        return new PageResponse.Redirect(HERE);
    }

    private static PageResponse page(PageRequest request, UserAccount user) {
        String current = request.session().map(Session::id).orElse("");
        List<SessionView> sessions = request.services().sessions().of(user.id()).stream()
                .map(session -> new SessionView(
                        session.id(),
                        UserAgents.inWords(session.agent(), Messages.current()),
                        session.ipAddress(),
                        KeyView.time(session.created()),
                        KeyView.time(session.lastUsed()),
                        session.id().equals(current)))
                .toList();
        List<SessionView> devices = request.services().people().trustedDevices().of(user.id()).stream()
                .map(device -> new SessionView(
                        device.id(),
                        UserAgents.inWords(device.agent(), Messages.current()),
                        device.ipAddress(),
                        KeyView.time(device.created()),
                        KeyView.time(device.lastUsed()),
                        false))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("account.tab.sessions")));
        model.put("sessions", sessions);
        model.put("devices", devices);
        model.put(
                "signIns",
                request.services().auditLog().signIns(user.id(), MAX_SIGN_INS).stream()
                        .map(SessionPages::view)
                        .toList());
        return PageResponse.TemplateResponse.of("people/sessions.jte", model);
    }

    private static SignInView view(AuditLog.AuditEntry entry) {
        boolean refused = entry.action().startsWith("wrong");
        String method =
                switch (entry.action()) {
                    case "sign in" -> Texts.text("sessions.signedIn");
                    case "sign in with passkey" -> Texts.text("sessions.signedIn.passkey");
                    case "sign in with second factor" -> Texts.text("sessions.signedIn.factor");
                    case "wrong second factor" -> Texts.text("sessions.refused.factor");
                    default -> Texts.text("sessions.refused.password");
                };
        return new SignInView(
                KeyView.time(entry.at().getEpochSecond()), method, refused, entry.detail(), entry.ipAddress());
    }
}
