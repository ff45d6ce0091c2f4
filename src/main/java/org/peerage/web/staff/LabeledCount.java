package org.peerage.web.staff;

/** How many there are of something, and where they are. */
public record LabeledCount(String label, long number, String link) {}
