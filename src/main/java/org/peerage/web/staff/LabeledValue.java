package org.peerage.web.staff;

/** A named value of an object. */
public record LabeledValue(String label, String value) {}
