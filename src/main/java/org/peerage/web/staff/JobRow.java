package org.peerage.web.staff;

/**
 * A job in the list.
 *
 * @param state when it was done last, or where it runs
 * @param outcome of its last run that had something to say
 */
public record JobRow(String name, String interval, String state, String outcome) {}
