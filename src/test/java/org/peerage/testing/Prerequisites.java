package org.peerage.testing;

import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine and not every machine has. The one way to leave a test out: {@link TestSummary} counts
 * and names what is left out here, and {@code ./peerage test --strict} fails for it.
 */
public final class Prerequisites {
    static final String NOT_APPLICABLE = "not applicable: ";

    private Prerequisites() {}

    /** Goes on where the machine has it, and skips the test elsewhere. */
    public static void need(boolean present, String what) {
        if (!present) {
            throw new TestAbortedException("needs " + what);
        }
    }

    /** Goes on where there is something to test; elsewhere nothing is missed, and even a strict run is content. */
    public static void applies(boolean applicable, String where) {
        if (!applicable) {
            throw new TestAbortedException(NOT_APPLICABLE + where);
        }
    }
}
