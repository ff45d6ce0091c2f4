/** The log of changes as one caller may read it, and undo (docs/spec/record.md §0, §2). */
@NullMarked
package org.peerage.access.changes;

import org.jspecify.annotations.NullMarked;
