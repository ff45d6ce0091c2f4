package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.peerage.schema.Row;

/**
 * Ids in order of {@code updated}, then id: what {@code since} reads. Blocks of some hundred keys; a change copies
 * one block and the list of blocks.
 */
final class UpdatedIndex {
    private static final int BLOCK = 512;
    private static final int ID_BITS = 31;

    private final long[][] blocks;

    private UpdatedIndex(long[][] blocks) {
        this.blocks = blocks;
    }

    static UpdatedIndex of(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        List<long[]> blocks = new ArrayList<>();
        split(sorted, blocks);
        return new UpdatedIndex(blocks.toArray(long[][]::new));
    }

    static long key(Row row) {
        return row.updated() << ID_BITS | row.id();
    }

    /** Visits ids changed at or after {@code since} (epoch seconds), oldest first, until the visitor says false. */
    void from(long since, IntPredicate visitor) {
        if (since > 0xFFFFFFFFL) {
            return;
        }
        long first = Math.max(0, since) << ID_BITS;
        for (int b = firstBlock(first); b < blocks.length; b++) {
            long[] block = blocks[b];
            int at = Arrays.binarySearch(block, first);
            for (int i = at < 0 ? -at - 1 : at; i < block.length; i++) {
                if (!visitor.test((int) (block[i] & Integer.MAX_VALUE))) {
                    return;
                }
            }
        }
    }

    UpdatedIndex with(long added) {
        if (blocks.length == 0) {
            return new UpdatedIndex(new long[][] {{added}});
        }
        int b = Math.min(firstBlock(added), blocks.length - 1);
        long[] block = blocks[b];
        int at = Arrays.binarySearch(block, added);
        if (at >= 0) {
            return this;
        }
        int position = -at - 1;
        long[] more = new long[block.length + 1];
        System.arraycopy(block, 0, more, 0, position);
        more[position] = added;
        System.arraycopy(block, position, more, position + 1, block.length - position);
        if (more.length <= 2 * BLOCK) {
            return replaced(b, more);
        }
        int half = more.length / 2;
        return replaced(b, Arrays.copyOf(more, half), Arrays.copyOfRange(more, half, more.length));
    }

    UpdatedIndex without(long removed) {
        int b = firstBlock(removed);
        int at = b == blocks.length ? -1 : Arrays.binarySearch(blocks[b], removed);
        if (at < 0) {
            return this;
        }
        long[] block = blocks[b];
        long[] less = new long[block.length - 1];
        System.arraycopy(block, 0, less, 0, at);
        System.arraycopy(block, at + 1, less, at, less.length - at);
        return less.length == 0 ? replaced(b) : replaced(b, less);
    }

    /**
     * Without those keys and with these, both ascending; blocks between them are shared. A key that is in both is there.
     */
    UpdatedIndex withAll(long[] removed, long[] added) {
        List<long[]> changed = new ArrayList<>(blocks.length + added.length / BLOCK + 1);
        int gone = 0;
        int come = 0;
        for (int b = 0; b < blocks.length; b++) {
            long[] block = blocks[b];
            boolean isLast = b == blocks.length - 1;
            long end = isLast ? Long.MAX_VALUE : block[block.length - 1];
            int goneTo = countTo(removed, gone, end);
            int comeTo = countTo(added, come, end);
            if (gone == goneTo && come == comeTo) {
                changed.add(block);
            } else {
                split(merged(block, removed, gone, goneTo, added, come, comeTo), changed);
            }
            gone = goneTo;
            come = comeTo;
        }
        if (blocks.length == 0) {
            split(added, changed);
        }
        return new UpdatedIndex(changed.toArray(long[][]::new));
    }

    /** Where the keys up to {@code last} end. */
    private static int countTo(long[] keys, int from, long last) {
        int to = from;
        while (to < keys.length && keys[to] <= last) {
            to++;
        }
        return to;
    }

    private static long[] merged(
            long[] block, long[] removed, int gone, int goneTo, long[] added, int come, int comeTo) {
        long[] merged = new long[block.length + comeTo - come];
        int count = 0;
        int without = gone;
        int next = come;
        for (long key : block) {
            while (next < comeTo && added[next] < key) {
                merged[count++] = added[next++];
            }
            while (without < goneTo && removed[without] < key) {
                without++;
            }
            boolean isAdded = next < comeTo && added[next] == key;
            if (isAdded || without == goneTo || removed[without] != key) {
                merged[count++] = key;
            }
            next += isAdded ? 1 : 0;
        }
        while (next < comeTo) {
            merged[count++] = added[next++];
        }
        return Arrays.copyOf(merged, count);
    }

    private static void split(long[] keys, List<long[]> to) {
        for (int from = 0; from < keys.length; from += BLOCK) {
            to.add(Arrays.copyOfRange(keys, from, Math.min(keys.length, from + BLOCK)));
        }
    }

    /** The first block that ends at or after the key. */
    private int firstBlock(long key) {
        int low = 0;
        int high = blocks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long[] block = blocks[middle];
            if (block[block.length - 1] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private UpdatedIndex replaced(int at, long[]... by) {
        long[][] changed = new long[blocks.length - 1 + by.length][];
        System.arraycopy(blocks, 0, changed, 0, at);
        System.arraycopy(by, 0, changed, at, by.length);
        System.arraycopy(blocks, at + 1, changed, at + by.length, blocks.length - at - 1);
        return new UpdatedIndex(changed);
    }
}
