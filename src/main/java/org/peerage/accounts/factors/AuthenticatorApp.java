package org.peerage.accounts.factors;

import java.util.OptionalLong;

/** An app that shows codes; times are seconds since the epoch. */
public record AuthenticatorApp(long id, String name, String secret, long created, OptionalLong lastUsed) {

    /** Names no secret. */
    @Override
    public String toString() {
        return "authenticator " + id + " " + name;
    }
}
