package org.peerage.testing;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Snapshots for tests. */
public final class Snapshots {
    private Snapshots() {}

    /** Version 1 of a registry that has these rows and nothing else. */
    public static Snapshot of(Row... rows) {
        Map<ObjectType, List<Row>> byType = ObjectTypes.ALL.stream()
                .collect(Collectors.toMap(Function.identity(), type -> Arrays.stream(rows)
                        .filter(row -> row.type().equals(type))
                        .toList()));
        return Snapshot.of(1, Instant.EPOCH, byType);
    }
}
