package org.peerage.snapshot;

import java.util.List;
import java.util.function.Predicate;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.text.Folding;

/**
 * One field of a page's rows made ready for searching: the folded texts as one, and, where they are long, which groups of three
 * characters occur in them. The groups are a set of bits, so it may say yes where the answer is no. It belongs to a page, so
 * that nothing has to be kept in step with writes (docs/decisions/0001).
 */
final class SearchColumn {
    /** Stands before each text and after the last one; texts that are stored have none. */
    private static final char EDGE = '\0';

    private static final int BITS = 13;
    private static final int SIZE = 3;
    /** Shorter texts are searched as fast as their groups are looked up. */
    private static final int LONG = 8192;

    private static final long[] EVERY_GROUP = {};

    private final TextSource source;
    private final String texts;
    /** Where the texts of each slot begin; the end of all after the last one. */
    private final int[] starts;

    private final long present;
    private final long[] groups;

    /**
     * Which texts of a row are searched.
     *
     * @param items whether each item of a list is a text of its own
     */
    record TextSource(Field<?> field, boolean items) {

        List<String> texts(Row row) {
            if (items) {
                return row.find(field) instanceof List<?> list
                        ? list.stream().map(String.class::cast).toList()
                        : List.of();
            }
            String text = field.text(row);
            return text == null ? List.of() : List.of(text);
        }

        boolean anyOf(Row row, Predicate<String> test) {
            if (items) {
                return texts(row).stream().anyMatch(test);
            }
            String text = field.text(row);
            return text != null && test.test(text);
        }
    }

    private SearchColumn(TextSource source, String texts, int[] starts, long present) {
        this.source = source;
        this.texts = texts;
        this.starts = starts;
        this.present = present;
        this.groups = texts.length() < LONG ? EVERY_GROUP : groups(texts);
    }

    static SearchColumn of(Page page, TextSource source) {
        StringBuilder texts = new StringBuilder();
        int[] starts = new int[Page.ROWS + 1];
        long present = 0;
        for (int slot = 0; slot < Page.ROWS; slot++) {
            starts[slot] = texts.length();
            Row row = page.row(slot);
            if (row != null) {
                source.texts(row).forEach(text -> texts.append(EDGE).append(Folding.fold(text)));
            }
            if (texts.length() > starts[slot]) {
                present |= 1L << slot;
            }
        }
        starts[Page.ROWS] = texts.length();
        return new SearchColumn(source, texts.append(EDGE).toString(), starts, present);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isOf(TextSource other) {
        return source.field == other.field && source.items == other.items;
    }

    /** Where in a text a part is to be. */
    enum MatchPosition {
        ANYWHERE,
        AT_START,
        WHOLE
    }

    /** A folded part as it is looked for, once for many pages. */
    static final class SearchTerm {
        private final String part;
        private final int[] places;
        /** Whether it has what no text has. */
        private final boolean nowhere;

        SearchTerm(String folded, MatchPosition fit) {
            nowhere = folded.indexOf(EDGE) >= 0;
            part = switch (fit) {
                case ANYWHERE -> folded;
                case AT_START -> EDGE + folded;
                case WHOLE -> EDGE + folded + EDGE;
            };
            places = new int[Math.max(0, folded.length() - SIZE + 1)];
            for (int i = 0; i < places.length; i++) {
                places[i] = positionOf(folded, i);
            }
        }
    }

    /** A bit for each slot that has a text with this part. */
    long matches(SearchTerm wanted) {
        if (wanted.nowhere) {
            return 0;
        }
        if (wanted.part.length() <= 1) {
            // Nothing is in every text, and at its start.
            return wanted.part.isEmpty() || wanted.part.charAt(0) == EDGE ? present : found(wanted.part);
        }
        return mayHave(wanted.places) ? found(wanted.part) : 0;
    }

    private long found(String part) {
        long matches = 0;
        int slot = 0;
        int at = texts.indexOf(part);
        while (at >= 0) {
            while (starts[slot + 1] <= at) {
                slot++;
            }
            matches |= 1L << slot;
            at = texts.indexOf(part, starts[slot + 1]);
        }
        return matches;
    }

    /** Whether all of these groups may occur. */
    private boolean mayHave(int[] positions) {
        if (groups.length == 0) {
            return true;
        }
        for (int position : positions) {
            if ((groups[position >>> 6] & 1L << position) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long[] groups(String texts) {
        long[] groups = new long[1 << (BITS - 6)];
        for (int i = 0; i <= texts.length() - SIZE; i++) {
            int position = positionOf(texts, i);
            groups[position >>> 6] |= 1L << position;
        }
        return groups;
    }

    private static int positionOf(String text, int at) {
        int hash = (text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2);
        return (hash * 0x9E3779B9) >>> (32 - BITS);
    }
}
