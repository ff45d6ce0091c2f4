package org.peerage.access;

import java.util.Map;

/** What came of changing what a key or a member is granted. */
public sealed interface GrantChange {

    /** These are the grants now. */
    record Saved(Map<Namespace, Integer> grants) implements GrantChange {
        public Saved {
            grants = Map.copyOf(grants);
        }
    }

    /** Nothing was changed: somebody else had changed them to these. */
    record Outdated(Map<Namespace, Integer> current) implements GrantChange {
        public Outdated {
            current = Map.copyOf(current);
        }
    }

    /** There is no such key or member, or no longer. */
    record Gone() implements GrantChange {}
}
