package org.peerage.web.people;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Closing one's account. */
final class AccountClosurePages {

    PageResponse answer(PageRequest request, UserAccount user) {
        return request.isPost() ? close(request, user) : form(request, user, 200, "");
    }

    private static PageResponse close(PageRequest request, UserAccount user) {
        if (!request.value("username").equals(user.username())) {
            return form(request, user, 400, Texts.text("close.wrongName"));
        }
        Optional<String> password = LoginGuard.passwordProblem(request, user, "password");
        if (password.isPresent()) {
            return form(request, user, 403, password.get());
        }
        if (!request.services().people().closure().close(user, request.siteUrl())) {
            return form(request, user, 409, Texts.text("close.needed"));
        }
        request.signOut();
        request.services().auditLog().record("user:" + user.id(), "close account", "user:" + user.id(), "", "");
        return new PageResponse.Redirect("/account/closed");
    }

    /** Shown when nobody is signed in any more. */
    static PageResponse closed(PageRequest request) {
        return PageRenderer.message(request, 200, Texts.text("close.done.title"), Texts.text("close.done.text"));
    }

    private static PageResponse form(PageRequest request, UserAccount user, int status, String problem) {
        List<OwnMembership> needed = request.services().people().closure().organizationsOfLastAdmin(user).stream()
                .map(id -> new OwnMembership(id, name(request, id), true))
                .toList();
        return new PageResponse.TemplateResponse(
                status,
                "people/close.jte",
                Map.of(
                        "shell", request.frame(Texts.text("close.title")),
                        "user", user,
                        "needed", needed,
                        "problem", problem));
    }

    private static String name(PageRequest request, long organization) {
        Row row = request.snapshot().find(Org.TYPE, organization);
        return row == null ? Texts.text("common.organizationId", organization) : row.get(Org.NAME);
    }
}
