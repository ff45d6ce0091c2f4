package org.peerage.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Writes rows at a depth (docs/spec/rest.md §2): the ready bytes of depth 0, cut open where a parent or a set goes in or
 * a key is left out ({@link ExpansionPoints}).
 */
public final class Expansion {
    private static final byte[] SEPARATOR = {',', ' '};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] OPEN = {'['};
    private static final byte[] CLOSE = {']'};
    private static final Map<ObjectType, List<NamedKey>> NAMED = new ConcurrentHashMap<>();

    private final Snapshot snapshot;
    private final Visibility visibility;
    private final boolean inList;
    private final @Nullable Set<String> only;

    /** A key of an answer with some keys only, by the text that begins it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record NamedKey(JsonKey key, byte[] marker, boolean plain) {}

    /**
     * @param inList lists show no parents, at any depth
     * @param only the keys to show, of the outermost rows; null: all
     */
    public Expansion(Snapshot snapshot, Visibility visibility, boolean inList, @Nullable Set<String> only) {
        this.snapshot = snapshot;
        this.visibility = visibility;
        this.inList = inList;
        this.only = only;
    }

    /** Writes a row that the caller sees. */
    public void write(SliceBuffer out, Row row, int depth) {
        Cursor cursor = cursor(row.type());
        cursor.moveTo(row.id());
        if (!cursor.isVisible()) {
            throw new IllegalArgumentException("not to be seen in this snapshot: " + row);
        }
        write(out, cursor, depth);
    }

    /** Writes rows one after the other, as a list has them. */
    public final class ListWriter {
        private final Cursor cursor;
        private final int depth;
        private boolean begun;

        private ListWriter(ObjectType type, int depth) {
            this.cursor = cursor(type);
            this.depth = depth;
        }

        /** Writes the next row, with what separates it from the one before; nothing if the caller does not see it. */
        public void write(SliceBuffer out, int id) {
            cursor.moveTo(id);
            if (cursor.isVisible()) {
                if (begun) {
                    separate(out, cursor);
                }
                Expansion.this.write(out, cursor, depth);
                begun = true;
            }
        }
    }

    public ListWriter listWriter(ObjectType type, int depth) {
        return new ListWriter(type, depth);
    }

    private Cursor cursor(ObjectType type) {
        return new Cursor(snapshot.table(type), snapshot, visibility);
    }

    private void write(SliceBuffer out, Cursor at, int depth) {
        if (only == null) {
            write(out, at, depth, ExpansionPoints.NestedOmissions.NONE);
        } else {
            writeChosen(out, at, depth, chosen(at.row().type(), only));
        }
    }

    /** Where a separator lies before the row in its page, it becomes one piece with the row, and with the row before if both are neighbours. */
    private static void separate(SliceBuffer out, Cursor at) {
        PageBytes bytes = at.bytes();
        int from = bytes.separatorBefore(at.slot());
        int size = bytes.start(at.slot()) - from;
        if (size > 0) {
            out.bytes(bytes.json(), from, size);
        } else {
            out.bytes(SEPARATOR);
        }
    }

    private void write(SliceBuffer out, Cursor at, int depth, ExpansionPoints.NestedOmissions inside) {
        int[] cuts = inside.cuts();
        PageBytes bytes = at.bytes();
        int slot = at.slot();
        int copied = bytes.start(slot);
        int cut = 0;
        if (depth > 0) {
            List<ExpansionPoints.InsertionPoint> joints =
                    ExpansionPoints.of(at.type()).insertionPoints();
            for (int i = 0; i < joints.size(); i++) {
                ExpansionPoints.InsertionPoint point = joints.get(i);
                if ((inList && point.key instanceof JsonKey.Parent)
                        || inside.omitted().contains(point.key.name())) {
                    continue;
                }
                for (; cut < cuts.length && cuts[cut] < point.mark; cut += 2) {
                    copied = omit(out, bytes, slot, copied, cuts, cut);
                }
                int here = bytes.mark(slot, point.mark);
                out.bytes(bytes.json(), copied, here - copied).bytes(point.name);
                writeNested(out, point, at, depth);
                out.bytes(SEPARATOR);
                copied = here;
            }
        }
        for (; cut < cuts.length; cut += 2) {
            copied = omit(out, bytes, slot, copied, cuts, cut);
        }
        out.bytes(bytes.json(), copied, bytes.end(slot) - copied);
    }

    private static int omit(SliceBuffer out, PageBytes bytes, int slot, int copied, int[] cuts, int cut) {
        out.bytes(bytes.json(), copied, bytes.mark(slot, cuts[cut]) - copied);
        return bytes.mark(slot, cuts[cut + 1]);
    }

    private void writeNested(SliceBuffer out, ExpansionPoints.InsertionPoint point, Cursor at, int depth) {
        if (point.key instanceof JsonKey.Parent parent) {
            writeParent(out, parent, at.row(), depth);
        } else if (point.key instanceof JsonKey.Members set) {
            out.bytes(OPEN);
            if (depth == 1) {
                writeIds(out, set, at);
            } else {
                writeMembers(out, set, point.inside(set), at, depth);
            }
            out.bytes(CLOSE);
        }
    }

    private void writeParent(SliceBuffer out, JsonKey.Parent parent, Row row, int depth) {
        Long id = row.find(parent.reference());
        Cursor there = cursor(parent.reference().target());
        if (id != null) {
            there.moveTo(id);
        }
        if (id == null || !there.isVisible()) {
            out.bytes(NULL);
        } else {
            write(out, there, depth - 1, ExpansionPoints.NestedOmissions.NONE);
        }
    }

    /** The reference lists the ids of contacts that the caller doesn't see, too. */
    private void writeIds(SliceBuffer out, JsonKey.Members set, Cursor at) {
        Cursor members = cursor(set.type().get());
        boolean mayBeOthers = set.back().isPresent();
        boolean begun = false;
        for (int id : members(set, at)) {
            members.moveTo(id);
            if (!mayBeOthers || members.isActive()) {
                if (begun) {
                    out.ascii(", ");
                }
                out.number(id);
                begun = true;
            }
        }
    }

    private void writeMembers(
            SliceBuffer out, JsonKey.Members set, ExpansionPoints.NestedOmissions inside, Cursor at, int depth) {
        Cursor members = cursor(set.type().get());
        boolean mayBeOthers = set.back().isPresent();
        boolean begun = false;
        for (int id : members(set, at)) {
            members.moveTo(id);
            if ((!mayBeOthers || members.isActive()) && members.isVisible()) {
                if (begun) {
                    separate(out, members);
                }
                write(out, members, depth - 2, inside);
                begun = true;
            }
        }
    }

    /** The rows of a set; where a reference tells them, those that are not active are among them. */
    private int[] members(JsonKey.Members set, Cursor at) {
        Optional<Supplier<Field<Long>>> back = set.back();
        return back.isPresent()
                ? snapshot.table(set.type().get())
                        .candidates(back.get().get(), at.id())
                        .orElseThrow()
                : set.members().apply(at.row(), snapshot).stream()
                        .mapToInt(member -> (int) member.id())
                        .toArray();
    }

    /** A key that only some may see brings the key that says who may, as in the recorded answers. */
    private static Set<String> chosen(ObjectType type, Set<String> named) {
        ObjectType.KeyVisibilityRule visibility = type.keyVisibility().orElse(null);
        if (visibility == null || !named.contains(visibility.key().name())) {
            return named;
        }
        Set<String> more = new HashSet<>(named);
        more.add(visibility.level().name());
        return more;
    }

    /** The named keys in wire order, then those that always show. */
    private void writeChosen(SliceBuffer out, Cursor at, int depth, Set<String> chosen) {
        RowBytes bytes = RowBytes.of(at.bytes(), at.slot());
        Row row = at.row();
        String separator = "{";
        int searched = bytes.start;
        List<NamedKey> keys = named(row.type());
        for (int i = 0; i < keys.size(); i++) {
            NamedKey named = keys.get(i);
            if (!chosen.contains(named.key.name())) {
                continue;
            }
            if (named.plain) {
                int from = bytes.find(named.marker, searched);
                if (from >= 0) {
                    int end = i == keys.size() - 1 ? bytes.end - 1 : nextPlainOrEnd(keys, i, bytes, from);
                    out.ascii(separator).bytes(bytes.json, from, end - from);
                    separator = ", ";
                    searched = from;
                }
            } else if (depth > 0 && !(inList && named.key instanceof JsonKey.Parent)) {
                out.ascii(separator).bytes(named.marker);
                writeNested(out, ExpansionPoints.of(row.type()).insertionPoint(named.key), at, depth);
                separator = ", ";
            }
        }
        for (JsonKey.Computed<?> always : row.type().alwaysShown()) {
            if (!chosen.contains(always.name())) {
                separator = writeAlways(out, always, row, separator);
            }
        }
        for (Field<?> blank : row.status() == Status.DELETED ? row.type().fields() : List.<Field<?>>of()) {
            if (row.type().isClearedWhenDeleted(blank) && !chosen.contains(blank.name())) {
                out.ascii(separator).quoted(blank.name()).ascii(": \"\"");
                separator = ", ";
            }
        }
        out.ascii(separator.equals("{") ? "{}" : "}");
    }

    private <T> String writeAlways(SliceBuffer out, JsonKey.Computed<T> key, Row row, String separator) {
        T value = key.value().apply(row, snapshot);
        if (value == null) {
            return separator;
        }
        JsonBuffer text = new JsonBuffer(64);
        key.type().write(text, value);
        out.ascii(separator).quoted(key.name()).ascii(": ").copy(text);
        return ", ";
    }

    /** The end of the value of key {@code i}. */
    private static int nextPlainOrEnd(List<NamedKey> keys, int i, RowBytes bytes, int from) {
        for (int next = i + 1; next < keys.size(); next++) {
            if (keys.get(next).plain) {
                int at = bytes.find(keys.get(next).marker, from);
                if (at >= 0) {
                    return at - 2;
                }
            }
        }
        return bytes.end - 1;
    }

    private static List<NamedKey> named(ObjectType type) {
        List<NamedKey> known = NAMED.get(type);
        return known != null ? known : NAMED.computeIfAbsent(type, Expansion::namedOf);
    }

    private static List<NamedKey> namedOf(ObjectType type) {
        return type.keys().stream()
                .filter(key -> !(key instanceof JsonKey.WriteOnly))
                .map(key -> new NamedKey(
                        key,
                        ("\"" + key.name() + "\": ").getBytes(StandardCharsets.US_ASCII),
                        ExpansionPoints.isPlain(key)))
                .toList();
    }
}
