package org.peerage.store;

/**
 * The answer to a request that carried an Idempotency-Key, for when it comes again.
 *
 * @param request what was asked, as a hash: another request with the same key is a mistake
 * @param headers as JSON
 */
public record IdempotencyRecord(String request, int status, String headers, String body) {

    /** The same answer, to that request. */
    public IdempotencyRecord of(String fingerprint) {
        return new IdempotencyRecord(fingerprint, status, headers, body);
    }
}
