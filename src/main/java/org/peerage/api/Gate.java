package org.peerage.api;

import java.util.Optional;
import java.util.function.Supplier;

/** Decides who asks, and whether they may ask now. */
public interface Gate {
    Admission admit(Asked request);

    /**
     * Tells again who asks, as often as it is asked, of a request that was let in and is still being answered. Nothing is
     * counted.
     */
    Supplier<Admission> renewal(Asked request);

    /**
     * Whether an answer of this length may be given now; the refusal if not.
     *
     * @param bytes of the body, not compressed; -1 where it is not known before
     */
    Optional<Answer> refusal(Asked request, Admission.Admitted caller, long bytes);
}
