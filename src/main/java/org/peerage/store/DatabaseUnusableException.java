package org.peerage.store;

import org.jspecify.annotations.Nullable;

/** The database cannot be used as it is. The message is for an operator; nothing in the database was touched. */
public final class DatabaseUnusableException extends Exception {
    /** The data is not ours, damaged, or of a newer program. */
    public static final int BAD_DATA = 65;

    public static final int CANNOT_CREATE = 73;
    public static final int IO_ERROR = 74;

    private final int exitCode;

    public DatabaseUnusableException(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What the program ends with, as of {@code sysexits.h}. */
    public int exitCode() {
        return exitCode;
    }
}
