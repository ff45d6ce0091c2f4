package org.peerage.api;

import org.peerage.access.Caller;
import org.peerage.snapshot.Visibility;

/** Whether and how a request may go on. */
public sealed interface AccessDecision {

    /** The caller is known, or nobody in particular. */
    record Admitted(Caller caller) implements AccessDecision {
        public Visibility visibility() {
            return caller.visibility();
        }

        /** What {@code X-Auth-Status} says: as recorded, true for passwords alone. */
        public boolean showsAuthenticated() {
            return caller.cameWithPassword();
        }

        /** Whether it is a confirmed user, or a key. */
        public boolean isVerified() {
            return caller.isVerified();
        }

        /** Equal for callers who see the same, for entity tags. */
        public String visibilityTag() {
            return caller.visibilityTag();
        }
    }

    /** The request ends here. */
    record Denied(ApiResponse response, boolean showsAuthenticated) implements AccessDecision {}
}
