package org.peerage.registry;

/** A state of the past cannot be made, now or ever; the present goes on. */
public final class PastUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private PastUnavailableException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** For a reason that passes: who asks later gets it. */
    public static PastUnavailableException notNow(String message) {
        return new PastUnavailableException(message, true);
    }

    /** For good: what leads there is gone. */
    public static PastUnavailableException never(String message) {
        return new PastUnavailableException(message, false);
    }

    /** Whether asking again later helps. */
    public boolean isPassing() {
        return passing;
    }
}
