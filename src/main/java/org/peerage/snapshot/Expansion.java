package org.peerage.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Writes rows at a depth (spec/rest.md §2): the ready bytes of depth 0, cut open where a parent or a set goes in or
 * a key is left out. Keys are found in the bytes by their text, which cannot occur inside a value: quotes in values
 * are escaped.
 */
public final class Expansion {
    private static final Map<ObjectType, List<Place>> PLACES = new ConcurrentHashMap<>();

    private final Snapshot snapshot;
    private final Sight sight;
    private final boolean inList;
    private final @Nullable Set<String> only;

    @SuppressWarnings("ArrayRecordComponent")
    private record Place(Key key, byte[] marker, boolean plain) {}

    /**
     * @param inList lists show no parents, at any depth
     * @param only the keys to show, of the outermost rows; null: all
     */
    public Expansion(Snapshot snapshot, Sight sight, boolean inList, @Nullable Set<String> only) {
        this.snapshot = snapshot;
        this.sight = sight;
        this.inList = inList;
        this.only = only;
    }

    /** Writes a row that the caller sees. */
    public void write(JsonBuffer out, Row row, int depth) {
        if (only == null) {
            write(out, row, depth, Set.of());
        } else {
            writeChosen(out, row, depth, chosen(row.type(), only));
        }
    }

    private void write(JsonBuffer out, Row row, int depth, Set<String> omitted) {
        RowBytes bytes = bytes(row);
        if (depth <= 0 && omitted.isEmpty()) {
            out.bytes(bytes.json, bytes.start, bytes.end - bytes.start);
            return;
        }
        int copied = bytes.start;
        int searched = bytes.start;
        List<Place> places = places(row.type());
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            boolean leftOut = omitted.contains(place.key.name());
            if (place.plain) {
                if (leftOut) {
                    int at = bytes.find(place.marker, searched);
                    int next = nextPlain(places, i, bytes, at);
                    out.bytes(bytes.json, copied, at - copied);
                    copied = next;
                    searched = next;
                }
            } else if (!leftOut && shows(place.key, depth)) {
                int next = nextPlain(places, i, bytes, searched);
                out.bytes(bytes.json, copied, next - copied);
                writeNested(out, place, row, depth);
                out.ascii(", ");
                copied = next;
                searched = next;
            }
        }
        out.bytes(bytes.json, copied, bytes.end - copied);
    }

    /** A key that only some may see brings the key that says who may, as in the recorded answers. */
    private static Set<String> chosen(ObjectType type, Set<String> named) {
        ObjectType.KeyVisibility visibility = type.keyVisibility().orElse(null);
        if (visibility == null || !named.contains(visibility.key().name())) {
            return named;
        }
        Set<String> more = new HashSet<>(named);
        more.add(visibility.level().name());
        return more;
    }

    /** The named keys in wire order, then those that always show. */
    private void writeChosen(JsonBuffer out, Row row, int depth, Set<String> chosen) {
        RowBytes bytes = bytes(row);
        String separator = "{";
        int searched = bytes.start;
        List<Place> places = places(row.type());
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (!chosen.contains(place.key.name())) {
                continue;
            }
            if (place.plain) {
                int at = bytes.find(place.marker, searched);
                if (at >= 0) {
                    int end = i == places.size() - 1 ? bytes.end - 1 : nextPlainOrEnd(places, i, bytes, at);
                    out.ascii(separator).bytes(bytes.json, at, end - at);
                    separator = ", ";
                    searched = at;
                }
            } else if (shows(place.key, depth)) {
                out.ascii(separator);
                writeNested(out, place, row, depth);
                separator = ", ";
            }
        }
        for (Key.Computed<?> always : row.type().alwaysShown()) {
            if (!chosen.contains(always.name())) {
                separator = writeAlways(out, always, row, separator);
            }
        }
        for (Field<?> blank : row.status() == Status.DELETED ? row.type().fields() : List.<Field<?>>of()) {
            if (row.type().isBlankWhenDeleted(blank) && !chosen.contains(blank.name())) {
                out.ascii(separator).quoted(blank.name()).ascii(": \"\"");
                separator = ", ";
            }
        }
        out.ascii(separator.equals("{") ? "{}" : "}");
    }

    private <T> String writeAlways(JsonBuffer out, Key.Computed<T> key, Row row, String separator) {
        T value = key.value().apply(row, snapshot);
        if (value == null) {
            return separator;
        }
        out.ascii(separator).quoted(key.name()).ascii(": ");
        key.type().write(out, value);
        return ", ";
    }

    private boolean shows(Key key, int depth) {
        return depth >= 1 && !(inList && key instanceof Key.Parent);
    }

    private void writeNested(JsonBuffer out, Place place, Row row, int depth) {
        out.bytes(place.marker);
        if (place.key instanceof Key.Parent parent) {
            Long id = row.find(parent.reference());
            Row there = id == null ? null : snapshot.find(parent.reference().target(), id);
            if (there == null || !sight.sees(there, snapshot)) {
                out.ascii("null");
            } else {
                write(out, there, depth - 1, Set.of());
            }
        } else if (place.key instanceof Key.Members set) {
            String separator = "[";
            for (Row member : set.members().apply(row, snapshot)) {
                if (depth == 1) {
                    // The reference lists the ids of contacts that the caller doesn't see, too.
                    out.ascii(separator).number(member.id());
                    separator = ", ";
                } else if (sight.sees(member, snapshot)) {
                    out.ascii(separator);
                    write(out, member, depth - 2, set.omitted());
                    separator = ", ";
                }
            }
            out.ascii(separator.equals("[") ? "[]" : "]");
        }
    }

    private RowBytes bytes(Row row) {
        return RowBytes.of(row, sight.viewOf(row, snapshot), snapshot);
    }

    /** Where the next plain key after place {@code i} begins; a key that the view hides is passed over. */
    private static int nextPlain(List<Place> places, int i, RowBytes bytes, int from) {
        for (int next = i + 1; next < places.size(); next++) {
            if (places.get(next).plain) {
                int at = bytes.find(places.get(next).marker, from);
                if (at >= 0) {
                    return at;
                }
            }
        }
        throw new IllegalStateException("no key after " + places.get(i).key.name());
    }

    /** The end of the value of place {@code i}. */
    private static int nextPlainOrEnd(List<Place> places, int i, RowBytes bytes, int from) {
        for (int next = i + 1; next < places.size(); next++) {
            if (places.get(next).plain) {
                int at = bytes.find(places.get(next).marker, from);
                if (at >= 0) {
                    return at - 2;
                }
            }
        }
        return bytes.end - 1;
    }

    private static List<Place> places(ObjectType type) {
        List<Place> known = PLACES.get(type);
        return known != null ? known : PLACES.computeIfAbsent(type, Expansion::placesOf);
    }

    private static List<Place> placesOf(ObjectType type) {
        return type.keys().stream()
                .filter(key -> !(key instanceof Key.WriteOnly))
                .map(key -> new Place(
                        key,
                        ("\"" + key.name() + "\": ").getBytes(StandardCharsets.US_ASCII),
                        key instanceof Field<?> || key instanceof Key.Computed<?>))
                .toList();
    }
}
