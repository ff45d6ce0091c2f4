package org.peerage.snapshot;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** What a query asks of a row, and, where an index knows, which rows can fulfil it at all. */
public interface Condition {

    boolean holds(Row row, Snapshot snapshot);

    /** Ids, ascending, that all rows fulfilling the condition are among; empty where only looking at rows tells. */
    default Optional<int[]> candidates(Snapshot snapshot) {
        return Optional.empty();
    }

    static Condition of(BiPredicate<Row, Snapshot> test) {
        return test::test;
    }

    static Condition never() {
        return amongIds(new int[0]);
    }

    /** The row's id is one of these, which are ascending. */
    static Condition amongIds(int[] ids) {
        return new Condition() {
            @Override
            public boolean holds(Row row, Snapshot snapshot) {
                return Arrays.binarySearch(ids, (int) row.id()) >= 0;
            }

            @Override
            public Optional<int[]> candidates(Snapshot snapshot) {
                return Optional.of(ids);
            }
        };
    }

    /** The row's id is in the set; the set is small compared with the table. */
    static Condition among(BitSet ids) {
        return amongIds(ids.stream().toArray());
    }

    static Condition notAmong(BitSet ids) {
        return (row, snapshot) -> !ids.get((int) row.id());
    }

    /** Adds the candidates of an indexed field's value to a condition. */
    static <T> Condition indexed(Field<T> field, T value, BiPredicate<Row, Snapshot> test) {
        return new Condition() {
            @Override
            public boolean holds(Row row, Snapshot snapshot) {
                return test.test(row, snapshot);
            }

            @Override
            public Optional<int[]> candidates(Snapshot snapshot) {
                return snapshot.table(field.owner()).candidates(field, value);
            }
        };
    }

    /**
     * A text field passes a test.
     *
     * @param part what every text that passes has in it, folded
     * @param folded the test of a folded text; empty where only the row tells
     */
    static Condition text(
            Field<?> field, String part, Optional<Predicate<String>> folded, BiPredicate<Row, Snapshot> test) {
        int[] places = SearchColumn.places(part);
        return new PageCondition() {
            @Override
            public boolean holds(Row row, Snapshot snapshot) {
                return test.test(row, snapshot);
            }

            @Override
            public long candidates(Page page) {
                SearchColumn column = page.column(field);
                if (!column.mayHave(places)) {
                    return 0;
                }
                return folded.isPresent() ? column.matches(folded.get()) : -1;
            }
        };
    }

    /** The reference is one of these ids. */
    static Condition refersTo(Field<Long> reference, int[] targets) {
        return new Condition() {
            @Override
            public boolean holds(Row row, Snapshot snapshot) {
                Long id = row.find(reference);
                return id != null && Arrays.binarySearch(targets, (int) (long) id) >= 0;
            }

            @Override
            public Optional<int[]> candidates(Snapshot snapshot) {
                if (targets.length == 1) {
                    return snapshot.table(reference.owner()).candidates(reference, (long) targets[0]);
                }
                BitSet all = new BitSet();
                for (int target : targets) {
                    Optional<int[]> some = snapshot.table(reference.owner()).candidates(reference, (long) target);
                    for (int id : some.orElseThrow()) {
                        all.set(id);
                    }
                }
                return Optional.of(all.stream().toArray());
            }
        };
    }
}
