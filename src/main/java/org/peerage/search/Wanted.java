package org.peerage.search;

import java.util.List;

/** What a query asks for. */
sealed interface Wanted {

    /** A word as it was typed, without blanks in it; the last one may be the beginning of a longer one. */
    record Word(String text, boolean open) implements Wanted {}

    /** Words beside each other. */
    record Phrase(String text) implements Wanted {}

    /** A value of one field of the index. */
    record Of(String field, Wanted value) implements Wanted {}

    /** An address or a block of addresses. */
    record Address(String text) implements Wanted {}

    /** Within some kilometres of a city, or of a latitude and longitude. */
    record Near(String place, double kilometres) implements Wanted {}

    /**
     * In a city, as {@link Cities} reads it.
     *
     * @param networks whether networks in its facilities are wanted, too
     */
    record In(String place, boolean networks) implements Wanted {}

    record All(List<Wanted> parts) implements Wanted {}

    record Any(List<Wanted> parts) implements Wanted {}

    record Not(Wanted part) implements Wanted {}
}
