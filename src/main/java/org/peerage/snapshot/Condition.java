package org.peerage.snapshot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/**
 * What a query asks of a row, and, where an index knows, which rows can fulfil it at all. It is asked about rows as the caller
 * sees them ({@link VisibleRows}): a field without a value fulfils nothing.
 */
public interface Condition {

    boolean matches(Row row, Rows rows);

    /** Ids, ascending, that all rows fulfilling the condition are among; empty where only looking at rows tells. */
    default Optional<int[]> candidates(VisibleRows rows) {
        return Optional.empty();
    }

    /** Whether the rows that an index, or a page, tells are just those that fulfil the condition. */
    default boolean isExact() {
        return false;
    }

    static Condition of(BiPredicate<Row, Rows> test) {
        return test::test;
    }

    static Condition never() {
        return idIn(new int[0]);
    }

    /** The row's id is one of these, which are ascending. */
    static Condition idIn(int[] ids) {
        return new Condition() {
            @Override
            public boolean matches(Row row, Rows rows) {
                return Arrays.binarySearch(ids, (int) row.id()) >= 0;
            }

            @Override
            public Optional<int[]> candidates(VisibleRows rows) {
                return Optional.of(ids);
            }

            @Override
            public boolean isExact() {
                return true;
            }
        };
    }

    /** The row's id is in the set; the set is small compared with the table. */
    static Condition idIn(BitSet ids) {
        return idIn(ids(ids));
    }

    private static int[] ids(BitSet set) {
        int[] ids = new int[set.cardinality()];
        int at = 0;
        for (int id = set.nextSetBit(0); id >= 0; id = set.nextSetBit(id + 1)) {
            ids[at++] = id;
        }
        return ids;
    }

    static Condition idNotIn(BitSet ids) {
        return (row, rows) -> !ids.get((int) row.id());
    }

    /** Adds the candidates of an indexed field's value to a condition. */
    static <T> Condition indexed(Field<T> field, T value, BiPredicate<Row, Rows> test) {
        return new Condition() {
            @Override
            public boolean matches(Row row, Rows rows) {
                return test.test(row, rows);
            }

            @Override
            public Optional<int[]> candidates(VisibleRows rows) {
                return rows.candidates(field, value);
            }
        };
    }

    /** The folded text of a field has this folded text in it. */
    static Condition textContains(Field<?> field, String part) {
        return TextCondition.ofText(field, part, SearchColumn.MatchPosition.ANYWHERE);
    }

    /** The folded text of a field begins with this one. */
    static Condition textStartsWith(Field<?> field, String start) {
        return TextCondition.ofText(field, start, SearchColumn.MatchPosition.AT_START);
    }

    /** The folded text of a field is this one. */
    static Condition textEquals(Field<?> field, String whole) {
        return TextCondition.ofText(field, whole, SearchColumn.MatchPosition.WHOLE);
    }

    /** An item of a list has this folded text in it. */
    static Condition itemContains(Field<List<String>> field, String part) {
        return TextCondition.ofItems(field, List.of(part), SearchColumn.MatchPosition.ANYWHERE);
    }

    /** An item of a list begins with this folded text. */
    static Condition itemStartsWith(Field<List<String>> field, String start) {
        return TextCondition.ofItems(field, List.of(start), SearchColumn.MatchPosition.AT_START);
    }

    /** An item of a list is one of these folded texts. */
    static Condition itemIn(Field<List<String>> field, List<String> wholes) {
        return TextCondition.ofItems(field, wholes, SearchColumn.MatchPosition.WHOLE);
    }

    /** A test of the row, which passes only where the folded text of a field has this folded text in it. */
    static Condition textContainsAnd(Field<?> field, String part, BiPredicate<Row, Rows> test) {
        TextCondition with = TextCondition.ofText(field, part, SearchColumn.MatchPosition.ANYWHERE);
        return new PageCondition() {
            @Override
            public boolean matches(Row row, Rows rows) {
                return test.test(row, rows);
            }

            @Override
            public long candidates(Page page) {
                return with.candidates(page);
            }
        };
    }

    /** The reference is one of these ids. */
    static Condition refersTo(Field<Long> reference, int[] targets) {
        return new Condition() {
            @Override
            public boolean matches(Row row, Rows rows) {
                Long id = row.find(reference);
                return id != null && Arrays.binarySearch(targets, (int) (long) id) >= 0;
            }

            @Override
            public Optional<int[]> candidates(VisibleRows rows) {
                if (targets.length == 1) {
                    return rows.candidates(reference, (long) targets[0]);
                }
                BitSet all = new BitSet();
                for (int target : targets) {
                    Optional<int[]> some = rows.candidates(reference, (long) target);
                    for (int id : some.orElseThrow()) {
                        all.set(id);
                    }
                }
                return Optional.of(ids(all));
            }

            @Override
            public boolean isExact() {
                return true;
            }
        };
    }
}
