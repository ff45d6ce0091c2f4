package org.peerage.snapshot;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.text.Folding;

/**
 * Ids by a value of a field. References are kept by the id they name; other values by 18 bits of a hash, so that a
 * look-up gives candidates which the caller compares.
 */
final class Index {
    private static final int[] NONE = {};
    private static final int HASH_BITS = 18;

    private final Field<?> field;
    private @Nullable Supplier<LongTrie<int[]>> source;
    private volatile @Nullable LongTrie<int[]> ids;

    private Index(Field<?> field, @Nullable LongTrie<int[]> ids, @Nullable Supplier<LongTrie<int[]>> source) {
        this.field = field;
        this.ids = ids;
        this.source = source;
    }

    /** An index of rows, ascending by id, that is made when it is first asked: a start need not wait for it. */
    static Index of(Field<?> field, LongTrie<Page> pages) {
        return new Index(field, null, () -> {
            Builder builder = new Builder(field);
            pages.forEach(page -> page.forEach(builder::add));
            return builder.build();
        });
    }

    /** Makes the index, if it is not yet there. */
    LongTrie<int[]> ids() {
        LongTrie<int[]> made = ids;
        if (made == null) {
            synchronized (this) {
                made = ids;
                if (made == null) {
                    made = Objects.requireNonNull(source).get();
                    ids = made;
                    source = null; // lets go of the rows it was made from
                }
            }
        }
        return made;
    }

    /** Ids of rows that may have this value, ascending. */
    int[] candidates(Object value) {
        int[] found = ids().get(key(field, value));
        return found == null ? NONE : found;
    }

    Index with(@Nullable Row before, @Nullable Row after) {
        Object old = before == null ? null : before.find(field);
        Object now = after == null ? null : after.find(field);
        if (Objects.equals(old, now) && before != null && after != null) {
            return this;
        }
        LongTrie<int[]> changed = ids();
        if (before != null && old != null) {
            long key = key(field, old);
            int[] left = without(changed.get(key), (int) before.id());
            changed = changed.with(key, left.length == 0 ? null : left);
        }
        if (after != null && now != null) {
            long key = key(field, now);
            changed = changed.with(key, adding(changed.get(key), (int) after.id()));
        }
        return new Index(field, changed, null);
    }

    /**
     * The same for many rows, as they were and are. One that nobody has asked yet is made of the new rows, when somebody asks.
     *
     * @param pages of the table afterwards
     */
    Index withAll(@Nullable Row[] before, @Nullable Row[] after, LongTrie<Page> pages) {
        LongTrie<int[]> known = ids;
        NavigableMap<Long, int[]> changed = new TreeMap<>();
        for (int i = 0; i < after.length; i++) {
            Object old = before[i] == null ? null : before[i].find(field);
            Object now = after[i] == null ? null : after[i].find(field);
            if (Objects.equals(old, now)) {
                continue;
            }
            if (known == null) {
                return of(field, pages);
            }
            if (old != null) {
                long key = key(field, old);
                changed.put(key, without(changed.getOrDefault(key, known.get(key)), (int) before[i].id()));
            }
            if (now != null) {
                long key = key(field, now);
                changed.put(key, adding(changed.getOrDefault(key, known.get(key)), (int) after[i].id()));
            }
        }
        if (known == null || changed.isEmpty()) {
            return this;
        }
        LongTrie.Edits<int[]> edits = new LongTrie.Edits<>();
        changed.forEach((key, left) -> edits.put(key, left.length == 0 ? null : left));
        return new Index(field, edits.applyTo(known), null);
    }

    private static long key(Field<?> field, Object value) {
        if (field.isReference()) {
            return (Long) value;
        }
        int hash = value instanceof String text ? Folding.key(text).hashCode() : value.hashCode();
        int spread = hash * 0x9E3779B9;
        return Integer.toUnsignedLong(spread) >>> (32 - HASH_BITS);
    }

    private static int[] adding(int @Nullable [] to, int id) {
        if (to == null) {
            return new int[] {id};
        }
        int position = Arrays.binarySearch(to, id);
        if (position >= 0) {
            return to;
        }
        int[] more = new int[to.length + 1];
        int at = -position - 1;
        System.arraycopy(to, 0, more, 0, at);
        more[at] = id;
        System.arraycopy(to, at, more, at + 1, to.length - at);
        return more;
    }

    private static int[] without(int @Nullable [] from, int id) {
        int position = from == null ? -1 : Arrays.binarySearch(from, id);
        if (from == null || position < 0) {
            return from == null ? NONE : from;
        }
        int[] less = new int[from.length - 1];
        System.arraycopy(from, 0, less, 0, position);
        System.arraycopy(from, position + 1, less, position, less.length - position);
        return less;
    }

    /** Collects rows in ascending order of id. */
    static final class Builder {
        private final Field<?> field;
        private final LongTrie.Builder<IdList> collected = new LongTrie.Builder<>();

        private static final class IdList {
            private int[] ids = new int[1];
            private int count;
        }

        Builder(Field<?> field) {
            this.field = field;
        }

        void add(Row row) {
            Object value = row.find(field);
            if (value == null) {
                return;
            }
            long key = key(field, value);
            IdList at = collected.get(key);
            if (at == null) {
                at = new IdList();
                collected.put(key, at);
            }
            if (at.count == at.ids.length) {
                at.ids = Arrays.copyOf(at.ids, at.count * 2);
            }
            at.ids[at.count++] = (int) row.id();
        }

        LongTrie<int[]> build() {
            LongTrie.Builder<int[]> exact = new LongTrie.Builder<>();
            collected.build().forEachEntry((key, at) -> exact.put(key, Arrays.copyOf(at.ids, at.count)));
            return exact.build();
        }
    }
}
