package org.peerage.api;

import java.util.Optional;
import java.util.function.Supplier;

/** Decides who asks, and whether they may ask now. */
public interface RequestFilter {
    AccessDecision admit(ApiRequest request);

    /** Whether answers to who came with a password say that this ends soon. */
    default boolean warnsOfPasswords() {
        return false;
    }

    /**
     * Tells again who asks, as often as it is asked, of a request that was let in and is still being answered. Nothing is
     * counted.
     */
    Supplier<AccessDecision> renewal(ApiRequest request);

    /**
     * Whether an answer of this length may be given now; the refusal if not.
     *
     * @param bytes of the body, not compressed; -1 where it is not known before
     */
    Optional<ApiResponse> refusal(ApiRequest request, AccessDecision.Admitted caller, long bytes);
}
