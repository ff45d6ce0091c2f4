package org.peerage.ixf;

import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.store.Sql;
import org.peerage.text.Excerpt;

/**
 * Something about a member export that its exchange should know.
 *
 * @param pointer where in the exchange's own file, as a JSON Pointer (RFC 6901); empty: the whole document
 * @param line of the value, from 1; 0: not known
 * @param column likewise
 * @param asn whose entry it is; null: nobody's
 * @param got the value, shortened; empty where none is there
 */
public record Finding(
        Severity severity,
        String pointer,
        int line,
        int column,
        @Nullable Asn asn,
        String message,
        String got) {
    private static final int LONGEST_VALUE = 200;

    /** How bad it is. */
    public enum Severity {
        /** Something is not imported. */
        ERROR,
        /** Something is imported as it was probably meant, or left out as harmless. */
        WARNING
    }

    public Finding {
        pointer = Sql.storable(pointer);
        message = Sql.storable(message);
        got = Sql.storable(Excerpt.of(got, LONGEST_VALUE));
    }

    static Finding error(String pointer, @Nullable Asn asn, String message, String got) {
        return new Finding(Severity.ERROR, pointer, 0, 0, asn, message, got);
    }

    static Finding warning(String pointer, @Nullable Asn asn, String message, String got) {
        return new Finding(Severity.WARNING, pointer, 0, 0, asn, message, got);
    }

    /** Whether something is not imported. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    Finding at(int someLine, int someColumn) {
        return new Finding(severity, pointer, someLine, someColumn, asn, message, got);
    }
}
