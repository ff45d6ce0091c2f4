package org.peerage.api;

import org.peerage.snapshot.Sight;

/** Whether and how a request may go on. */
public sealed interface Admission {

    /**
     * The caller is known, or nobody in particular.
     *
     * @param authenticated what {@code X-Auth-Status} says: as recorded, true for passwords alone
     * @param known whether it is a confirmed user, or a key
     * @param visibilityTag equal for callers who see the same, for entity tags
     */
    record Admitted(Sight sight, boolean authenticated, boolean known, String visibilityTag) implements Admission {}

    /** The request ends here. */
    record Refused(Answer answer, boolean authenticated) implements Admission {}
}
