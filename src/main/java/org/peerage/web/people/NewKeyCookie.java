package org.peerage.web.people;

import java.time.Duration;
import java.util.Optional;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.web.page.PageRequest;

/**
 * A key that was just made, on its way to the page that shows it: the form is answered by a redirect, so that loading
 * the page again makes no second key. It travels in a cookie, as no server keeps it, and is taken back as it is shown.
 */
public final class NewKeyCookie {
    private static final String NAME = "peerage_key";
    private static final Duration TTL = Duration.ofMinutes(2);

    private NewKeyCookie() {}

    public static void set(PageRequest request, ApiKey key) {
        request.setCookie(NAME, key.reveal(), TTL);
    }

    /** The key, for the one time that it is shown; only where it is a key of that owner, whoever set the cookie. */
    public static Optional<ApiKey> take(PageRequest request, StoredKey.Owner owner) {
        Optional<String> text = request.cookie(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApiKey> key = text.flatMap(ApiKey::parse).filter(known -> request.services()
                .accounts()
                .current()
                .key(known.prefix())
                .filter(stored -> stored.owner().equals(owner) && known.matches(stored.hash()))
                .isPresent());
        key.ifPresent(_ -> request.deleteCookie(NAME));
        return key;
    }
}
