package org.peerage.web.pick;

/**
 * Something that can be picked.
 *
 * @param value what forms and addresses carry: an id, an AS number, the code of a country
 * @param detail what tells it from others of that name; may be empty
 */
public record PickChoice(String value, String name, String detail) {}
