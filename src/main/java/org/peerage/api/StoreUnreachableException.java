package org.peerage.api;

/** The database did not answer a read; the caller may try again. */
public final class StoreUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnreachableException(Throwable cause) {
        super(cause);
    }
}
