package org.peerage.web.staff;

/** A named value of an object. */
public record Detail(String label, String value) {}
