package org.peerage.web.staff;

/** How many there are of something, and where they are. */
public record Count(String label, long number, String link) {}
