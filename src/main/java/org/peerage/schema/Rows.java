package org.peerage.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One consistent state of the registry, as computed keys and rules see it. */
public interface Rows {

    /** The row of that id, whatever its status. */
    @Nullable
    Row find(ObjectType type, long id);

    /** Rows that refer to {@code parent} by {@code reference}, whatever their status, by ascending id. */
    List<Row> referring(Field<Long> reference, long parent);
}
