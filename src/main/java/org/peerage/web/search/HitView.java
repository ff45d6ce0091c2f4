package org.peerage.web.search;

/**
 * One object that was found.
 *
 * @param reason what an address that was searched has to do with it; else empty
 */
public record HitView(String name, String detail, String reason, String link) {}
