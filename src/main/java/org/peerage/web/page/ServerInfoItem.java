package org.peerage.web.page;

/** One thing about how a server runs. */
public record ServerInfoItem(String label, String value) {}
