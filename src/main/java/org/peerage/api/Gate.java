package org.peerage.api;

import java.util.Optional;

/** Decides who asks, and whether they may ask now. */
public interface Gate {
    Admission admit(Asked request);

    /**
     * Whether an answer of this length may be given now; the refusal if not.
     *
     * @param bytes of the body, not compressed; -1 where it is not known before
     */
    Optional<Answer> refusal(Asked request, Admission.Admitted caller, long bytes);
}
