package org.peerage.web.staff;

/** A user in a list. */
public record UserRow(
        long id, String username, String email, String name, String state, String roles, int organizations) {}
