package org.peerage.ixf;

import java.util.Locale;

/**
 * Something that somebody is told of an import, with what else they are told in that run (docs/spec/ixf.md §6).
 *
 * @param asn 0: it is about no network
 * @param text in words, with lines
 * @param recipient who is told instead of the exchange's contacts; empty: nobody
 */
public record Notice(Audience audience, long lan, long asn, Kind kind, String text, String recipient) {
    Notice(Audience audience, long lan, long asn, Kind kind, String text) {
        this(audience, lan, asn, kind, text, "");
    }

    /** Who is told. */
    public enum Audience {
        NETWORK,
        EXCHANGE,
        STAFF;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it is about, in the order of a mail. */
    public enum Kind {
        /** A connection that the feed has and the registry lacks. */
        ADD,
        MODIFY,
        DELETE,
        /** A connection whose address is another network's now. */
        REASSIGNED,
        /** Addresses of a family that the network says it does not use. */
        FAMILY,
        /** A connection that the exchange has not had for long. */
        STALE,
        /** The feed cannot be used, or not whole. */
        FEED,
        /** It can again. */
        FIXED,
        /** Changes wait until somebody has looked at them. */
        HELD,
        /** Something has waited for days. */
        STAYS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
