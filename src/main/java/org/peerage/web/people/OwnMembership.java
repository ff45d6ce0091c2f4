package org.peerage.web.people;

/** An organization that the person belongs to. */
public record OwnMembership(long id, String name, boolean admin) {}
