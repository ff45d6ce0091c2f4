package org.peerage.web.page;

/** One thing about how a server runs. */
public record ServerFact(String label, String value) {}
