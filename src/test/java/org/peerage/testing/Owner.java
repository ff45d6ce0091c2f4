package org.peerage.testing;

import java.util.List;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;

/**
 * An author with every right.
 *
 * @param bypassesRules whether the rules do not bind them, as superusers
 */
public record Owner(String actor, boolean bypassesRules) implements Author {
    /** Somebody whom the rules bind all the same. */
    public static final Owner BOUND = new Owner("test", false);

    @Override
    public boolean may(AccessRight right, String namespace) {
        return true;
    }

    @Override
    public List<String> emails() {
        return List.of();
    }
}
