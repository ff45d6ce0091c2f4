package org.peerage.web.people;

/**
 * A browser in the list of sessions, or of remembered ones.
 *
 * @param current whether it is the one that looks at the list
 */
public record SessionView(String id, String browser, String ipAddress, String started, String used, boolean current) {}
