/** A live copy of another registry that speaks the same API. */
@NullMarked
package org.peerage.sync;

import org.jspecify.annotations.NullMarked;
