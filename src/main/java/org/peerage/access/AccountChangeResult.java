package org.peerage.access;

import java.util.List;
import java.util.Map;

/** What came of a change to accounts that others may have made impossible. */
public sealed interface AccountChangeResult {

    /** A user was made. */
    record UserAdded(long id) implements AccountChangeResult {}

    /**
     * All of an {@link AccountsFile} is in.
     *
     * @param secrets each new key by {@code user:<name>/<key>} or {@code org:<id>/<key>}
     */
    record Imported(Map<String, String> secrets) implements AccountChangeResult {
        public Imported {
            secrets = Map.copyOf(secrets);
        }
    }

    /** Nothing was changed: these names or addresses belong to somebody already. */
    record NamesTaken(List<String> names) implements AccountChangeResult {
        public NamesTaken {
            names = List.copyOf(names);
        }
    }
}
