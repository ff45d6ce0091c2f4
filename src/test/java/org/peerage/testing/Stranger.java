package org.peerage.testing;

import java.util.List;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;

/** An author without any right. */
public record Stranger() implements Author {
    @Override
    public String actor() {
        return "stranger";
    }

    @Override
    public boolean may(AccessRight right, String namespace) {
        return false;
    }

    @Override
    public List<String> emails() {
        return List.of();
    }

    @Override
    public boolean bypassesRules() {
        return false;
    }
}
