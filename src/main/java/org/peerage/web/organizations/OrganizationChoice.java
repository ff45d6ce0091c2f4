package org.peerage.web.organizations;

/** An organization that can be chosen, with some of its numbers, by which people know it. */
public record OrganizationChoice(long id, String name, String numbers) {}
