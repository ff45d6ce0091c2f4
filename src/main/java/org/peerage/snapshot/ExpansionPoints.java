package org.peerage.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;

/**
 * Where the JSON of a type's rows is opened for depth: before which keys parents and sets go in, and which keys may be left
 * out where a row stands inside another. Whoever writes a row marks these places, so that nobody looks for them.
 */
final class ExpansionPoints {
    private static final Map<ObjectType, ExpansionPoints> BY_TYPE = new ConcurrentHashMap<>();
    private static final int[] NO_CUTS = {};

    private final ObjectType type;
    private final List<JsonKey> plain;
    /** The mark of each plain key; -1 where it has none. */
    private final int[] marks;

    private final int count;
    private final List<InsertionPoint> insertionPoints;

    private ExpansionPoints(ObjectType type) {
        this.type = type;
        plain = type.keys().stream().filter(ExpansionPoints::isPlain).toList();
        marks = new int[plain.size()];
        Arrays.fill(marks, -1);
        insertionPoints = new ArrayList<>();
        count = number();
    }

    static ExpansionPoints of(ObjectType type) {
        ExpansionPoints known = BY_TYPE.get(type);
        return known != null ? known : BY_TYPE.computeIfAbsent(type, ExpansionPoints::new);
    }

    /** A parent or a set. */
    static final class InsertionPoint {
        final JsonKey key;
        final byte[] name;
        /** The mark of the key that follows. */
        final int mark;

        private @Nullable NestedOmissions inside;

        InsertionPoint(JsonKey key, int mark) {
            this.key = key;
            this.name = ("\"" + key.name() + "\": ").getBytes(StandardCharsets.US_ASCII);
            this.mark = mark;
        }

        /** What a set's members leave out. */
        NestedOmissions inside(JsonKey.Members set) {
            NestedOmissions known = inside;
            if (known == null) {
                known = new NestedOmissions(
                        set.omitted(), ExpansionPoints.of(set.type().get()).cuts(set.omitted()));
                inside = known;
            }
            return known;
        }
    }

    /**
     * What a row leaves out where it stands inside another.
     *
     * @param cuts pairs of marks: the bytes from the first to before the second are left out
     */
    @SuppressWarnings("ArrayRecordComponent")
    record NestedOmissions(Set<String> omitted, int[] cuts) {
        static final NestedOmissions NONE = new NestedOmissions(Set.of(), NO_CUTS);
    }

    static boolean isPlain(JsonKey key) {
        return key instanceof Field<?> || key instanceof JsonKey.Computed<?>;
    }

    /** Fields and computed keys, in wire order. */
    List<JsonKey> plain() {
        return plain;
    }

    /** The mark of a plain key, by its place among them; -1 where it has none. */
    int mark(int position) {
        return marks[position];
    }

    int marks() {
        return count;
    }

    /** Parents and sets, in wire order. */
    List<InsertionPoint> insertionPoints() {
        return insertionPoints;
    }

    InsertionPoint insertionPoint(JsonKey key) {
        return insertionPoints.stream()
                .filter(point -> point.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key.name()));
    }

    /** Marks keys that follow a parent or a set, references, which those inside another row leave out, and what follows them. */
    private int number() {
        int next = 0;
        int position = 0;
        boolean isMarked = false;
        List<JsonKey> waiting = new ArrayList<>();
        for (JsonKey key : type.keys()) {
            if (key instanceof JsonKey.Parent || key instanceof JsonKey.Members) {
                waiting.add(key);
            } else if (isPlain(key)) {
                boolean isReference = isReference(key);
                if (isMarked || isReference || !waiting.isEmpty()) {
                    marks[position] = next++;
                }
                for (JsonKey nested : waiting) {
                    insertionPoints.add(new InsertionPoint(nested, marks[position]));
                }
                waiting.clear();
                isMarked = isReference;
                position++;
            }
        }
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("no key after " + waiting.getFirst().name());
        }
        return next;
    }

    private static boolean isReference(JsonKey key) {
        return key instanceof Field<?> field
                ? field.isReference()
                : key instanceof JsonKey.Computed<?> computed && computed.type() == ValueType.REFERENCE;
    }

    private int[] cuts(Set<String> omitted) {
        int[] cuts = NO_CUTS;
        for (int i = 0; i < plain.size(); i++) {
            if (omitted.contains(plain.get(i).name())) {
                if (marks[i] < 0 || i + 1 == marks.length || marks[i + 1] < 0) {
                    throw new IllegalStateException(
                            type + " cannot leave out " + plain.get(i).name());
                }
                cuts = Arrays.copyOf(cuts, cuts.length + 2);
                cuts[cuts.length - 2] = marks[i];
                cuts[cuts.length - 1] = marks[i + 1];
            }
        }
        return cuts;
    }
}
