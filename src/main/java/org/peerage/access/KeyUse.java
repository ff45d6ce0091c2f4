package org.peerage.access;

/** When and from where a key was last used; seconds since the epoch. */
record KeyUse(long at, String ipAddress) {}
