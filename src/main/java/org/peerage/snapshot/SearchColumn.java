package org.peerage.snapshot;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.text.Folding;

/**
 * One field of a page's rows made ready for searching: the folded texts, and which groups of three characters occur in
 * them. The groups are a set of bits, so it may say yes where the answer is no. It belongs to a page, so that nothing has
 * to be kept in step with writes (docs/decisions/0001).
 */
final class SearchColumn {
    private static final int BITS = 13;
    private static final int SIZE = 3;

    private final @Nullable String[] folded = new String[Page.ROWS];
    private final long[] groups = new long[1 << (BITS - 6)];

    private SearchColumn() {}

    static SearchColumn of(Page page, Field<?> field) {
        SearchColumn column = new SearchColumn();
        for (int slot = 0; slot < Page.ROWS; slot++) {
            Row row = page.row(slot);
            String text = row == null ? null : field.text(row);
            if (text != null) {
                column.add(slot, Folding.fold(text));
            }
        }
        return column;
    }

    /** The places of a folded text's groups; none if it is shorter than one. */
    static int[] places(String folded) {
        int[] places = new int[Math.max(0, folded.length() - SIZE + 1)];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(folded, i);
        }
        return places;
    }

    /** Whether all of these groups may occur. */
    boolean mayHave(int[] places) {
        for (int place : places) {
            if ((groups[place >>> 6] & 1L << place) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A bit for each slot whose folded text passes. */
    long matches(Predicate<String> test) {
        long matches = 0;
        for (int slot = 0; slot < Page.ROWS; slot++) {
            String text = folded[slot];
            if (text != null && test.test(text)) {
                matches |= 1L << slot;
            }
        }
        return matches;
    }

    private void add(int slot, String text) {
        folded[slot] = text;
        for (int i = 0; i <= text.length() - SIZE; i++) {
            int place = place(text, i);
            groups[place >>> 6] |= 1L << place;
        }
    }

    private static int place(String text, int at) {
        int hash = (text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2);
        return (hash * 0x9E3779B9) >>> (32 - BITS);
    }

    /** The columns of a page that were searched; the last few, as few are searched. */
    static final class Memory {
        private static final int MOST = 4;

        private final @Nullable Field<?>[] fields = new Field<?>[MOST];
        private final @Nullable SearchColumn[] columns = new SearchColumn[MOST];
        private int next;

        synchronized SearchColumn of(Page page, Field<?> field) {
            for (int i = 0; i < MOST; i++) {
                SearchColumn known = columns[i];
                if (known != null && field.equals(fields[i])) {
                    return known;
                }
            }
            SearchColumn made = SearchColumn.of(page, field);
            fields[next] = field;
            columns[next] = made;
            next = (next + 1) % MOST;
            return made;
        }
    }
}
