package org.peerage.snapshot;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from whole numbers of 0 or more to values, ordered by number. A change copies the path to one
 * leaf, O(log n); everything else is shared with the version before.
 */
public final class LongTrie<V> {
    private static final int BITS = 6;
    private static final int WIDTH = 1 << BITS;

    private final @Nullable Object @Nullable [] root;
    private final int shift;
    private final int size;

    private LongTrie(@Nullable Object @Nullable [] root, int shift, int size) {
        this.root = root;
        this.shift = shift;
        this.size = size;
    }

    public static <V> LongTrie<V> empty() {
        return new LongTrie<>(null, 0, 0);
    }

    public int size() {
        return size;
    }

    /** The value of a key; null: none. */
    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        @Nullable Object[] node = root;
        if (node == null || key < 0 || key >>> shift >= WIDTH) {
            return null;
        }
        for (int level = shift; level > 0; level -= BITS) {
            node = (Object[]) node[(int) (key >>> level) & (WIDTH - 1)];
            if (node == null) {
                return null;
            }
        }
        return (V) node[(int) key & (WIDTH - 1)];
    }

    /** A map with {@code key} bound to {@code value}; null takes the key out. */
    public LongTrie<V> with(long key, @Nullable V value) {
        return withAll(new long[] {key}, new @Nullable Object[] {value});
    }

    /**
     * The same for many keys at once: what they share of the way is copied once.
     *
     * @param keys of 0 or more, ascending, each once
     * @param values of the keys; null takes a key out
     */
    LongTrie<V> withAll(long[] keys, @Nullable Object[] values) {
        if (keys.length == 0) {
            return this;
        }
        if (keys[0] < 0) {
            throw new IllegalArgumentException("negative key " + keys[0]);
        }
        int top = shift;
        @Nullable Object @Nullable [] grown = root;
        while (keys[keys.length - 1] >>> top >= WIDTH) {
            grown = above(grown);
            top += BITS;
        }
        int change = 0;
        for (int i = 0; i < keys.length; i++) {
            change += (values[i] == null ? 0 : 1) - (get(keys[i]) == null ? 0 : 1);
        }
        return new LongTrie<>(withAll(grown, top, keys, values, 0, keys.length), top, size + change);
    }

    private static @Nullable Object[] withAll(
            @Nullable Object @Nullable [] node, int level, long[] keys, @Nullable Object[] values, int from, int to) {
        @Nullable Object[] copy = node == null ? new Object[WIDTH] : node.clone();
        for (int i = from; i < to; ) {
            int slot = (int) (keys[i] >>> level) & (WIDTH - 1);
            if (level == 0) {
                copy[slot] = values[i++];
            } else {
                int end = i + 1;
                while (end < to && keys[end] >>> level == keys[i] >>> level) {
                    end++;
                }
                copy[slot] = withAll((Object[]) copy[slot], level - BITS, keys, values, i, end);
                i = end;
            }
        }
        return copy;
    }

    private static @Nullable Object @Nullable [] above(@Nullable Object @Nullable [] node) {
        if (node == null) {
            return null;
        }
        @Nullable Object[] above = new Object[WIDTH];
        above[0] = node;
        return above;
    }

    /** Collects what {@link #withAll} takes, by ascending key. */
    static final class Edits<V> {
        private long[] keys = new long[64];
        private @Nullable Object[] values = new Object[64];
        private int count;

        void put(long key, @Nullable V value) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, count * 2);
                values = Arrays.copyOf(values, count * 2);
            }
            keys[count] = key;
            values[count++] = value;
        }

        LongTrie<V> applyTo(LongTrie<V> map) {
            return map.withAll(Arrays.copyOf(keys, count), Arrays.copyOf(values, count));
        }
    }

    /** Values by ascending key. */
    public void forEach(Consumer<V> action) {
        if (root != null) {
            forEach(root, shift, action);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> void forEach(@Nullable Object[] node, int level, Consumer<V> action) {
        for (Object child : node) {
            if (child != null) {
                if (level == 0) {
                    action.accept((V) child);
                } else {
                    forEach((Object[]) child, level - BITS, action);
                }
            }
        }
    }

    /** Visits keys and values by ascending key until the visitor says false. */
    void forEachWhile(Test<V> visitor) {
        if (root != null) {
            boolean _ = forEachWhile(root, shift, 0, visitor);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> boolean forEachWhile(@Nullable Object[] node, int level, long prefix, Test<V> test) {
        for (int slot = 0; slot < WIDTH; slot++) {
            Object child = node[slot];
            if (child != null) {
                long key = prefix | ((long) slot << level);
                boolean passed = level == 0
                        ? test.test(key, (V) child)
                        : forEachWhile((Object[]) child, level - BITS, key, test);
                if (!passed) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Keys and values by ascending key. */
    void forEachEntry(Visitor<V> visitor) {
        if (root != null) {
            forEachEntry(root, shift, 0, visitor);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> void forEachEntry(@Nullable Object[] node, int level, long prefix, Visitor<V> visitor) {
        for (int slot = 0; slot < WIDTH; slot++) {
            Object child = node[slot];
            if (child != null) {
                long key = prefix | ((long) slot << level);
                if (level == 0) {
                    visitor.visit(key, (V) child);
                } else {
                    forEachEntry((Object[]) child, level - BITS, key, visitor);
                }
            }
        }
    }

    /** Takes one entry. */
    interface Visitor<V> {
        void visit(long key, V value);
    }

    /** Takes one entry, and says whether to go on. */
    interface Test<V> {
        boolean test(long key, V value);
    }

    /** Fills a map in place, before anybody else sees it. */
    public static final class Builder<V> {
        private @Nullable Object @Nullable [] root;
        private int shift;
        private int size;

        public @Nullable V get(long key) {
            return new LongTrie<V>(root, shift, size).get(key);
        }

        public void put(long key, V value) {
            if (key < 0) {
                throw new IllegalArgumentException("negative key " + key);
            }
            while (key >>> shift >= WIDTH) {
                root = above(root);
                shift += BITS;
            }
            if (root == null) {
                root = new Object[WIDTH];
            }
            @Nullable Object[] node = root;
            for (int level = shift; level > 0; level -= BITS) {
                int slot = (int) (key >>> level) & (WIDTH - 1);
                @Nullable Object[] next = (Object[]) node[slot];
                if (next == null) {
                    next = new Object[WIDTH];
                    node[slot] = next;
                }
                node = next;
            }
            int slot = (int) key & (WIDTH - 1);
            if (node[slot] == null) {
                size++;
            }
            node[slot] = value;
        }

        public LongTrie<V> build() {
            return new LongTrie<>(root, shift, size);
        }
    }
}
