package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * The rows that a copy for everybody has: active and deleted ones as anybody reads them, in the JSON of depth 0. What waits for approval
 * is not among them: no list shows it.
 */
public final class PublicRows {
    private PublicRows() {}

    /** Is given a row and where its JSON lies; the array is shared: not to be written. */
    @FunctionalInterface
    public interface Visitor<E extends Exception> {
        void visit(Row row, byte[] json, int start, int end) throws E;
    }

    /** What became of a row between two versions. */
    public interface DifferenceVisitor<E extends Exception> {
        /**
         * A row that is new, or reads otherwise than before.
         *
         * @param before null: nobody could read it
         */
        void changed(@Nullable Row before, Row row, byte[] json, int start, int end) throws E;

        /** A row that nobody may read any more: hidden, erased, or waiting for approval again. */
        void withdrawn(Row before) throws E;
    }

    static boolean isTold(Row row) {
        return row.status() != Status.PENDING;
    }

    /** Visits the rows of a type by ascending id. */
    public static <E extends Exception> void forEach(Snapshot snapshot, ObjectType type, Visitor<E> visitor) throws E {
        Table table = snapshot.table(type);
        for (Page page : pages(table)) {
            PageBytes bytes = page.bytes(Visibility.Level.PUBLIC, table, snapshot);
            for (int slot = 0; slot < Page.ROWS; slot++) {
                Row row = told(page, bytes, slot);
                if (row != null) {
                    visitor.visit(row, bytes.json(), bytes.start(slot), bytes.end(slot));
                }
            }
        }
    }

    private static List<Page> pages(Table table) {
        List<Page> pages = new ArrayList<>();
        table.pages().forEach(pages::add);
        return pages;
    }

    /** Visits what differs from another version, by ascending id; pages that both share are passed over. */
    public static <E extends Exception> void forEachDifference(
            Snapshot before, Snapshot now, ObjectType type, DifferenceVisitor<E> visitor) throws E {
        Table table = now.table(type);
        Table old = before.table(type);
        List<PagePair> different = new ArrayList<>();
        table.forEachDifferentPage(old, (number, page, was) -> different.add(new PagePair(number, was, page)));
        different.sort(Comparator.comparingLong(PagePair::number));
        for (PagePair pair : different) {
            PageBytes bytes = pair.now == null ? null : pair.now.bytes(Visibility.Level.PUBLIC, table, now);
            PageBytes oldBytes = pair.before == null ? null : pair.before.bytes(Visibility.Level.PUBLIC, old, before);
            for (int slot = 0; slot < Page.ROWS; slot++) {
                Row was = pair.before == null || oldBytes == null ? null : told(pair.before, oldBytes, slot);
                Row row = pair.now == null || bytes == null ? null : told(pair.now, bytes, slot);
                boolean same = was != null && oldBytes != null && bytes != null && isSame(bytes, oldBytes, slot);
                if (row != null && bytes != null && !same) {
                    visitor.changed(was, row, bytes.json(), bytes.start(slot), bytes.end(slot));
                } else if (row == null && was != null) {
                    visitor.withdrawn(was);
                }
            }
        }
    }

    private record PagePair(
            long number, @Nullable Page before, @Nullable Page now) {}

    /** Whether anybody could read something of a person in a row that is not in it any more. */
    public static boolean isPersonalValueGone(Row before, Row after) {
        Row was = Visibility.Level.PUBLIC.readable(before);
        Row is = Visibility.Level.PUBLIC.readable(after);
        return was != null
                && was.type().fields().stream()
                        .filter(Field::isPersonal)
                        .anyMatch(field -> isGone(was.find(field), is == null ? null : is.find(field)));
    }

    private static boolean isGone(@Nullable Object was, @Nullable Object is) {
        return was != null && !was.equals("") && !was.equals(is);
    }

    private static boolean isSame(PageBytes one, PageBytes other, int slot) {
        return Arrays.equals(
                one.json(), one.start(slot), one.end(slot), other.json(), other.start(slot), other.end(slot));
    }

    private static @Nullable Row told(Page page, PageBytes bytes, int slot) {
        Row row = page.row(slot);
        return row != null && bytes.shows(slot) && isTold(row) ? row : null;
    }

    /** What proves that somebody has the same rows of a type; cheap for pages that an earlier version had. */
    public static PublicDigest digest(Snapshot snapshot, ObjectType type) {
        Table table = snapshot.table(type);
        PublicDigest[] sum = {PublicDigest.NONE};
        table.pages()
                .forEach(page -> sum[0] = sum[0].plus(
                        page.bytes(Visibility.Level.PUBLIC, table, snapshot).digests(page, type.typeName())));
        return sum[0];
    }
}
