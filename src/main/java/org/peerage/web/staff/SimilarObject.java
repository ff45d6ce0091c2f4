package org.peerage.web.staff;

/** Something that is there already and may be the same. */
public record SimilarObject(String name, String link, String owner, String reason) {}
