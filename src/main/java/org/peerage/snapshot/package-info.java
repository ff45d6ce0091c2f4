/** The registry in memory: one immutable version of all rows, its indexes, the query planner, and encoded bytes. */
@NullMarked
package org.peerage.snapshot;

import org.jspecify.annotations.NullMarked;
