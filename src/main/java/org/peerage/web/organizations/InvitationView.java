package org.peerage.web.organizations;

/** An open invitation, as lists show it. */
public record InvitationView(long id, String what, String role, String expires) {}
