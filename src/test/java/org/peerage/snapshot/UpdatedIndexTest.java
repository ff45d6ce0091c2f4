package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys that come and go at once leave the order that the keys have which are there then, whatever blocks they lie in. */
class UpdatedIndexTest {
    private static final int KEYS = 5000;
    private static final int BLOCK = 512;
    private static final long[] NONE = {};

    /** Three of each second. */
    private static long key(long number) {
        return ((number / 3) << 31) | number;
    }

    private static long[] keys(long from, long to) {
        return LongStream.range(from, to).map(UpdatedIndexTest::key).toArray();
    }

    private static long[] without(long[] keys, long[] removed) {
        return Arrays.stream(keys)
                .filter(key -> Arrays.binarySearch(removed, key) < 0)
                .toArray();
    }

    private static long[] with(long[] keys, long[] added) {
        return LongStream.concat(Arrays.stream(keys), Arrays.stream(added))
                .sorted()
                .distinct()
                .toArray();
    }

    private static int[] ids(UpdatedIndex index, long since) {
        IntStream.Builder ids = IntStream.builder();
        index.from(since, id -> {
            ids.add(id);
            return true;
        });
        return ids.build().toArray();
    }

    /** Reads from the beginning, from around each end of a block, and from behind the end; then changes each border once more. */
    private static void assertSame(UpdatedIndex index, long[] expected) {
        UpdatedIndex made = UpdatedIndex.of(expected);
        assertThat(ids(index, 0)).isEqualTo(ids(made, 0)).hasSize(expected.length);
        for (int border = 0; border < expected.length; border += BLOCK) {
            for (int at = Math.max(0, border - 1); at <= Math.min(border + 1, expected.length - 1); at++) {
                long since = expected[at] >> 31;
                assertThat(ids(index, since)).as("since " + since).isEqualTo(ids(made, since));
                assertThat(ids(index.without(expected[at]).with(expected[at]), since))
                        .isEqualTo(ids(made, since));
            }
        }
        assertThat(ids(index, 1L << 32)).isEmpty();
    }

    private static void assertChanged(long[] before, long[] removed, long[] added) {
        UpdatedIndex index = UpdatedIndex.of(before);
        long[] after = with(without(before, removed), added);

        assertSame(index.withAll(removed, added), after);

        assertSame(index, before);
        // Blocks that grew and shrank are changed again.
        assertSame(index.withAll(removed, added).withAll(added, removed), with(without(after, added), removed));
    }

    @Test
    void keysAroundTheEndsOfBlocksComeAndGo() {
        long[] odd = LongStream.range(0, KEYS).map(n -> key(2 * n + 1)).toArray();
        for (int border = BLOCK; border < KEYS; border += BLOCK) {
            for (int at = border - 1; at <= border + 1; at++) {
                assertChanged(odd, new long[] {odd[at]}, NONE);
                assertChanged(odd, NONE, new long[] {key(2L * at)});
                assertChanged(odd, new long[] {odd[at]}, new long[] {key(2L * at), key(2L * at + 2)});
            }
        }
        assertChanged(odd, new long[] {odd[0]}, new long[] {key(0)});
        assertChanged(odd, new long[] {odd[KEYS - 1]}, new long[] {key(2L * KEYS)});
    }

    @Test
    void wholeBlocksGo() {
        long[] all = keys(0, KEYS);
        for (int block = 0; block * BLOCK < KEYS; block++) {
            int from = block * BLOCK;
            long[] some = Arrays.copyOfRange(all, from, Math.min(KEYS, from + BLOCK));
            assertChanged(all, some, NONE);
            assertChanged(all, some, new long[] {some[some.length / 2]});
        }
        assertChanged(all, all, NONE);
        assertChanged(all, all, all);
        assertChanged(all, all, keys(KEYS, 2 * KEYS));
        assertChanged(NONE, NONE, all);
        assertChanged(NONE, all, NONE);
        assertChanged(new long[] {key(7)}, new long[] {key(7)}, NONE);
    }

    @Test
    void blocksSplitWhereManyKeysCome() {
        long[] few = LongStream.range(0, KEYS / 10).map(n -> key(20 * n)).toArray();
        long[] between = LongStream.range(0, 10L * KEYS / 5)
                .filter(n -> n % 20 != 0)
                .map(UpdatedIndexTest::key)
                .toArray();
        assertChanged(few, NONE, between);
        assertChanged(few, few, between);
        assertChanged(keys(KEYS, 2 * KEYS), NONE, keys(0, KEYS));
        assertChanged(keys(0, KEYS), NONE, keys(KEYS, 2 * KEYS));
    }

    @Test
    void keysThatAreNotThereOrAreAlreadyChangeNothing() {
        long[] odd = LongStream.range(0, KEYS).map(n -> key(2 * n + 1)).toArray();
        long[] even = LongStream.range(0, KEYS).map(n -> key(2 * n)).toArray();

        assertSame(UpdatedIndex.of(odd).withAll(even, NONE), odd);
        assertSame(UpdatedIndex.of(odd).withAll(NONE, odd), odd);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomKeysComeAndGo(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> there = new TreeSet<>();
        UpdatedIndex index = UpdatedIndex.of(NONE);
        for (int round = 0; round < 20; round++) {
            int start = random.nextInt(2 * KEYS);
            int width = 1 + random.nextInt(2 * KEYS);
            boolean grows = random.nextInt(3) > 0;
            long[] removed = some(random, start, width, grows ? 200 : KEYS);
            long[] added = some(random, random.nextInt(2 * KEYS), width, grows ? KEYS : 200);

            index = index.withAll(removed, added);

            Arrays.stream(removed).forEach(there::remove);
            Arrays.stream(added).forEach(there::add);
            assertSame(index, there.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private static long[] some(Random random, int start, int width, int count) {
        return random.longs(random.nextInt(count), start, start + (long) width)
                .map(UpdatedIndexTest::key)
                .sorted()
                .distinct()
                .toArray();
    }
}
