package org.peerage.api;

import org.peerage.access.Caller;
import org.peerage.snapshot.Visibility;

/** Whether and how a request may go on. */
public sealed interface Admission {

    /** The caller is known, or nobody in particular. */
    record Admitted(Caller caller, Visibility sight) implements Admission {

        /** What {@code X-Auth-Status} says: as recorded, true for passwords alone. */
        boolean showsAuthenticated() {
            return caller.isSignedIn();
        }

        /** Whether it is a confirmed user, or a key. */
        boolean isKnown() {
            return caller.isAuthenticated();
        }

        /** Equal for callers who see the same, for entity tags. */
        String visibilityTag() {
            return caller.visibilityTag();
        }
    }

    /** The request ends here. */
    record Refused(Answer answer, boolean showsAuthenticated) implements Admission {}
}
