package org.peerage.web.imports;

/**
 * An import as a page lists it.
 *
 * @param state running, done or failed
 * @param summary what it did, or why it did nothing
 */
public record RunView(long number, String began, String cause, String state, String summary) {}
