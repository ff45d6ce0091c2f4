package org.peerage.web.people;

import java.util.Optional;
import org.peerage.access.credentials.StoredKey;
import org.peerage.text.InvisibleCharacters;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What holds for the keys of people and of organizations alike, by whichever address they are made. */
public final class KeyRules {
    private static final int MAX_NAME_LENGTH = 150;
    private static final int MAX_KEYS = 100;

    private KeyRules() {}

    /** What is wrong with the name of a key. */
    public static Optional<String> nameProblem(String name) {
        if (InvisibleCharacters.isAll(name)) {
            return Optional.of(Texts.text("common.fieldRequired"));
        }
        if (name.length() > MAX_NAME_LENGTH) {
            return Optional.of(Texts.text("common.tooLong", MAX_NAME_LENGTH));
        }
        return InvisibleCharacters.hasControls(name) ? Optional.of(Texts.text("key.name.oneLine")) : Optional.empty();
    }

    /** That the owner has as many keys as one may have; revoked and expired ones don't count. */
    public static Optional<String> numberProblem(PageRequest request, StoredKey.Owner owner) {
        long now = request.services().clock().instant().getEpochSecond();
        long keys = request.services().accounts().current().keysOf(owner).stream()
                .filter(key -> key.status() != StoredKey.KeyStatus.REVOKED && !key.isExpired(now))
                .count();
        return keys < MAX_KEYS ? Optional.empty() : Optional.of(Texts.text("keys.tooMany", keys));
    }
}
