package org.peerage.ixf;

import java.util.List;

/** What came of reading a document. */
public sealed interface Reading {

    /** A member list, perhaps with findings. */
    record Document(MemberList list) implements Reading {}

    /**
     * Nothing that could be imported.
     *
     * @param error in a sentence
     * @param findings why, with the place
     */
    record Unreadable(String error, List<Finding> findings) implements Reading {
        public Unreadable {
            findings = List.copyOf(findings);
        }
    }
}
