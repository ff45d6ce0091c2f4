package org.peerage.registry.rules;

import java.util.List;

/** Who writes, as the rules see them. */
public interface Author {

    /** As the log of changes names them. */
    String actor();

    boolean may(AccessRight right, String namespace);

    /** Confirmed e-mail addresses, the primary one first: what the records of a RIR are compared with. */
    List<String> emails();

    /** Whether it is somebody who signed in, not a key of theirs. */
    default boolean isPerson() {
        return false;
    }

    /** Whether limits of size do not bind them: superusers who came with a password or session (docs/spec/objects.md §1.15). */
    boolean bypassesRules();
}
