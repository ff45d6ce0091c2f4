package org.peerage.ixf;

/** So many member lists are read at the moment that somebody who looks at one had to wait too long. */
public final class DocumentsBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** After so many seconds it may be asked again. */
    public static final int RETRY_SECONDS = 10;

    DocumentsBusyException() {
        super("too many member lists are read at the moment");
    }
}
