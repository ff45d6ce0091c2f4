package org.peerage.api;

/** The version of the reference whose API and addresses are spoken here (docs/spec/rest.md); not this program's own. */
public final class CompatibilityLevel {
    public static final String VERSION = "2.82.0";
    /** Says it in each answer (docs/spec/operations.md §9). */
    public static final String HEADER = "X-App-Version";

    private CompatibilityLevel() {}
}
