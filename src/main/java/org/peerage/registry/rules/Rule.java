package org.peerage.registry.rules;

/** One rule of writing: looks at a draft, and tells its {@link Draft#errors} or completes it. */
@FunctionalInterface
public interface Rule {
    void check(Draft draft);
}
