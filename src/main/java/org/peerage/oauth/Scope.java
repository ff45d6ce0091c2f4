package org.peerage.oauth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an application may learn of a person (docs/spec/identity.md §5). */
public enum Scope {
    OPENID,
    PROFILE,
    EMAIL,
    NETWORKS,
    AMR;

    /** The name that requests have. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names parted by blanks; of none all scopes, as the reference has it. Empty: one of them does not exist. */
    public static Optional<Set<Scope>> parse(String text) {
        if (text.isBlank()) {
            return Optional.of(EnumSet.allOf(Scope.class));
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : text.strip().split(" +", -1)) {
            Optional<Scope> known = Arrays.stream(values())
                    .filter(scope -> scope.text().equals(name))
                    .findFirst();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            scopes.add(known.get());
        }
        return Optional.of(scopes);
    }

    /** What is stored: only names that exist. */
    static Set<Scope> stored(String text) {
        return text.isEmpty() ? Set.of() : parse(text).orElseThrow();
    }

    /** Names parted by blanks, in the order of the reference. */
    public static String text(Collection<Scope> scopes) {
        List<Scope> sorted = new ArrayList<>(scopes);
        sorted.sort(null);
        return sorted.stream().map(Scope::text).collect(Collectors.joining(" "));
    }
}
