package org.peerage.web.organizations;

/** An open invitation, as lists show it. */
public record InvitationView(long id, String organizationName, String role, String expires) {}
