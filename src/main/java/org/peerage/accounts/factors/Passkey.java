package org.peerage.accounts.factors;

import java.util.OptionalLong;

/**
 * A passkey of a person; times are seconds since the epoch.
 *
 * @param credential its id, as browsers write it
 */
public record Passkey(long id, String name, String credential, long created, OptionalLong lastUsed) {}
