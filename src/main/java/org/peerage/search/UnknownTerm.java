package org.peerage.search;

/** A part of a search that names something that there is not, so that nothing can fit it. */
public record UnknownTerm(TermKind kind, String text) {
    /** What it was meant to name. */
    public enum TermKind {
        TYPE,
        COUNTRY,
        CITY,
        PLACE
    }
}
