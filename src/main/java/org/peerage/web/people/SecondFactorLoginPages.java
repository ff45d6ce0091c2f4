package org.peerage.web.people;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.LoginAttempt;
import org.peerage.accounts.factors.AuthenticatorApps;
import org.peerage.accounts.factors.Passkey;
import org.peerage.accounts.factors.Passkeys;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.PendingLogins.PendingLogin;
import org.peerage.accounts.people.TrustedDevices;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The second step of signing in, by a code or a passkey; a passkey is also enough without the first. */
final class SecondFactorLoginPages {
    /** So many wrong codes in a day are told to the person: whoever gave them knows the password. */
    private static final int TOLD_WRONG_CODES = 5;

    /** After so many no code of an app is taken for the day: of 10 a minute one would be right within weeks. */
    static final int MAX_WRONG_CODES = 100;

    private static final Duration DAY = Duration.ofDays(1);
    private static final PageResponse EXPIRED = new PageResponse.Redirect("/account/login/?said=expired");

    PageResponse show(PageRequest request) {
        AccountServices people = request.services().people();
        String secret = request.cookie(LoginPages.PENDING_LOGIN_COOKIE).orElse("");
        Optional<PendingLogin> pending = people.pendingLogins().find(secret);
        Optional<UserAccount> user = pending.flatMap(waiting -> account(request, waiting));
        if (pending.isEmpty() || user.isEmpty()) {
            return EXPIRED;
        }
        boolean afterPassword = afterPassword(pending.get());
        if (!request.isPost()) {
            return form(request, user.get(), afterPassword, 200, "");
        }
        Optional<PendingLogin> right;
        try (LoginAttempt attempt = request.services()
                .rateLimiter()
                .trySignIn(request.ipAddress(), user.get().username())) {
            if (attempt.refusal().isPresent()) {
                return form(
                        request,
                        user.get(),
                        afterPassword,
                        429,
                        LoginGuard.rateLimitMessage(attempt.refusal().get()));
            }
            right = people.pendingLogins()
                    .attempt(secret)
                    .filter(known ->
                            (!afterPassword(known) || takesCodes(request, user.get())) && isRight(request, user.get()));
            if (right.isPresent()) {
                attempt.succeeded();
            }
        }
        if (right.isPresent()) {
            return finishLogin(
                    request,
                    user.get(),
                    right.get().remember(),
                    "sign in with second factor",
                    right.get().amr() + " otp mfa");
        }
        LoginGuard.audit(request, user.get(), "wrong second factor", "");
        long wrong = wrongCodes(request, user.get());
        if (wrong == TOLD_WRONG_CODES || wrong == MAX_WRONG_CODES) {
            people.notifyOfGuesses(user.get(), request.siteUrl(), request.ipAddress());
        }
        return people.pendingLogins().find(secret).isPresent()
                ? form(
                        request,
                        user.get(),
                        afterPassword,
                        403,
                        Texts.text(wrong > MAX_WRONG_CODES ? "second.guessed" : "second.wrong"))
                : EXPIRED;
    }

    /** How many codes were wrong in a day, since the password is what it is. */
    private static long wrongCodes(PageRequest request, UserAccount user) {
        return request.services()
                .auditLog()
                .wrongCodes(user.id(), request.services().clock().instant().minus(DAY));
    }

    private static boolean isRight(PageRequest request, UserAccount user) {
        AuthenticatorApps apps = request.services().people().authenticatorApps();
        String code = request.value("code");
        return wrongCodes(request, user) >= MAX_WRONG_CODES
                ? apps.useBackup(user.id(), code)
                : apps.use(user.id(), code);
    }

    /** Whether codes of apps, and backup codes, are taken: not where an organization forbids them and there is a passkey. */
    private static boolean takesCodes(PageRequest request, UserAccount user) {
        return !LoginGuard.signInRules(request, user).noTotp()
                || request.services().people().passkeys().of(user.id()).isEmpty();
    }

    /** Whether it began with a password; after a passkey the same passkey is no second factor, and a code is all that is left. */
    private static boolean afterPassword(PendingLogin waiting) {
        return waiting.amr().startsWith("pwd");
    }

    private static Optional<UserAccount> account(PageRequest request, PendingLogin waiting) {
        return request.services().accounts().current().user(waiting.user()).filter(UserAccount::active);
    }

