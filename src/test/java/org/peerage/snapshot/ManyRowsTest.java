package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Many rows that change at once leave what they leave one after the other, and what is made of all rows: indexes, order, JSON. */
class ManyRowsTest {
    private static final int STEPS = 400;

    /** What has been asked of a version before its rows change: indexes and JSON are made when somebody asks. */
    enum Asked {
        /** No index is there yet. */
        JSON {
            @Override
            void ask(Snapshot before) {
                ObjectTypes.ALL.forEach(type -> json(before, rows(before, type)));
            }
        },
        SOME_INDEXES {
            @Override
            void ask(Snapshot before) {
                JSON.ask(before);
                before.table(Net.TYPE).candidates(Net.ORG_ID, 1L);
                before.table(Poc.TYPE).candidates(Poc.NET_ID, 1L);
            }
        },
        EVERYTHING {
            @Override
            void ask(Snapshot before) {
                before.prepare();
                content(before);
            }
        };

        abstract void ask(Snapshot before);
    }

    @ParameterizedTest
    @CsvSource({"1,EVERYTHING", "2,EVERYTHING", "3,JSON", "4,JSON", "5,SOME_INDEXES"})
    void rowsChangedAtOnceAreThoseChangedOneByOne(long seed, Asked asked) {
        RandomRegistry registry = new RandomRegistry(seed);
        Snapshot first = registry.snapshot();
        Snapshot one = first;
        for (int step = 0; step < STEPS; step++) {
            one = registry.changed(one);
        }
        List<Row> changed = new ArrayList<>();
        List<Row> gone = new ArrayList<>();
        for (ObjectType type : ObjectTypes.ALL) {
            one.forEachDifference(first, type, (now, was) -> {
                if (now == null) {
                    gone.add(was);
                } else {
                    changed.add(now);
                }
            });
        }
        assertThat(changed).hasSizeGreaterThan(200);
        assertThat(gone).isNotEmpty();
        assertThat(changed).anyMatch(row -> row.created() > row.updated());
        // Each step asked the indexes of the version before it: this one is the same, and nobody has asked it.
        Snapshot before = new RandomRegistry(seed).snapshot();
        asked.ask(before);

        Snapshot atOnce = before.with(one.version(), one.time(), changed, gone);

        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            rows.put(type, rows(one, type));
        }
        assertThat(content(atOnce)).isEqualTo(content(one));
        assertThat(content(atOnce)).isEqualTo(content(Snapshot.of(one.version(), one.time(), rows)));
        assertThat(content(before)).isEqualTo(content(new RandomRegistry(seed).snapshot()));
    }

    @Test
    void idsOfRowsThatCameAndWentAreGivenOut() {
        Snapshot before = new RandomRegistry(5).snapshot();
        List<Row> changed = new ArrayList<>();
        before.forEach(ObjectTypes.ALL.getFirst(), changed::add);
        ObjectType type = ObjectTypes.ALL.getFirst();
        Row last = changed.getLast().toBuilder().set(type.id(), 9_999L).build();
        changed.add(last);

        Snapshot after = before.with(2, Instant.EPOCH, changed, List.of(last));

        assertThat(after.find(type, 9_999)).isNull();
        assertThat(after.lastId(type)).isEqualTo(9_999);
        assertThat(after.size(type)).isEqualTo(before.size(type));
    }

    private static List<Row> rows(Snapshot snapshot, ObjectType type) {
        List<Row> rows = new ArrayList<>();
        snapshot.forEach(type, rows::add);
        return rows;
    }

    private static List<String> json(Snapshot snapshot, List<Row> rows) {
        List<String> json = new ArrayList<>();
        for (Row row : rows) {
            Snapshot.RowSlice slice = snapshot.slice(row, Visibility.of(Visibility.Level.FULL));
            json.add(new String(slice.json(), slice.start(), slice.end() - slice.start(), StandardCharsets.UTF_8));
        }
        return json;
    }

    /** All that can be asked of a version, by what is asked. */
    private static Map<String, Object> content(Snapshot snapshot) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            Table table = snapshot.table(type);
            List<Row> rows = rows(snapshot, type);
            content.put(type + " rows", rows);
            content.put(type + " JSON", json(snapshot, rows));
            content.put(type + " size", table.size());
            for (long since : new long[] {0, 1_700_000_500L, 1_700_001_100L}) {
                List<Long> ids = new ArrayList<>();
                table.since(since, row -> ids.add(row.id()));
                content.put(type + " since " + since, ids);
            }
            for (Field<?> field : type.fields()) {
                if (field.isIndexed()) {
                    for (Row row : rows) {
                        Object value = row.find(field);
                        if (value != null) {
                            content.put(
                                    field + " " + value,
                                    Arrays.toString(
                                            table.candidates(field, value).orElseThrow()));
                        }
                    }
                }
            }
        }
        return content;
    }
}
