package org.peerage.web.search;

/** One object. */
public record Hit(String name, String detail, String link) {}
