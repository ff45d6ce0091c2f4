package org.peerage.web.oauth;

import java.time.Duration;
import java.util.Optional;
import org.peerage.oauth.Application;
import org.peerage.web.page.PageRequest;

/**
 * A secret that was just made, on its way to the page that shows it: the form is answered by a redirect, so that loading
 * the page again makes no second one. It travels in a cookie, as no server keeps it, and is taken back as it is shown.
 */
final class NewSecretCookie {
    private static final String NAME = "peerage_secret";
    private static final Duration TTL = Duration.ofMinutes(2);

    private NewSecretCookie() {}

    static void set(PageRequest request, String secret) {
        request.setCookie(NAME, secret, TTL);
    }

    /** The secret, for the one time that it is shown; empty where it is not one of that application, whoever set the cookie. */
    static String take(PageRequest request, Application application) {
        Optional<String> secret = request.cookie(NAME)
                .filter(text ->
                        request.services().identityProvider().applications().isSecret(application, text));
        secret.ifPresent(_ -> request.deleteCookie(NAME));
        return secret.orElse("");
    }
}
