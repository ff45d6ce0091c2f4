package org.peerage.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * What the rules of a load need to know of a row, so that whole rows need not be kept.
 *
 * @param references the ids that its reference fields hold, in order of the fields; 0 where empty
 * @param keys see {@link UniqueKeys#of}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a list of boxed ids would take three times the heap
record DumpRowKeys(long id, long[] references, List<@Nullable Object> keys) {

    static DumpRowKeys of(Row row, List<Field<?>> references, UniqueKeys unique) {
        long[] ids = new long[references.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = row.find(references.get(i)) instanceof Long id ? id : 0;
        }
        return new DumpRowKeys(row.id(), ids, unique.of(row));
    }
}
