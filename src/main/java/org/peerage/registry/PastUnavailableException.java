package org.peerage.registry;

/** A state of the past cannot be made now, for others are being made; the present goes on. */
public final class PastUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    PastUnavailableException(String message) {
        super(message);
    }
}
