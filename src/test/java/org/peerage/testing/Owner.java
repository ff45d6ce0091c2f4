package org.peerage.testing;

import java.util.List;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Right;

/** An author with every right, whom the rules bind all the same. */
public final class Owner implements Author {
    @Override
    public String actor() {
        return "test";
    }

    @Override
    public boolean may(Right right, String namespace) {
        return true;
    }

    @Override
    public List<String> emails() {
        return List.of();
    }

    @Override
    public boolean isUnbound() {
        return false;
    }
}