    static PageResponse form(PageRequest request, UserAccount user, boolean afterPassword, int status, String problem) {
        List<Passkey> passkeys =
                afterPassword ? request.services().people().passkeys().of(user.id()) : List.of();
        boolean apps = (!afterPassword || takesCodes(request, user))
                && !request.services()
                        .people()
                        .authenticatorApps()
                        .of(user.id())
                        .isEmpty();
        return new PageResponse.TemplateResponse(
                status,
                "people/second.jte",
                Map.of(
                        "shell",
                        request.frame(Texts.text("second.title")),
                        "problem",
                        problem,
                        "apps",
                        apps,
                        "passkeys",
                        !passkeys.isEmpty(),
                        "next",
                        LoginGuard.nextUrl(request),
                        "passkey",
                        PasskeyRequest.of(request, Passkeys.PasskeyUse.SIGN_IN, passkeys),
                        "kept",
                        KeptForm.carried(request)));
    }

    PageResponse passkey(PageRequest request) {
        if (!request.isPost()) {
            return EXPIRED;
        }
        AccountServices people = request.services().people();
        Optional<PendingLogin> waiting =
                request.cookie(LoginPages.PENDING_LOGIN_COOKIE).flatMap(people.pendingLogins()::find);
        Optional<UserAccount> user;
        try (LoginAttempt attempt = request.services().rateLimiter().tryCredentials(request.ipAddress())) {
            if (attempt.refusal().isPresent()) {
                return LoginPages.form(
                        request,
                        429,
                        LoginGuard.rateLimitMessage(attempt.refusal().get()));
            }
            user = holder(request, waiting);
            if (user.isPresent()) {
                attempt.succeeded();
            }
        }
        if (user.isEmpty()) {
            return LoginPages.form(request, 403, Texts.text("second.passkey.wrong"));
        }
        boolean remember = waiting.map(PendingLogin::remember).orElse(false) || request.has("remember");
        boolean afterPassword = waiting.filter(SecondFactorLoginPages::afterPassword)
                .map(PendingLogin::user)
                .filter(id -> id == user.get().id())
                .isPresent();
        boolean more = LoginGuard.signInRules(request, user.get()).passkeyAndMore()
                && !people.authenticatorApps().of(user.get().id()).isEmpty();
        if (more && !afterPassword) {
            request.setCookie(
                    LoginPages.PENDING_LOGIN_COOKIE,
                    people.pendingLogins().start(user.get().id(), remember, "swk"),
                    Duration.ZERO);
            return new PageResponse.Redirect(
                    "/account/login/second/?next=" + LoginGuard.encoded(LoginGuard.nextUrl(request)));
        }
        return finishLogin(
                request, user.get(), remember, "sign in with passkey", afterPassword ? "pwd swk mfa" : "swk");
    }

    private static Optional<UserAccount> holder(PageRequest request, Optional<PendingLogin> waiting) {
        return request.services()
                .people()
                .passkeys()
                .use(
                        request.value("challenge"),
                        request.csrfToken(),
                        request.relyingParty(),
                        request.rawValue("credential"))
                // Without a password before, the device has to have made sure who holds it.
                .filter(shown -> shown.holderVerified()
                        || waiting.filter(SecondFactorLoginPages::afterPassword)
                                .map(PendingLogin::user)
                                .filter(id -> id == shown.user())
                                .isPresent())
                .flatMap(shown -> request.services().accounts().current().user(shown.user()))
                .filter(UserAccount::active);
    }

    private static PageResponse finishLogin(
            PageRequest request, UserAccount user, boolean remember, String how, String amr) {
        AccountServices people = request.services().people();
        request.cookie(LoginPages.PENDING_LOGIN_COOKIE).ifPresent(people.pendingLogins()::end);
        request.deleteCookie(LoginPages.PENDING_LOGIN_COOKIE);
        if (request.has("device")) {
            request.setCookie(
                    LoginPages.TRUSTED_DEVICE_COOKIE,
                    people.trustedDevices().trust(user.id(), request.ipAddress(), request.userAgent()),
                    TrustedDevices.TTL);
        }
        request.signIn(user, remember, how, amr);
        return KeptForm.afterSignIn(request);
    }
}
