package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.web.organizations.AffiliationView;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** A person's own pages: keys and organizations first, the rest under its tabs. */
public final class ProfilePages {
    private static final int LOG_LINES = 10;

    private final KeyPages keys = new KeyPages();
    private final IdentityPages identity = new IdentityPages();
    private final SessionPages sessions = new SessionPages();
    private final ClosePages close = new ClosePages();

    public Reply answer(Visit visit) {
        return Doors.signedIn(visit, user -> switch (visit.part(1)) {
            case "" -> page(visit, user, 200, Map.of(), "");
            case "keys" -> keys.answer(visit, user);
            case "account", "name", "username", "emails" -> identity.answer(visit, user);
            case "sessions", "devices" -> sessions.answer(visit, user);
            case "close" -> close.answer(visit, user);
            case "verify" -> verifyAgain(visit, user);
            default -> new Reply.NotFound();
        });
    }

    private static Reply verifyAgain(Visit visit, UserAccount user) {
        boolean letter = visit.isPost()
                && visit.site()
                        .throttles()
                        .admitLetter(visit.address(), user.username())
                        .isEmpty();
        if (letter) {
            visit.site().people().verifyAgain(user, visit.siteAddress());
        }
        return new Reply.Redirect("/profile");
    }

    /**
     * The profile.
     *
     * @param problems with the form for a new key, by field
     * @param secret a key that was just made, for the one time that it is shown; empty: none
     */
    static Reply page(Visit visit, UserAccount user, int status, Map<String, String> problems, String secret) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Your profile"));
        model.put("user", user);
        model.put("keys", KeyView.of(visit, new StoredKey.Owner.User(user.id())));
        model.put("affiliation", AffiliationView.of(visit, user));
        model.put("secondFactor", visit.site().accounts().current().hasSecondFactor(user.id()));
        model.put("log", visit.site().audit().about("user:" + user.id(), LOG_LINES));
        model.put("problems", problems);
        Map<String, String> typed = new HashMap<>();
        for (String name : List.of("name", "networks", "expires", "lasts", "readonly")) {
            typed.put(name, problems.isEmpty() ? "" : visit.value(name));
        }
        model.put("typed", typed);
        model.put("secret", secret);
        model.put("site", visit.siteAddress());
        return new Reply.Page(status, "people/profile.jte", model);
    }
}
