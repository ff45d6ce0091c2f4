/** What happened to the registry, as pages and feeds, and how it is taken back. */
@NullMarked
package org.peerage.web.changes;

import org.jspecify.annotations.NullMarked;
