package org.peerage.web.people;

import static org.peerage.web.page.Texts.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.LoginAttempt;
import org.peerage.accounts.factors.Passkeys;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.UserAgents;
import org.peerage.i18n.Languages;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Signing in with a name and a password, and out. */
public final class LoginPages {
    static final String PENDING_LOGIN_COOKIE = "peerage_step";
    static final String TRUSTED_DEVICE_COOKIE = "peerage_device";

    PageResponse signIn(PageRequest request) {
        if (request.user().isPresent() && !LoginGuard.asksAgain(request)) {
            return KeptForm.afterSignIn(request);
        }
        if (!request.isPost()) {
            return form(request, 200, "");
        }
        String name = request.value("username");
        Optional<UserAccount> user;
        try (LoginAttempt attempt = request.services().rateLimiter().trySignIn(request.ipAddress(), name)) {
            if (attempt.refusal().isPresent()) {
                return form(
                        request,
                        429,
                        LoginGuard.rateLimitMessage(attempt.refusal().get()));
            }
            user = request.services().people().login().signIn(name, request.rawValue("password"));
            if (user.isPresent()) {
                attempt.succeeded();
            }
        }
        return user.map(known -> firstStepDone(request, known)).orElseGet(() -> wrong(request, name));
    }

    private static PageResponse firstStepDone(PageRequest request, UserAccount user) {
        boolean remember = request.has("remember");
        AccountServices people = request.services().people();
        boolean passkeyOnly = LoginGuard.signInRules(request, user).noPasswords();
        if (passkeyOnly && !people.passkeys().of(user.id()).isEmpty()) {
            return form(request, 403, text("oauth.factor.passkeyOnly"));
        }
        boolean needed = request.services().accounts().current().hasSecondFactor(user.id())
                && request.cookie(TRUSTED_DEVICE_COOKIE)
                        .filter(secret -> people.trustedDevices().isTrusted(user.id(), secret))
                        .isEmpty();
        if (!needed) {
            request.signIn(user, remember);
            return KeptForm.afterSignIn(request);
        }
        request.setCookie(PENDING_LOGIN_COOKIE, people.pendingLogins().start(user.id(), remember), Duration.ZERO);
        // The form is carried along in the page, so this one can't be redirected to.
        return KeptForm.carried(request).isEmpty()
                ? new PageResponse.Redirect(
                        "/account/login/second/?next=" + LoginGuard.encoded(LoginGuard.nextUrl(request)))
                : SecondFactorLoginPages.form(request, user, true, 200, "");
    }

    /** The same is said and written down whether or not there is such an account. */
    private static PageResponse wrong(PageRequest request, String name) {
        Optional<UserAccount> user = request.services().people().login().byNameOrEmail(name);
        String subject = user.map(known -> "user:" + known.id()).orElse("nobody");
        request.services()
                .auditLog()
                .record(
                        "anonymous",
                        "wrong password",
                        subject,
                        UserAgents.inWords(request.userAgent(), Languages.english()),
                        request.ipAddress());
        return form(request, 403, text("signIn.wrong"));
    }

    static PageResponse form(PageRequest request, int status, String problem) {
        return form(request, status, problem, KeptForm.carried(request));
    }

    static PageResponse form(PageRequest request, int status, String problem, KeptForm kept) {
        return new PageResponse.TemplateResponse(
                status,
                "people/login.jte",
                Map.of(
                        "shell", request.frame(text("signIn.title")),
                        "problem", problem,
                        "notice", problem.isEmpty() ? notice(request) : "",
                        "username", request.value("username"),
                        "next", LoginGuard.nextUrl(request),
                        "passkey", PasskeyRequest.of(request, Passkeys.PasskeyUse.SIGN_IN, List.of()),
                        "kept", kept));
    }

    /** What led here. */
    private static String notice(PageRequest request) {
        return switch (request.value("said")) {
            case "reset" -> text("signIn.said.reset");
            case "everywhere" -> text("signIn.said.everywhere");
            case "expired" -> text("signIn.said.expired");
            default -> "";
        };
    }

    public static PageResponse signOut(PageRequest request) {
        if (!request.isPost()) {
            return new PageResponse.Redirect("/");
        }
        request.signOut();
        return new PageResponse.Redirect("/");
    }
}
