package org.peerage.web.people;

/**
 * A browser in the list of sessions, or of remembered ones.
 *
 * @param here whether it is the one that looks at the list
 */
public record SessionView(String id, String browser, String address, String started, String used, boolean here) {}
