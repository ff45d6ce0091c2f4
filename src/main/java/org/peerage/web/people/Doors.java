package org.peerage.web.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.peerage.access.Attempt;
import org.peerage.access.Throttled;
import org.peerage.access.UserAccount;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What pages for people ask before they show or do something, and what they write down after. */
final class Doors {
    private Doors() {}

    /** A page for those who are signed in. */
    interface Signed {
        Reply answer(UserAccount user);
    }

    /** To the sign-in page and back, unless somebody is signed in. */
    static Reply signedIn(Visit visit, Signed then) {
        return visit.user().map(then::answer).orElseGet(visit::signInFirst);
    }

    /** To the page that asks for the password and back to {@code place}, unless it was given lately. */
    static Optional<Reply> confirmed(Visit visit, String place) {
        return visit.isConfirmed()
                ? Optional.empty()
                : Optional.of(new Reply.Redirect("/account/confirm/?next=" + encoded(place)));
    }

    /** What is wrong with the password that was given for a change; wrong ones are counted. */
    static Optional<String> passwordProblem(Visit visit, UserAccount user, String field) {
        try (Attempt attempt = visit.site().throttles().trySignIn(visit.address(), user.username())) {
            if (attempt.refusal().isPresent()) {
                return Optional.of(tooMany(attempt.refusal().get()));
            }
            if (visit.site().people().isPassword(user, visit.raw(field))) {
                attempt.isRight();
                return Optional.empty();
            }
        }
        note(visit, user, "wrong password", "");
        return Optional.of("The password is not right.");
    }

    static String tooMany(Throttled blocked) {
        return "Too many wrong tries. Please wait " + blocked.retryAfterSeconds() + " seconds.";
    }

    /** Where to go on; an address of ours only. */
    static String next(Visit visit) {
        String next = visit.value("next");
        boolean ours = next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return ours ? next : "/profile";
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static void note(Visit visit, UserAccount user, String action, String detail) {
        visit.site().audit().note("user:" + user.id(), action, "user:" + user.id(), detail, visit.address());
    }
}
