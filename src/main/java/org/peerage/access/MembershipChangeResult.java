package org.peerage.access;

/** What came of changing who is in an organization. */
public enum MembershipChangeResult {
    DONE,
    /** Nothing was changed: an organization keeps one admin at least. */
    LAST_ADMIN,
    /** There is no such member. */
    NO_MEMBER
}
