package org.peerage.web.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.LoginAttempt;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PendingAuthorization;
import org.peerage.web.page.Texts;

/** What pages for people ask before they show or do something, and what they write down after. */
public final class LoginGuard {
    private LoginGuard() {}

    /** A page for those who are signed in. */
    interface SignedInHandler {
        PageResponse answer(UserAccount user);
    }

    /** To the sign-in page and back, unless somebody is signed in. */
    static PageResponse signedIn(PageRequest request, SignedInHandler then) {
        return request.user().map(then::answer).orElseGet(request::loginRedirect);
    }

    /** To the page that asks for the password and back to {@code place}, unless it was given lately. */
    static Optional<PageResponse> confirmationNeeded(PageRequest request, String url) {
        return request.isPasswordConfirmed()
                ? Optional.empty()
                : Optional.of(new PageResponse.Redirect("/account/confirm/?next=" + encoded(url)));
    }

    /** What is wrong with the password that was given for a change; wrong ones are counted. */
    static Optional<String> passwordProblem(PageRequest request, UserAccount user, String field) {
        try (LoginAttempt attempt = request.services().rateLimiter().trySignIn(request.ipAddress(), user.username())) {
            if (attempt.refusal().isPresent()) {
                return Optional.of(rateLimitMessage(attempt.refusal().get()));
            }
            if (request.services().people().login().isPassword(user, request.rawValue(field))) {
                attempt.succeeded();
                return Optional.empty();
            }
        }
        audit(request, user, "wrong password", "");
        return Optional.of(Texts.text("account.wrongPassword"));
    }

    static String rateLimitMessage(RateLimited limited) {
        return Texts.text("account.tooManyTries", limited.retryAfterSeconds());
    }

    /** Where to go on; an address of ours only. */
    static String nextUrl(PageRequest request) {
        return request.nextUrl(PendingAuthorization.of(request).orElse("/profile"));
    }

    /** Whether an application asked that the person signs in once more. */
    static boolean asksAgain(PageRequest request) {
        String next = nextUrl(request);
        return PendingAuthorization.isOne(next) && next.contains("&" + PendingAuthorization.SINCE + "=");
    }

    /** What the person's organizations ask at sign-in. */
    static OrganizationPolicy.SignInRules signInRules(PageRequest request, UserAccount user) {
        return request.services().accounts().current().policies().signInRules(user);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Writes down what a person did to their own account. */
    public static void audit(PageRequest request, UserAccount user, String action, String detail) {
        request.services()
                .auditLog()
                .record("user:" + user.id(), action, "user:" + user.id(), detail, request.ipAddress());
    }
}
