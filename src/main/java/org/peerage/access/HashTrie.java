package org.peerage.access;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.LongTrie;

/**
 * A persistent map from keys of any kind, without an order: a change copies the path to one bucket, and shares everything
 * else with the map before.
 */
final class HashTrie<K, V> {
    /** A quarter of a million buckets hold a million keys in lists of four. */
    private static final int BUCKETS = 1 << 18;

    private static final int SPREAD = 0x9E3779B9;
    private static final HashTrie<?, ?> EMPTY = new HashTrie<>(LongTrie.empty());

    private final LongTrie<List<Entry<K, V>>> buckets;

    private record Entry<K, V>(K key, V value) {}

    private HashTrie(LongTrie<List<Entry<K, V>>> buckets) {
        this.buckets = buckets;
    }

    @SuppressWarnings("unchecked")
    static <K, V> HashTrie<K, V> empty() {
        return (HashTrie<K, V>) EMPTY;
    }

    /** A map like that one; faster than putting its entries in one after the other. */
    static <K, V> HashTrie<K, V> of(Map<K, V> map) {
        LongTrie.Builder<List<Entry<K, V>>> filled = new LongTrie.Builder<>();
        map.forEach((key, value) -> {
            long number = bucket(key);
            List<Entry<K, V>> others = filled.get(number);
            Entry<K, V> entry = new Entry<>(key, value);
            filled.put(
                    number,
                    others == null
                            ? List.of(entry)
                            : Stream.concat(others.stream(), Stream.of(entry)).toList());
        });
        return new HashTrie<>(filled.build());
    }

    @Nullable
    V get(K key) {
        List<Entry<K, V>> bucket = buckets.get(bucket(key));
        if (bucket != null) {
            for (Entry<K, V> entry : bucket) {
                if (entry.key.equals(key)) {
                    return entry.value;
                }
            }
        }
        return null;
    }

    /** A map with that key bound to the value; null takes the key out. */
    HashTrie<K, V> with(K key, @Nullable V value) {
        long number = bucket(key);
        List<Entry<K, V>> bucket = buckets.get(number);
        Stream<Entry<K, V>> others =
                bucket == null ? Stream.empty() : bucket.stream().filter(entry -> !entry.key.equals(key));
        List<Entry<K, V>> changed = value == null
                ? others.toList()
                : Stream.concat(others, Stream.of(new Entry<>(key, value))).toList();
        return new HashTrie<>(buckets.with(number, changed.isEmpty() ? null : changed));
    }

    private static long bucket(Object key) {
        int hash = key.hashCode() * SPREAD;
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }
}
