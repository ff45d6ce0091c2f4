package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.StoredKey;
import org.peerage.web.oauth.AuthorizationView;
import org.peerage.web.organizations.AffiliationView;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** A person's own pages: keys and organizations first, the rest under its tabs. */
public final class ProfilePages {
    private static final int LOG_LINES = 10;

    private final UserKeyPages keys = new UserKeyPages();
    private final IdentityPages identity = new IdentityPages();
    private final SessionPages sessions = new SessionPages();
    private final AccountClosurePages close = new AccountClosurePages();

    public PageResponse answer(PageRequest request) {
        return LoginGuard.signedIn(request, user -> switch (request.pathSegment(1)) {
            case "" -> page(request, user, 200, Map.of());
            case "keys" -> keys.answer(request, user);
            case "account", "name", "username", "emails" -> identity.answer(request, user);
            case "sessions", "devices" -> sessions.answer(request, user);
            case "close" -> close.answer(request, user);
            case "verify" -> verifyAgain(request, user);
            default -> new PageResponse.NotFoundResponse();
        });
    }

    private static PageResponse verifyAgain(PageRequest request, UserAccount user) {
        boolean mailed = request.isPost()
                && request.services()
                        .rateLimiter()
                        .admitMail(request.ipAddress(), user.username())
                        .isEmpty();
        if (mailed) {
            request.services().people().registration().verifyAgain(user, request.siteUrl());
        }
        return new PageResponse.Redirect(mailed ? "/profile?said=mailed" : "/profile");
    }

    /**
     * The profile.
     *
     * @param problems with the form for a new key, by field
     */
    static PageResponse page(PageRequest request, UserAccount user, int status, Map<String, String> problems) {
        StoredKey.Owner own = new StoredKey.Owner.UserOwner(user.id());
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("profile.title")));
        model.put("user", user);
        model.put("keys", KeyView.of(request, own));
        model.put("affiliation", AffiliationView.of(request, user));
        model.put("secondFactor", request.services().accounts().current().hasSecondFactor(user.id()));
        model.put("log", request.services().auditLog().about("user:" + user.id(), LOG_LINES));
        model.put("problems", problems);
        model.put("notice", problems.isEmpty() ? AccountNotices.of(request) : "");
        Map<String, String> typed = new HashMap<>();
        for (String name : List.of("name", "networks", "expires", "lasts", "readonly")) {
            typed.put(name, problems.isEmpty() ? "" : request.value(name));
        }
        model.put("typed", typed);
        model.put("organizations", KeyDetailPages.organizations(request, user));
        model.put("scope", problems.isEmpty() ? KeyScope.ALL : KeyDetailPages.chosen(request, user));
        model.put("secret", NewKeyCookie.take(request, own).map(ApiKey::reveal).orElse(""));
        model.put("site", request.siteUrl());
        model.put("authorizations", AuthorizationView.of(request, user));
        return new PageResponse.TemplateResponse(status, "people/profile.jte", model);
    }
}
