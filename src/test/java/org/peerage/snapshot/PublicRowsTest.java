package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** What differs between two versions leads from one to the other, and digests tell whether it did. */
class PublicRowsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differencesLeadFromOneVersionToAnother(long seed) {
        RandomRegistry random = new RandomRegistry(seed);
        Snapshot before = random.snapshot();
        Map<String, String> rows = rows(before);
        Snapshot now = before;
        for (int i = 0; i < 30; i++) {
            now = random.changed(now);
            if (i % 3 == 0) {
                apply(before, now, rows);
                before = now;

                assertThat(rows).isEqualTo(rows(now));
            }
        }
    }

    @Test
    void rowsOfPagesThatAreGoneAreWithdrawn() {
        Snapshot before = new RandomRegistry(4).snapshot();
        Map<String, String> rows = rows(before);
        assertThat(rows).isNotEmpty();
        Map<ObjectType, List<Row>> none = new HashMap<>();
        ObjectTypes.ALL.forEach(type -> none.put(type, List.of()));
        Snapshot now = Snapshot.of(before.version() + 1, before.time(), none);

        apply(before, now, rows);

        assertThat(rows).isEmpty();
    }

    @Test
    void digestIsThatOfTheRowsHoweverTheyCame() {
        RandomRegistry random = new RandomRegistry(7);
        Snapshot now = random.snapshot();
        for (int i = 0; i < 20; i++) {
            now = random.changed(now);
            for (ObjectType type : ObjectTypes.ALL) {
                assertThat(PublicRows.digest(now, type)).isEqualTo(digest(now, type));
            }
        }
    }

    @Test
    void digestIsOtherForOtherRows() {
        byte[] row = "{\"id\": 1}".getBytes(StandardCharsets.US_ASCII);

        PublicDigest one = PublicDigest.of("net", 1, row, 0, row.length);

        assertThat(one).isNotEqualTo(PublicDigest.of("net", 2, row, 0, row.length));
        assertThat(one).isNotEqualTo(PublicDigest.of("org", 1, row, 0, row.length));
        assertThat(one).isNotEqualTo(PublicDigest.of("net", 1, row, 0, row.length - 1));
        assertThat(one.plus(one)).isNotEqualTo(PublicDigest.NONE);
        assertThat(new PublicDigest(1, -1).plus(new PublicDigest(2, 1))).isEqualTo(new PublicDigest(4, 0));
        // SHA-256 of "net 1 {"id": 1}", its second half: what others who write such digests can compare with.
        assertThat(one).hasToString("93aa2cb2d7ac9dfbf808f2c9e5d06495");
    }

    private static PublicDigest digest(Snapshot snapshot, ObjectType type) {
        PublicDigest[] sum = {PublicDigest.NONE};
        PublicRows.<RuntimeException>forEach(
                snapshot,
                type,
                (row, json, start, end) ->
                        sum[0] = sum[0].plus(PublicDigest.of(type.typeName(), row.id(), json, start, end)));
        return sum[0];
    }

    private static Map<String, String> rows(Snapshot snapshot) {
        Map<String, String> rows = new TreeMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            PublicRows.<RuntimeException>forEach(
                    snapshot, type, (row, json, start, end) -> rows.put(name(row), text(json, start, end)));
        }
        return rows;
    }

    private static void apply(Snapshot before, Snapshot now, Map<String, String> rows) {
        for (ObjectType type : ObjectTypes.ALL) {
            PublicRows.forEachDifference(before, now, type, new PublicRows.DifferenceVisitor<RuntimeException>() {
                @Override
                public void changed(@Nullable Row was, Row row, byte[] json, int start, int end) {
                    String text = text(json, start, end);
                    assertThat(rows.containsKey(name(row))).isEqualTo(was != null);
                    assertThat(rows.put(name(row), text)).isNotEqualTo(text);
                }

                @Override
                public void withdrawn(Row was) {
                    assertThat(rows.remove(name(was))).isNotNull();
                }
            });
        }
    }

    private static String name(Row row) {
        return row.type().typeName() + " " + row.id();
    }

    private static String text(byte[] json, int start, int end) {
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }
}
