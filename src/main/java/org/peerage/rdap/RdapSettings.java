package org.peerage.rdap;

import java.time.Duration;

/** Whom to ask, and how long to wait: the address of an RDAP server, or {@code iana} for those that IANA names. */
public record RdapSettings(String server, Duration connectTimeout, Duration timeout) {
    public static RdapSettings of(String server) {
        return new RdapSettings(server, Duration.ofSeconds(3), Duration.ofSeconds(10));
    }
}
