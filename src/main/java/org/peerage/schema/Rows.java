package org.peerage.schema;

import java.util.List;

/** One consistent state of the registry, as computed keys and rules see it. */
public interface Rows extends RowLookup {

    /** Rows that refer to {@code parent} by {@code reference}, whatever their status, by ascending id. */
    List<Row> referring(Field<Long> reference, long parent);
}
