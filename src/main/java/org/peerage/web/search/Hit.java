package org.peerage.web.search;

/**
 * One object that was found.
 *
 * @param why what an address that was searched has to do with it; else empty
 */
public record Hit(String name, String detail, String why, String link) {}
