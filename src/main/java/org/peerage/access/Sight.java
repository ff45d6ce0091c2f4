package org.peerage.access;

/** The class of what a caller sees without looking at their own grants (spec/rest.md §2, field visibility). */
public enum Sight {
    /** What is for everybody. */
    PUBLIC,
    /** Also what is for signed-in users. */
    USERS,
    /** Everything. */
    ALL
}
