package org.peerage.access;

/** What came of taking somebody into an organization. */
public enum MembershipAddResult {
    DONE,
    /** Nothing was changed: somebody who is a member or an admin has a role. */
    ALREADY,
    /** The organization was deleted. */
    NO_ORGANIZATION
}
