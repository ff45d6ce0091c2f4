package org.peerage.access;

import java.util.Map;
import org.peerage.access.rights.Namespace;

/** What came of changing what a key or a member is granted. */
public sealed interface GrantChangeResult {

    /** These are the grants now. */
    record GrantsSaved(Map<Namespace, Integer> grants) implements GrantChangeResult {
        public GrantsSaved {
            grants = Map.copyOf(grants);
        }
    }

    /** Nothing was changed: somebody else had changed them to these. */
    record GrantsOutdated(Map<Namespace, Integer> current) implements GrantChangeResult {
        public GrantsOutdated {
            current = Map.copyOf(current);
        }
    }

    /** There is no such key or member, or no longer. */
    record HolderGone() implements GrantChangeResult {}
}
