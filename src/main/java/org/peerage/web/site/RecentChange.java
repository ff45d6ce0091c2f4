package org.peerage.web.site;

/**
 * A change that everybody may know of.
 *
 * @param verb such as {@code New} or {@code Updated}
 * @param when for people; {@code at} the same for programs
 */
public record RecentChange(String verb, String kind, String name, String detail, String link, String at, String when) {}
