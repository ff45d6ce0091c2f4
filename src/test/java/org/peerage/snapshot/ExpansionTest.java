package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * What is put together from ready bytes is what one would write key by key, for every caller, at every depth, in every
 * version of a registry that changes.
 */
class ExpansionTest {
    private static final List<Visibility> CALLERS = List.of(
            Visibility.PUBLIC,
            Visibility.of(Visibility.Level.USERS),
            Visibility.of(Visibility.Level.FULL),
            new Visibility(Visibility.Level.PUBLIC, Optional.of(namespace -> namespace.hashCode() % 2 == 0)),
            new Visibility(Visibility.Level.USERS, Optional.of(namespace -> namespace.hashCode() % 3 == 0)));

    private Snapshot snapshot = new RandomRegistry(0).snapshot();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsAreWrittenAsKeyByKey(long seed) {
        RandomRegistry registry = new RandomRegistry(seed);
        snapshot = registry.snapshot();
        int compared = 0;
        for (int step = 0; step < 150; step++) {
            for (int i = 0; i < 12; i++) {
                Row row = snapshot.find(registry.oneOf(RandomRegistry.TYPES), registry.id());
                Visibility visibility = registry.oneOf(CALLERS);
                int depth = registry.oneOf(List.of(0, 1, 2, 3));
                if (row != null && visibility.canSee(row, snapshot)) {
                    SliceBuffer out = new SliceBuffer();
                    new Expansion(snapshot, visibility, false, null).write(out, row, depth);

                    assertThat(text(out)).isEqualTo(plainly(row, depth, false, Set.of(), visibility));
                    compared++;
                }
            }
            snapshot = registry.changed(snapshot);
        }
        assertThat(compared).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void listsLeaveOutWhatTheCallerDoesNotSee(long seed) {
        RandomRegistry registry = new RandomRegistry(seed);
        snapshot = registry.snapshot();
        for (int step = 0; step < 60; step++) {
            ObjectType type = registry.oneOf(RandomRegistry.TYPES);
            Visibility visibility = registry.oneOf(CALLERS);
            int depth = registry.oneOf(List.of(0, 0, 1, 2));
            int[] ids = IntStream.generate(registry::id).limit(40).sorted().toArray();
            SliceBuffer out = new SliceBuffer().ascii("[");
            Expansion.ListWriter listing = new Expansion(snapshot, visibility, true, null).listWriter(type, depth);
            StringBuilder expected = new StringBuilder("[");
            for (int id : ids) {
                listing.write(out, id);
                Row row = snapshot.find(type, id);
                if (row != null && visibility.canSee(row, snapshot)) {
                    expected.append(expected.length() > 1 ? ", " : "")
                            .append(plainly(row, depth, true, Set.of(), visibility));
                }
            }

            assertThat(text(out)).isEqualTo(expected.toString());
            snapshot = registry.changed(snapshot);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"net", "ix", "ixlan", "poc", "netixlan", "org", "fac", "campus", "carrier"})
    void omittedKeysAreMarked(String typeName) {
        ObjectType type = ObjectTypes.ALL.stream()
                .filter(one -> one.typeName().equals(typeName))
                .findFirst()
                .orElseThrow();

        for (ExpansionPoints.InsertionPoint point : ExpansionPoints.of(type).insertionPoints()) {
            if (point.key instanceof JsonKey.Members set) {
                ExpansionPoints.NestedOmissions inside = point.inside(set);
                assertThat(inside.cuts())
                        .hasSize(2
                                * (int) set.type().get().keys().stream()
                                        .filter(key -> ExpansionPoints.isPlain(key)
                                                && set.omitted().contains(key.name()))
                                        .count());
            }
        }
    }

    private String plainly(Row row, int depth, boolean inList, Set<String> omitted, Visibility visibility) {
        JsonBuffer out = new JsonBuffer(64);
        String separator = "{";
        for (JsonKey key : row.type().keys()) {
            String value = omitted.contains(key.name()) ? null : value(key, row, depth, inList, visibility);
            if (value != null) {
                out.ascii(separator).quoted(key.name()).ascii(": ").ascii(value);
                separator = ", ";
            }
        }
        return out.ascii("}").toString();
    }

    private String value(JsonKey key, Row row, int depth, boolean inList, Visibility visibility) {
        return switch (key) {
            case JsonKey.WriteOnly never -> null;
            case Field<?> field -> visibility.showsKey(row, field, snapshot) ? value(field, row) : null;
            case JsonKey.Computed<?> computed -> value(computed, row);
            case JsonKey.Parent parent -> depth < 1 || inList ? null : parent(parent, row, depth, visibility);
            case JsonKey.Members set -> depth < 1 ? null : members(set, row, depth, inList, visibility);
        };
    }

    private <T> String value(Field<T> field, Row row) {
        JsonBuffer out = new JsonBuffer(16);
        if (row.status() == Status.DELETED && row.type().isClearedWhenDeleted(field)) {
            return "\"\"";
        }
        field.type().write(out, field.presented(row, snapshot));
        return out.toString();
    }

    private <T> String value(JsonKey.Computed<T> key, Row row) {
        JsonBuffer out = new JsonBuffer(16);
        key.type().write(out, key.value().apply(row, snapshot));
        return out.toString();
    }

    private String parent(JsonKey.Parent key, Row row, int depth, Visibility visibility) {
        Long id = row.find(key.reference());
        Row there = id == null ? null : snapshot.find(key.reference().target(), id);
        return there == null || !visibility.canSee(there, snapshot)
                ? "null"
                : plainly(there, depth - 1, false, Set.of(), visibility);
    }

    private String members(JsonKey.Members set, Row row, int depth, boolean inList, Visibility visibility) {
        List<Row> members = set.members().apply(row, snapshot);
        return "["
                + (depth == 1
                        ? String.join(
                                ", ",
                                members.stream()
                                        .map(member -> Long.toString(member.id()))
                                        .toList())
                        : String.join(
                                ", ",
                                members.stream()
                                        .filter(member -> visibility.canSee(member, snapshot))
                                        .map(member -> plainly(member, depth - 2, inList, set.omitted(), visibility))
                                        .toList()))
                + "]";
    }

    private static String text(SliceBuffer pieces) {
        return new String(Objects.requireNonNull(pieces.toByteArray()), StandardCharsets.US_ASCII);
    }
}
