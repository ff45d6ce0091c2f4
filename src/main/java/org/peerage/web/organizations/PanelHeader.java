package org.peerage.web.organizations;

/**
 * What all parts of an organization's panel begin with.
 *
 * @param tab which part is shown: {@code members}, {@code keys}, {@code settings} or {@code log}
 * @param admin whether all parts may be seen; else members only
 * @param requests how many people ask to join
 * @param notice what was done; empty: nothing
 */
public record PanelHeader(long id, String name, String tab, boolean admin, int requests, String notice) {}
