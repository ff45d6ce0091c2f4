package org.peerage.web.organizations;

/** One line of the matrix of permissions. */
public record Permit(String id, String label) {}
