package org.peerage.store;

import java.time.Instant;

/**
 * A picture that stands for an object.
 *
 * @param hash of its bytes, a part of its address
 * @param type such as {@code image/png}
 */
@SuppressWarnings("ArrayRecordComponent") // written out, never compared
public record StoredLogo(String hash, String type, byte[] bytes, Instant created, Instant updated) {}
