package org.peerage.web.people;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.PasswordReset;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new password or a reminder of the name, for who forgot theirs; nobody learns here whether there is an account. */
public final class PasswordResetPages {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordResetPages.class);

    public PageResponse reset(PageRequest request) {
        String token = request.value("token");
        if (token.isEmpty()) {
            return requestForm(
                    request, Texts.text("forgotten.password"), "/reset-password", PasswordReset::mailPasswordReset);
        }
        Optional<UserAccount> user = request.services().people().passwordReset().resetOf(token);
        if (user.isEmpty()) {
            return invalid(request);
        }
        if (!request.isPost()) {
            return choice(request, 200, token, "");
        }
        Optional<String> problem =
                PasswordReset.problem(user.get(), request.rawValue("password"), request.rawValue("password_again"));
        if (problem.isPresent()) {
            return choice(request, 400, token, problem.get());
        }
        if (!request.services()
                .people()
                .passwordReset()
                .reset(user.get(), token, request.rawValue("password"), request.siteUrl())) {
            return invalid(request);
        }
        request.endSessions(user.get().id(), "");
        LoginGuard.audit(request, user.get(), "reset password", "");
        return new PageResponse.Redirect("/account/login/?said=reset");
    }

    private static PageResponse invalid(PageRequest request) {
        return PageRenderer.message(
                request,
                400,
                Texts.text("link.invalid"),
                Texts.text("reset.invalid"),
                new PageRenderer.NextStep("/reset-password", Texts.text("reset.again")));
    }

    public PageResponse username(PageRequest request) {
        return requestForm(
                request, Texts.text("forgotten.username"), "/username-retrieve", PasswordReset::mailUsername);
    }

    /** What is mailed. */
    private interface ResetMail {
        void send(PasswordReset passwords, String email, String site);
    }

    /** The mail is written after the answer, which so takes as long for addresses that nobody has. */
    private static PageResponse requestForm(PageRequest request, String title, String action, ResetMail mail) {
        if (!request.isPost()) {
            return PageResponse.TemplateResponse.of(
                    "people/forgotten.jte", Map.of("shell", request.frame(title), "heading", title, "action", action));
        }
        String email = request.value("email");
        String site = request.siteUrl();
        AccountServices people = request.services().people();
        if (request.services()
                .rateLimiter()
                .admitMail(request.ipAddress(), email)
                .isEmpty()) {
            Thread.ofVirtual().name("letter").start(() -> {
                try {
                    mail.send(people.passwordReset(), email, site);
                } catch (RuntimeException failure) {
                    LOG.warn("a mail that was asked for is not on its way", failure);
                }
            });
        }
        return PageRenderer.message(request, 200, Texts.text("checkMail.title"), Texts.text("forgotten.sent"));
    }

    private static PageResponse choice(PageRequest request, int status, String token, String problem) {
        return new PageResponse.TemplateResponse(
                status,
                "people/reset.jte",
                Map.of("shell", request.frame(Texts.text("reset.title")), "token", token, "problem", problem));
    }
}
