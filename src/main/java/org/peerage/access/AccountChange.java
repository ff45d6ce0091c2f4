package org.peerage.access;

import java.util.List;
import java.util.Map;

/** What came of a change to accounts that others may have made impossible. */
public sealed interface AccountChange {

    /** A user was made. */
    record UserAdded(long id) implements AccountChange {}

    /**
     * All of an {@link AccountsFile} is in.
     *
     * @param secrets each new key by {@code user:<name>/<key>} or {@code org:<id>/<key>}
     */
    record Imported(Map<String, String> secrets) implements AccountChange {
        public Imported {
            secrets = Map.copyOf(secrets);
        }
    }

    /** Nothing was changed: these names or addresses belong to somebody already. */
    record Taken(List<String> what) implements AccountChange {
        public Taken {
            what = List.copyOf(what);
        }
    }
}
