package org.peerage.access.credentials;

/** When and from where a key was last used; seconds since the epoch. */
public record KeyUse(long at, String ipAddress) {}
