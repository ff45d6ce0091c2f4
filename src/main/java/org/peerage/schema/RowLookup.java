package org.peerage.schema;

import org.jspecify.annotations.Nullable;

/** Rows by id, of which nothing else may be known. */
@FunctionalInterface
public interface RowLookup {

    /** The row of that id, whatever its status. */
    @Nullable
    Row find(ObjectType type, long id);
}
