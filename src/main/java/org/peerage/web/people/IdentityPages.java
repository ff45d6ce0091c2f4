package org.peerage.web.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.EmailAddresses;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** By what a person is known: name, username, e-mail addresses. */
final class IdentityPages {
    private static final String HERE = "/profile/account";

    PageResponse answer(PageRequest request, UserAccount user) {
        if (!request.isPost()) {
            return request.pathSegment(1).equals("account")
                    ? page(request, user, Map.of())
                    : new PageResponse.Redirect(HERE);
        }
        return switch (request.path()) {
            case "/profile/name" -> name(request, user);
            case "/profile/username" -> username(request, user);
            case "/profile/emails/add" -> add(request, user);
            case "/profile/emails/send" -> sendAgain(request, user);
            case "/profile/emails/primary" -> primary(request, user);
            case "/profile/emails/remove" -> remove(request, user);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse page(PageRequest request, UserAccount user, Map<String, String> problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("account.tab.identity")));
        model.put("user", user);
        model.put("further", request.services().people().emailAddresses().of(user.id()));
        model.put("most", EmailAddresses.MAX_ADDRESSES);
        model.put("problems", problems);
        model.put("notice", problems.isEmpty() ? AccountNotices.of(request) : "");
        Map<String, String> typed = new HashMap<>();
        boolean name = problems.containsKey("first_name");
        typed.put("first_name", name ? request.value("first_name") : user.firstName());
        typed.put("last_name", name ? request.value("last_name") : user.lastName());
        typed.put("username", request.has("username") ? request.value("username") : user.username());
        typed.put("email", request.value("email"));
        model.put("typed", typed);
        return new PageResponse.TemplateResponse(problems.isEmpty() ? 200 : 400, "people/identity.jte", model);
    }

    private static PageResponse name(PageRequest request, UserAccount user) {
        boolean fits = request.services()
                .people()
                .names()
                .setNames(user, request.value("first_name"), request.value("last_name"));
        return fits
                ? new PageResponse.Redirect(HERE + "?said=saved")
                : page(request, user, Map.of("first_name", Texts.text("identity.name.long")));
    }

    private static PageResponse username(PageRequest request, UserAccount user) {
        Optional<String> password = LoginGuard.passwordProblem(request, user, "password");
        if (password.isPresent()) {
            return page(request, user, Map.of("password", password.get()));
        }
        Optional<String> problem =
                request.services().people().names().rename(user, request.value("username"), request.siteUrl());
        if (problem.isPresent()) {
            return page(request, user, Map.of("username", problem.get()));
        }
        LoginGuard.audit(request, user, "change username", user.username() + " to " + request.value("username"));
        return new PageResponse.Redirect(HERE + "?said=saved");
    }

    private static PageResponse add(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        String email = request.value("email");
        if (request.services()
                .rateLimiter()
                .admitMail(request.ipAddress(), email)
                .isPresent()) {
            return page(request, user, Map.of("email", Texts.text("identity.tooManyMails")));
        }
        Optional<String> problem = addresses(request).add(user, email, request.siteUrl());
        if (problem.isPresent()) {
            return page(request, user, Map.of("email", problem.get()));
        }
        LoginGuard.audit(request, user, "add address", email);
        return new PageResponse.Redirect(HERE + "?said=mailed");
    }

    private static PageResponse sendAgain(PageRequest request, UserAccount user) {
        String email = request.value("email");
        if (request.services()
                .rateLimiter()
                .admitMail(request.ipAddress(), email)
                .isPresent()) {
            return page(request, user, Map.of("email", Texts.text("identity.tooManyMails")));
        }
        addresses(request).sendAgain(user, email, request.siteUrl());
        return new PageResponse.Redirect(HERE + "?said=mailed");
    }

    private static PageResponse primary(PageRequest request, UserAccount user) {
        Optional<String> password = LoginGuard.passwordProblem(request, user, "password");
        if (password.isPresent()) {
            return page(request, user, Map.of("primary", password.get()));
        }
        if (!addresses(request).makePrimary(user, request.value("email"), request.siteUrl())) {
            return new PageResponse.Redirect(HERE);
        }
        LoginGuard.audit(request, user, "change primary address", request.value("email"));
        return new PageResponse.Redirect(HERE + "?said=primary");
    }

    private static PageResponse remove(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        if (!addresses(request).remove(user, request.value("email"), request.siteUrl())) {
            return page(request, user, Map.of("email", Texts.text("identity.remove.last")));
        }
        LoginGuard.audit(request, user, "remove address", request.value("email"));
        return new PageResponse.Redirect(HERE + "?said=removed");
    }

    private static EmailAddresses addresses(PageRequest request) {
        AccountServices people = request.services().people();
        return people.emailAddresses();
    }
}
