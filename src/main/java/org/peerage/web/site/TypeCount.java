package org.peerage.web.site;

/** How many there are of a kind. */
public record TypeCount(String title, String count, String link) {}
