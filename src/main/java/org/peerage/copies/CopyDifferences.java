package org.peerage.copies;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.PublishedRows.RowRefs;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.PublicDigest;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;

/** Writes what differs from the version that was published last, and notes which rows may not be told any more as they were. */
final class CopyDifferences implements PublicRows.DifferenceVisitor<IOException> {
    private final CopyFileWriter out;
    private final RowRefs past = new RowRefs();

    private CopyDifferences(CopyFileWriter out) {
        this.out = out;
    }

    /** From a version that is in memory still. */
    static RowRefs write(CopyFileWriter out, Snapshot before, Snapshot now) throws IOException {
        CopyDifferences differences = new CopyDifferences(out);
        for (ObjectType type : ObjectTypes.ALL) {
            PublicRows.forEachDifference(before, now, type, differences);
        }
        return differences.past;
    }

    /** From what files say. Which values a row had is not known then: of one that may have had somebody's, it is believed that they are gone. */
    static RowRefs write(CopyFileWriter out, PublishedRows before, Snapshot now) throws IOException {
        CopyDifferences differences = new CopyDifferences(out);
        for (ObjectType type : ObjectTypes.ALL) {
            Map<Long, PublicDigest> rows = before.rows(type.typeName());
            boolean personal = type.fields().stream().anyMatch(Field::isPersonal);
            PublicRows.<IOException>forEach(now, type, (row, json, start, end) -> {
                PublicDigest was = rows.remove(row.id());
                if (!PublicDigest.of(type.typeName(), row.id(), json, start, end)
                        .equals(was)) {
                    differences.changed(null, row, json, start, end);
                    if (was != null && personal) {
                        differences.past.add(type.typeName(), row.id());
                    }
                }
            });
            for (long id : rows.keySet()) {
                differences.withdrawn(type.typeName(), id);
            }
        }
        return differences.past;
    }

    @Override
    public void changed(@Nullable Row before, Row row, byte[] json, int start, int end) throws IOException {
        String typeName = row.type().typeName();
        out.row(typeName, row.id(), row.status() == Status.DELETED ? "deleted" : "", json, start, end);
        if (before != null && PublicRows.isPersonalValueGone(before, row)) {
            past.add(typeName, row.id());
        }
    }

    @Override
    public void withdrawn(Row before) throws IOException {
        withdrawn(before.type().typeName(), before.id());
    }

    private void withdrawn(String typeName, long id) throws IOException {
        past.add(typeName, id);
        out.withdrawn(typeName, id);
    }
}
