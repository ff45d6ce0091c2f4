/** Spans of what is done, for who wants to see where time goes; nothing while tracing is off. */
@NullMarked
package org.peerage.trace;

import org.jspecify.annotations.NullMarked;
