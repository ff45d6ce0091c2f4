package org.peerage.api;

/** Whether passwords are taken at the API (docs/spec/identity.md §9). */
public enum PasswordAccess {
    ALLOWED,
    /** Still, and each answer says that they will not be. */
    WARNED,
    /** No more: keys only. */
    OVER
}
