package org.peerage.web.organizations;

/** A member of the organization. */
public record Member(long id, String name, String email, boolean admin) {}
