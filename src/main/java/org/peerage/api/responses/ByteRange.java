package org.peerage.api.responses;

import org.jspecify.annotations.Nullable;

/** Which bytes of a representation a request asks for (RFC 9110 §14): one range, as those who go on with a download do. */
sealed interface ByteRange {
    /** All of them: none, several or unreadable ranges were named. */
    record WholeRange() implements ByteRange {}

    /** The bytes from one to another, which are both among them. */
    record PartialRange(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** There are no such bytes. */
    record UnsatisfiableRange() implements ByteRange {}

    String UNIT = "bytes=";

    static ByteRange of(@Nullable String header, long length) {
        if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return new WholeRange();
        }
        String range = header.substring(UNIT.length()).strip();
        if (!range.matches("[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18}")) {
            return new WholeRange();
        }
        int dash = range.indexOf('-');
        if (dash == 0) {
            long count = Math.min(length, Long.parseLong(range.substring(1)));
            return count == 0 ? new UnsatisfiableRange() : new PartialRange(length - count, length - 1);
        }
        long first = Long.parseLong(range.substring(0, dash));
        long last = dash == range.length() - 1 ? length - 1 : Long.parseLong(range.substring(dash + 1));
        if (last < first && dash < range.length() - 1) {
            return new WholeRange(); // no range at all
        }
        return first >= length ? new UnsatisfiableRange() : new PartialRange(first, Math.min(last, length - 1));
    }
}
